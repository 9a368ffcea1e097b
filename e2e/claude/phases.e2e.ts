import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunReport } from '@devops-orchestrator/contracts';
import { countTokens } from '@devops-orchestrator/test-kit';
import type { MessageRequest, ReceivedRequest, ScriptedReply } from '@devops-orchestrator/test-kit';
import { copyExample, git, orchestrator } from '../support.js';
import { askFor, calls, repositoryWith, runCommand, withModel, writeFile } from './scripted-model.js';

const pipeline =
  'pipeline {\n  agent any\n  stages {\n    stage("Build") {\n      steps {\n        sh "true"\n      }\n    }\n  }\n}\n';

const proposal = {
  draft: [],
  added: [
    {
      slot: 'configure-ci-cd-pipeline',
      adds: 'a Jenkins pipeline',
      context: 'The request asks for Jenkins, which the engine does not make.',
      instructions: ['Write Jenkinsfile with a build stage.'],
      checks: [{ id: 'jenkinsfile-build', command: 'grep -q Build Jenkinsfile', requires: [], timeoutSeconds: 10 }],
      criteria: [{ text: 'The pipeline has a build stage', checks: ['jenkinsfile-build'] }],
    },
  ],
};
const prose = { overview: ['The files of this repository describe all parts.'], troubles: [] };

/** All three roles, told apart by their system texts. */
function roles(turn: number, _conversation: number, request: MessageRequest): ScriptedReply {
  const system = JSON.stringify(request.system);
  if (system.includes('Your role: senior-product-manager')) return { text: JSON.stringify(proposal) };
  if (system.includes('Your role: devops-senior-documentation-engineer')) return { text: JSON.stringify(prose) };
  return calls({ name: 'list_files', input: { prefix: '' } }, writeFile('Jenkinsfile', pipeline))(turn, 0, request);
}

describe('a run of three phases with Claude', () => {
  it('plans, builds, proves and documents; the second run asks nothing and changes nothing', async () => {
    const { repository } = copyExample('static-site');
    const request = 'Containerize this and add a Jenkins pipeline';
    const args = ['run', '--repo', repository, '--request', request, '--engine', 'claude', '--json'];
    await withModel(roles, async (server) => {
      const { status, stdout } = await runCommand(args, server);
      const report = JSON.parse(stdout) as RunReport;
      expect({ status, failure: report.failure }).toEqual({ status: 0, failure: undefined });
      expect(report.phases.map(({ modelWork }) => modelWork?.conversations)).toEqual([1, 1, 1]);
      const folder = join(repository, '.claude', 'tasks', report.plan?.feature ?? '');
      const text = readFileSync(join(folder, 'REPORT.md'), 'utf8');
      expect(text).toContain('Engine: claude');
      expect(text).toMatch(/\| Together \| 3 \|/);
      expect(git(repository, 'ls-files')).toContain('Jenkinsfile\n');
      expect(git(repository, 'status', '--porcelain')).toBe('');
      const [before, asked] = [git(repository, 'rev-parse', 'HEAD'), server.requests.length];
      expect(await runCommand(args, server)).toMatchObject({ status: 0 });
      expect(server.requests).toHaveLength(asked);
      expect(git(repository, 'diff', '--stat', before.trim(), '--', '.', ':!.claude')).toBe('');
    });
    // another machine, without a key, finds nothing to do either
    const check = orchestrator(['check', '--repo', repository], repository, { ANTHROPIC_API_KEY: '' });
    expect(check).toMatchObject({ status: 0 });
  });
});

describe('what a run of six tasks sends', () => {
  const words = ['one', 'two', 'three', 'four', 'five', 'six'];

  it('is less than 40 % of the whole folder and all artifacts each time, and mostly read from the cache', async () => {
    const large = Object.fromEntries(
      words.map((word) => [
        `deploy/${word}.yaml`,
        `${word}: value of a setting that some other task needs\n`.repeat(120),
      ]),
    );
    const repository = repositoryWith(
      words.map((word) => askFor(`notes/${word}.txt`, word)),
      large,
    );
    const look = (word: string) => [
      { name: 'list_files', input: { prefix: 'deploy/' } },
      { name: 'search_files', input: { text: `${word}: value`, prefix: `deploy/${word}` } },
      { name: 'read_file', input: { path: `deploy/${word}.yaml`, from_line: 100 } },
    ];
    const requests = await withModel(
      (turn, conversation, request) => {
        const word = words[conversation - 1]!;
        const write = writeFile(`notes/${word}.txt`, `${word}\n`);
        const prove = { name: 'run_check', input: { id: `says-${word}` } };
        return calls(...look(word), write, { name: 'look_at_findings', input: { paths: [] } }, prove)(turn, 0, request);
      },
      async (server) => {
        expect(await runCommand(['implement', '--repo', repository], server)).toMatchObject({ status: 0 });
        return server.requests;
      },
    );
    const everything = git(repository, 'ls-files', '.claude', 'deploy', 'notes').trim().split('\n');
    const whole = everything.map((path) => readFileSync(join(repository, path), 'utf8')).join('\n');
    const sent =
      sum(requests, 'input_tokens') +
      sum(requests, 'cache_read_input_tokens') +
      sum(requests, 'cache_creation_input_tokens');
    const withEverything = sent + requests.length * countTokens(whole);
    expect(requests).toHaveLength(42);
    expect(sent / withEverything).toBeLessThan(0.4);
    const later = requests.slice(1);
    const read = sum(later, 'cache_read_input_tokens');
    expect(
      read / (read + sum(later, 'input_tokens') + sum(later, 'cache_creation_input_tokens')),
    ).toBeGreaterThanOrEqual(0.8);
  });
});

function sum(
  requests: readonly ReceivedRequest[],
  field: 'input_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens',
): number {
  return requests.reduce((total, { usage }) => total + (usage?.[field] ?? 0), 0);
}
