import { parse } from 'yaml';
import { actionPins } from '@devops-orchestrator/reference-data';
import { exampleAnalysis, exampleInput } from '../delivery-model/example-model.js';
import type { CapabilityInput } from '../capability.js';
import { githubActionsCapability } from './github-actions.capability.js';
import { pipelineCases } from './pipeline-cases.js';

interface Job {
  uses?: string;
  'timeout-minutes'?: number;
  permissions?: Record<string, string>;
  services?: Record<string, { image: string; env?: Record<string, string>; options: string }>;
  env?: Record<string, string>;
  steps?: { name: string; uses?: string; run?: string; with?: Record<string, unknown>; 'working-directory'?: string }[];
}
interface Workflow {
  permissions: unknown;
  concurrency: unknown;
  jobs: Record<string, Job>;
}

function caseOf(name: string): CapabilityInput {
  const input = pipelineCases[name];
  if (input === undefined) throw new Error(name);
  return input;
}

function filesOf(input: CapabilityInput): Map<string, string> {
  const steps = githubActionsCapability.contribute(input).flatMap((contribution) => contribution.steps);
  return new Map(steps.flatMap((step) => (step.kind === 'file' ? [[step.path, step.content] as const] : [])));
}

const ci = '.github/workflows/ci.yml';
const workflowOf = (input: CapabilityInput, path = ci) => parse(filesOf(input).get(path) ?? '') as Workflow;
const jobOf = (input: CapabilityInput, id: string) => workflowOf(input).jobs[id] ?? {};
const stepOf = (job: Job, name: string) => job.steps?.find((step) => step.name === name);
const contextOf = (input: CapabilityInput) => githubActionsCapability.contribute(input)[0]?.context ?? '';

describe.each(Object.keys(pipelineCases))('the workflows of "%s"', (name) => {
  const files = [...filesOf(caseOf(name))].filter(([path]) => path.includes('/workflows/'));
  const workflows = files.map(([, text]) => parse(text) as Workflow);

  it('pin every action by the commit of the table, with its version behind it', () => {
    const known = Object.entries(actionPins).map(([action, { sha, version }]) => `${action}@${sha} # ${version}`);
    for (const [, text] of files) {
      const lines = text.split('\n').filter((line) => /^\s+uses: (?!\.\/)/.test(line));
      for (const line of lines) expect(known).toContain(line.replace(/^\s+uses: /, ''));
    }
  });

  it('give no permission by default, and a timeout and permissions to every job', () => {
    for (const { permissions, concurrency, jobs } of workflows) {
      expect(permissions).toEqual({});
      expect(concurrency).toBeDefined();
      for (const job of Object.values(jobs)) {
        expect(job.permissions?.['contents']).toBe('read');
        if (job.uses === undefined) expect(job['timeout-minutes']).toBeGreaterThan(0);
      }
    }
  });

  it('write to nothing before a release', () => {
    for (const job of Object.values(workflowOf(caseOf(name)).jobs)) {
      expect(Object.values(job.permissions ?? {})).toEqual(['read']);
    }
  });
});

