import type { CommandResult } from '@devops-orchestrator/contracts';
import { inMemoryTree, ScriptedCommands } from '@devops-orchestrator/test-kit';
import { verifyWithTools } from './verify-with-tools.js';
import { toolVerifiers } from './tools/tool-verifier-registry.js';

const files = {
  Dockerfile: 'FROM node:24\n',
  '.github/workflows/ci.yml': 'on: push\n',
  'a.sh': '#!/bin/sh\n',
  'alertmanager.yml': 'route: {}\nreceivers: []\n',
  'compose.yaml': 'services: {}\n',
  'prometheus.yml': 'scrape_configs: []\n',
  'rules.yml': 'groups:\n- rules:\n  - alert: A\n',
  'tests.yml': 'rule_files: []\ntests: []\n',
};
const tree = inMemoryTree(files);
const pathOf: Readonly<Record<string, string>> = {
  hadolint: 'Dockerfile',
  actionlint: '.github/workflows/ci.yml',
  zizmor: '.github/workflows/ci.yml',
  shellcheck: 'a.sh',
  'promtool-rules': 'rules.yml',
  'promtool-config': 'prometheus.yml',
  'promtool-tests': 'tests.yml',
  amtool: 'alertmanager.yml',
  'docker-compose': 'compose.yaml',
};

async function run(id: string, result: Partial<CommandResult> | undefined) {
  const program = toolVerifiers.find((tool) => tool.id === id)?.program ?? id;
  const commands = new ScriptedCommands(result ? [{ program, result }] : []);
  const { findings, judged, skipped } = await verifyWithTools(tree, [pathOf[id] ?? ''], commands);
  return {
    findings,
    judged: judged.some(({ by }) => by.includes(id)),
    reason: skipped.find(({ verifier }) => verifier === id)?.reason,
  };
}

describe.each(toolVerifiers.map(({ id }) => id))('verifyWithTools with %s', (id) => {
  it('F57: skips when it is not installed', async () => {
    expect(await run(id, undefined)).toMatchObject({
      findings: [],
      judged: false,
      reason: expect.stringContaining('is not installed') as string,
    });
  });

  it.each([
    ['hangs', { exitCode: undefined, timedOut: true }],
    ['is killed', { exitCode: undefined }],
    ['crashes', { exitCode: 139, stderr: 'Segmentation fault' }],
    ['prints an error and ends with status 0', { stdout: '', stderr: 'ERROR: cannot read file' }],
    ['fails without a word', { exitCode: 2 }],
  ])('F57: is never clean when it %s', async (_, result) => {
    const verdict = await run(id, result as Partial<CommandResult>);
    expect(verdict.judged && verdict.findings.length === 0).toBe(false);
  });
});

describe('verifyWithTools', () => {
  it.each([
    [
      'hadolint',
      { exitCode: 1, stdout: '[{"code":"DL3006","level":"warning","file":"Dockerfile","line":1,"message":"tag"}]' },
      'DL3006',
    ],
    [
      'actionlint',
      { exitCode: 1, stdout: '[{"kind":"expression","filepath":".github/workflows/ci.yml","line":3,"message":"x"}]' },
      'actionlint-expression',
    ],
    [
      'shellcheck',
      {
        exitCode: 1,
        stdout: '{"comments":[{"code":2086,"level":"warning","file":"a.sh","line":2,"message":"quote"}]}',
      },
      'SC2086',
    ],
    [
      'promtool-rules',
      { exitCode: 1, stderr: '  FAILED:\nrules.yml: 4:11: group "g", rule 1, "A": bad' },
      'promtool-rules',
    ],
    ['amtool', { exitCode: 1, stdout: 'Checking \'alertmanager.yml\'  FAILED: undefined receiver "x"' }, 'amtool'],
    ['docker-compose', { exitCode: 15, stderr: 'services.a.image must be a string' }, 'docker-compose-config'],
  ])('reads the findings of %s', async (id, result, rule) => {
    expect((await run(id, result)).findings.map((finding) => finding.rule)).toContain(rule);
  });

  it.each([
    ['hadolint', { stdout: '[]' }],
    ['actionlint', { stdout: '[]' }],
    ['zizmor', { stdout: '[]' }],
    ['shellcheck', { stdout: '{"comments":[]}' }],
    ['promtool-rules', { stdout: 'Checking rules.yml\n  SUCCESS: 1 rules found\n' }],
    ['promtool-tests', { stdout: '  SUCCESS\n' }],
    ['amtool', { stdout: "Checking 'alertmanager.yml'  SUCCESS\n" }],
    ['docker-compose', {}],
  ])('takes a clean run of %s for clean', async (id, result) => {
    expect(await run(id, result)).toEqual({ findings: [], judged: true, reason: undefined });
  });

  it('puts an overlay that is refused alone on its base', async () => {
    const overlay = inMemoryTree({ 'compose.yaml': 'services: {}\n', 'compose.monitoring.yaml': 'services: {}\n' });
    const commands = new ScriptedCommands([
      { program: 'docker', arguments: '--file compose.yaml --file compose.monitoring.yaml' },
      { program: 'docker', result: { exitCode: 1, stderr: 'service "a" depends on undefined service "b"' } },
    ]);
    const { findings, judged } = await verifyWithTools(overlay, ['compose.monitoring.yaml'], commands);
    expect(findings).toEqual([]);
    expect(judged).toEqual([{ path: 'compose.monitoring.yaml', by: ['docker-compose'] }]);
  });
});
