import { RunReport, type OrchestrationRequest } from '@devops-orchestrator/contracts';
import { InMemoryGit, InMemoryWorkspace, recordingContext } from '@devops-orchestrator/test-kit';
import { dryRun } from './dry-run/dry-run.js';
import { orchestrate } from './orchestrate.js';
import { renderReport } from './report/render-report.js';

const application = {
  'README.md': '# Shop\n\nMine.\n',
  'package.json': JSON.stringify({
    name: 'shop',
    main: 'server.js',
    scripts: { start: 'node server.js', test: 'node --test' },
    dependencies: { express: '^5.0.0' },
  }),
  'server.js':
    "const app = require('express')();\napp.get('/health', (q, r) => r.end());\napp.listen(process.env.PORT || 3000);\n",
};
const request: OrchestrationRequest = {
  schemaVersion: 1,
  request: 'Dockerize this API, add CI',
  repositoryName: 'shop',
  engine: 'builtin',
  verify: 'static',
  commit: true,
};

function world(files: Record<string, string> = application) {
  const workspace = new InMemoryWorkspace(files, 'shop');
  return recordingContext({ workspace, git: new InMemoryGit({}, workspace) });
}

/** The context of one more run over the same files. */
function nextRun({ workspace, git }: ReturnType<typeof world>) {
  return recordingContext({ workspace, git });
}

describe('orchestrate', () => {
  it('carries one request through three phases, without a question, to a report whose ticks have evidence', async () => {
    const context = world();
    const report = await orchestrate(request, context);
    expect(RunReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report).toMatchObject({ status: 'done', exitCode: 0 });
    expect(report.phases.map(({ id, status }) => `${id} ${status}`)).toEqual(['pm done', 'devops done', 'docs done']);
    expect(context.git.commits.map(({ message }) => message.split(':')[0])).toEqual([
      'docs(infra)',
      ...report.tasks.map(() => 'feat(infra)'),
      'docs(infra)',
      'docs(infra)',
    ]);
    const ticked = report.readiness.filter(({ met }) => met).map(({ text }) => text);
    expect(ticked).toEqual([
      'Configuration files created',
      'Task breakdown complete',
      'Complete documentation created',
    ]);
    expect(context.workspace.files[report.reportPath ?? '']).toBe(renderReport(report));
  }, 60_000);

  it('F48: writes nothing and commits nothing the second time', async () => {
    const context = world();
    await orchestrate(request, context);
    const before = context.workspace.files;
    const commits = context.git.commits.length;
    const again = await orchestrate(request, nextRun(context));
    expect(again.status).toBe('done');
    expect(context.workspace.files).toEqual(before);
    expect(context.git.commits.length).toBe(commits);
  }, 60_000);

  it.each<[string, Partial<OrchestrationRequest>, Record<string, string>, number, string]>([
    ['a request about the application', { request: 'Add dark mode' }, application, 3, 'not-infrastructure'],
    ['a repository without an application', {}, { 'notes.txt': 'x' }, 3, 'nothing-deployable'],
  ])('refuses %s and writes nothing', async (_case, change, files, exitCode, code) => {
    const context = world(files);
    const report = await orchestrate({ ...request, ...change }, context);
    expect(report).toMatchObject({ status: 'refused', exitCode, failure: { code } });
    expect(context.workspace.writes).toEqual([]);
    expect(context.git.commits).toEqual([]);
  });

  it.each<[string, ConstructorParameters<typeof InMemoryGit>[0]]>([
    ['a bare repository', { kind: 'bare' }],
    ['a rebase under way', { operation: 'rebase' }],
    ['a README with uncommitted changes', { changed: ['README.md'] }],
  ])('refuses %s with status 4', async (_case, state) => {
    const workspace = new InMemoryWorkspace(application);
    const report = await orchestrate(request, recordingContext({ workspace, git: new InMemoryGit(state, workspace) }));
    expect(report.exitCode).toBe(4);
    expect(workspace.writes).toEqual([]);
  });

  it('F08: tells what is excluded and made all the same', async () => {
    const words = 'Add monitoring with Prometheus but no Grafana';
    const { plan } = await orchestrate({ ...request, request: words }, world(), { scope: 'plan' });
    expect(plan?.intent?.assumptions.join()).toContain('cannot leave out grafana');
  }, 60_000);

  it('makes the branch just before the first commit, and none for a refused request', async () => {
    const refused = world();
    await orchestrate({ ...request, request: 'Add dark mode' }, refused, { branch: 'infra' });
    expect(refused.git.branches).toEqual([]);
    const planned = world();
    await orchestrate(request, planned, { branch: 'infra', scope: 'plan' });
    expect(planned.git.branches).toEqual(['infra']);
  });

  it('C6: carries out one phase alone from the files on disk', async () => {
    const context = world();
    await orchestrate(request, context, { scope: 'plan' });
    expect(context.workspace.files).not.toHaveProperty('Dockerfile');
    const implemented = await orchestrate(request, nextRun(context), { scope: 'implement' });
    expect(implemented).toMatchObject({
      status: 'done',
      tasks: [{ status: 'done' }, { status: 'done' }, { status: 'done' }],
    });
    const documented = await orchestrate(request, nextRun(context), { scope: 'document' });
    expect(documented.documentation?.documents.length).toBe(5);
  }, 60_000);
});

describe('dryRun', () => {
  it('shows every file as a diff and touches nothing', async () => {
    const context = world();
    const { files, report } = await dryRun(request, context, 'all');
    expect(report.status).toBe('done');
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['Dockerfile', 'README.md']));
    expect(files.find(({ path }) => path === 'Dockerfile')?.patch).toContain('--- /dev/null');
    expect(context.workspace.files).toEqual(application);
    expect(context.git.commits).toEqual([]);
  }, 60_000);
});