describe('githubActionsCapability', () => {
  it.each([
    ['node', 'test-web', 'Set up Node.js', 'node-version', '22'],
    ['python', 'test-shop-api', 'Set up uv', 'python-version', '3.13'],
    ['go', 'test-9lives', 'Set up Go', 'go-version', '1.26'],
  ])('runs the tests of "%s" on the version of its image', (name, job, step, input, version) => {
    expect(stepOf(jobOf(caseOf(name), job), step)?.with?.[input]).toBe(version);
  });

  it('installs what tests need, where the image installs less', () => {
    expect(stepOf(jobOf(caseOf('node'), 'test-web'), 'Install dependencies')?.run).toBe('npm ci');
    expect(stepOf(jobOf(caseOf('python'), 'test-shop-api'), 'Install dependencies')?.run).toBe('uv sync --locked');
  });

  it('starts the backing services of a component with passwords of this run', () => {
    const job = jobOf(caseOf('example'), 'test-api');
    expect(job.services?.['postgres']?.env?.['POSTGRES_PASSWORD']).toBe('ci-${{ github.run_id }}');
    expect(job.services?.['postgres']?.options).toContain('--health-cmd "pg_isready');
    expect(job.env?.['DATABASE_URL']).toBe('postgresql://app:ci-${{ github.run_id }}@localhost:5432/shop');
    expect(job.env?.['REDIS_URL']).toBe('redis://localhost:6379');
  });

  it('migrates the database before the tests', () => {
    const names = jobOf(caseOf('python'), 'test-shop-api').steps?.map(({ name }) => name);
    expect(names?.slice(-2)).toEqual(['Migrate the database', 'Test']);
  });

  it('installs a workspace once and builds internal packages first', () => {
    const steps = jobOf(caseOf('workspace'), 'test-workspace').steps?.map(({ name }) => name) ?? [];
    expect(steps.filter((name) => name === 'Install dependencies')).toHaveLength(1);
    expect(steps.indexOf('Build shared')).toBeLessThan(steps.indexOf('Build api'));
  });

  it('makes no test step without a test command, and says so', () => {
    const input = caseOf('without-tests');
    expect(stepOf(jobOf(input, 'test-9lives'), 'Test')).toBeUndefined();
    expect(contextOf(input)).toContain('`9lives` states no test command');
  });

  it('says that it cannot run the tests of a runtime without a pinned action', () => {
    expect(contextOf(caseOf('unsupported'))).toContain('`engine` (rust): no pinned action installs its runtime');
  });

  it('lets text of the repository start no expression', () => {
    const files = [...filesOf(caseOf('hostile'))].filter(([path]) => path.includes('/workflows/'));
    const text = files.map(([, content]) => content).join('\n');
    expect(text).not.toMatch(/\$\{\{ github\.(token|event\.issue)/);
    expect(stepOf(jobOf(caseOf('hostile'), 'test-hostile'), 'Test')?.['working-directory']).toBe(
      "it's ${{ '${{' }} github.token }}",
    );
  });

  it('publishes for two platforms, from no cache, with attestation, after the tests', () => {
    const { jobs } = workflowOf(caseOf('node'), '.github/workflows/release.yml');
    expect(stepOf(jobs['publish'] ?? {}, 'Build and push')?.with).toMatchObject({
      platforms: 'linux/amd64,linux/arm64',
      'no-cache': true,
      provenance: 'mode=max',
      sbom: true,
    });
    expect(jobs['publish']).toMatchObject({ needs: 'test', permissions: { 'id-token': 'write', packages: 'write' } });
    expect(JSON.stringify(jobs)).not.toContain('type=gha');
  });
});

describe('githubActionsCapability beside workflows of the user', () => {
  const withFiles = (files: Record<string, string>) => exampleInput({ analysis: exampleAnalysis(), files });

  it('writes only the images into a file of its own when theirs run the tests', () => {
    const input = withFiles({ [ci]: 'jobs:\n  test:\n    steps:\n      - run: npm test\n' });
    const files = filesOf(input);
    expect([...files.keys()]).toEqual([
      '.github/workflows/infrastructure.yml',
      '.github/workflows/release.yml',
      '.github/dependabot.yml',
    ]);
    const { jobs } = workflowOf(input, '.github/workflows/infrastructure.yml');
    expect(Object.keys(jobs)).toEqual(['review-dependencies', 'image', 'scan']);
    expect(contextOf(input)).toContain('`.github/workflows/ci.yml:1` runs the tests.');
  });

  it('writes nothing when nothing is missing, and judges what is there', () => {
    const text = '- run: npm test\n- uses: docker/build-push-action@v6\n  with:\n    push: true\n';
    const [contribution] = githubActionsCapability.contribute(withFiles({ [ci]: text, 'renovate.json': '{}' }));
    expect(contribution?.steps).toEqual([]);
    expect(contribution?.checks.map(({ command }) => command)).toEqual([`devops-orchestrator verify --advisory ${ci}`]);
  });

  it('takes no comment for a test', () => {
    expect([...filesOf(withFiles({ '.github/workflows/other.yml': '# npm test\n' })).keys()]).toContain(ci);
  });

  it('builds no image when the request excludes them', () => {
    const input = exampleInput({ intent: { exclusions: [{ id: 'container-image', phrase: 'no Docker' }] } });
    expect(Object.keys(workflowOf(input).jobs)).not.toContain('image');
    expect([...filesOf(input).keys()]).not.toContain('.github/workflows/release.yml');
  });
});
