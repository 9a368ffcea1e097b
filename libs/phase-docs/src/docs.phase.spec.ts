import { readFileSync } from 'node:fs';
import { InMemoryGit, InMemoryWorkspace, recordingContext } from '@devops-orchestrator/test-kit';
import type { CheckResult, TaskResult } from '@devops-orchestrator/contracts';
import { DocsInput, DocsOutput } from './contract.js';
import { docsPhase } from './docs.phase.js';

type Files = Record<string, string>;

/** Repositories as path to text: whole, partial, broken, hostile. */
const repositories = JSON.parse(
  readFileSync(new URL('../fixtures/repositories.json', import.meta.url), 'utf8'),
) as Record<string, Files>;
const full = repositories['full'] ?? {};

function input(overrides: Partial<DocsInput> = {}): DocsInput {
  return DocsInput.parse({ schemaVersion: 1, feature: 'shop-delivery', taskResults: [], commit: true, ...overrides });
}

async function document(files: Files, overrides: Partial<DocsInput> = {}, git?: InMemoryGit) {
  const workspace = new InMemoryWorkspace(files);
  const context = recordingContext({ workspace, ...(git ? { git } : {}) });
  const output = DocsOutput.parse(await docsPhase.run(input(overrides), context));
  return { output, context, files: workspace.files };
}

function passedCheck(command: string, verdict: CheckResult['verdict'] = 'passed'): TaskResult {
  const check: CheckResult = {
    id: 'it-runs',
    tier: 'live',
    command,
    verdict,
    durationMs: 1,
    output: '',
    ...(verdict === 'passed' ? {} : { reason: 'no Docker engine answers' }),
  };
  return {
    file: '01-x.md',
    title: 'x',
    status: 'done',
    files: [],
    checks: [check],
    criteria: [],
    durationMs: 1,
    issues: [],
  };
}

const markdownOf = (files: Files) =>
  Object.entries(files).filter(([path]) => /^docs\/|README\.md$|DOCUMENTATION\.md$/.test(path));

describe('docsPhase: README', () => {
  it('keeps the text and the line ends of people, their edits of the section among them', async () => {
    const { files } = await document(full);
    const readme = files['README.md'] ?? '';
    expect(
      readme.startsWith('# Shop\r\n\r\nOur shop.\r\n\r\n<!-- devops-orchestrator:shop-delivery:start -->\r\n'),
    ).toBe(true);
    expect(readme.replaceAll('\r\n', '')).not.toContain('\n');
    const edited = { ...files, 'README.md': `Before\r\n${readme.replace('Reference', 'Changed')}After` };
    const again = (await document(edited)).files['README.md'] ?? '';
    expect(again).toBe(edited['README.md']);
  });

  it('replaces its section when nobody edited it', async () => {
    const { files } = await document({ ...full, Dockerfile: 'FROM a\n' });
    const text = `Before\r\n${files['README.md'] ?? ''}After`;
    const changed = { ...files, 'README.md': text, 'scripts/deploy.sh': '#!/bin/sh\necho deploy\n' };
    const again = (await document(changed)).files['README.md'] ?? '';
    expect(again.startsWith('Before\r\n')).toBe(true);
    expect(again.endsWith('After')).toBe(true);
  });

  it('leaves its section out where somebody deleted it', async () => {
    const { files } = await document(full);
    const { output, files: again } = await document({ ...files, 'README.md': '# Shop\n' });
    expect(again['README.md']).toBe('# Shop\n');
    expect(output.readmeChanges.join()).toMatch(/deleted/);
  });

  it.each([
    [
      'a start marker without an end',
      { 'README.md': 'x\n<!-- devops-orchestrator:shop-delivery:start -->\nmine\n' },
      /marker/,
      undefined,
    ],
    ['uncommitted changes', { 'README.md': 'mine\n' }, /uncommitted/, { changed: ['README.md'] }],
  ])('leaves one with %s alone and says so', async (_what, files, reason, state) => {
    const workspace = new InMemoryWorkspace(files);
    const git = new InMemoryGit(state ?? {}, workspace);
    const context = recordingContext({ workspace, git });
    const output = await docsPhase.run(input(), context);
    expect(output.files.at(-1)).toEqual({ path: 'README.md', change: 'kept' });
    expect(output.readmeChanges.join()).toMatch(reason);
    expect(workspace.files['README.md']).toBe(files['README.md']);
    expect(git.commits[0]?.paths).not.toContain('README.md');
  });

  it('uses the spelling of the README that is there', async () => {
    const { output } = await document({ 'readme.md': 'x' });
    expect(output.files.at(-1)).toEqual({ path: 'readme.md', change: 'modified' });
  });
});

describe('docsPhase: documents of people', () => {
  const path = 'docs/runbooks/shop-delivery-runbook.md';

  it('keeps one that it did not write, and claims nothing about it', async () => {
    const { output, files } = await document({ ...full, [path]: '# Ours\n' });
    expect(files[path]).toBe('# Ours\n');
    expect(output.files.find((file) => file.path === path)?.change).toBe('kept');
    expect(
      output.checklist.filter(({ evidence }) => evidence.includes('written by people')).map(({ met }) => met),
    ).toEqual([false, false, false, false]);
  });

  it('keeps what people added to one, and replaces one that nobody edited', async () => {
    const { files } = await document({ Dockerfile: 'FROM a\n' });
    const edited = { ...files, [path]: `${files[path]}\nA note.\n`, Dockerfile: 'FROM b\n' };
    const { output, files: after } = await document(edited);
    expect(after[path]).toContain('\nA note.\n');
    expect(output.files.map(({ change }) => change)).toEqual([
      'modified',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
  });

  it('treats one with Windows line ends as unmodified', async () => {
    const { files } = await document({ Dockerfile: 'FROM a\n' });
    const { output } = await document({ ...files, [path]: (files[path] ?? '').replaceAll('\n', '\r\n') });
    expect(output.files.find((file) => file.path === path)?.change).toBe('unchanged');
  });
});

describe('docsPhase: evidence', () => {
  const verdictOf = async (command: string, check: TaskResult) => {
    const { output } = await document(full, { taskResults: [check] });
    return output.commands.find((entry) => entry.command === command);
  };

  it.each([
    [
      'the same command line',
      'docker compose up --detach --build --wait',
      'set -x\ndocker compose up --detach --build --wait\ncurl x',
      'passed',
      'check it-runs',
    ],
    [
      'the script with other arguments',
      'scripts/smoke-test.sh',
      './scripts/smoke-test.sh --url http://localhost:3000',
      'passed',
      'check it-runs',
    ],
    [
      'only its --dry-run',
      'scripts/deploy.sh TAG',
      'scripts/deploy.sh --dry-run v1',
      'skipped',
      'check it-runs ran it only with --dry-run',
    ],
    [
      'its --dry-run for the --dry-run',
      'scripts/deploy.sh --dry-run TAG',
      'scripts/deploy.sh --dry-run v1',
      'passed',
      'check it-runs',
    ],
    [
      'a linter on the script',
      'scripts/backup.sh',
      'shellcheck scripts/backup.sh',
      'skipped',
      'no check of the run covers it',
    ],
  ])('counts a command whose check ran %s', async (_what, command, checked, verdict, reason) => {
    expect(await verdictOf(command, passedCheck(checked))).toMatchObject({ verdict, reason });
  });

  it('takes over the reason of a skipped check, and marks the command in the document', async () => {
    const { output, files } = await document(full, { taskResults: [passedCheck('scripts/smoke-test.sh', 'skipped')] });
    expect(output.commands.find(({ command }) => command === 'scripts/smoke-test.sh')).toMatchObject({
      verdict: 'skipped',
      reason: 'no Docker engine answers',
    });
    expect(files['docs/runbooks/shop-delivery-runbook.md']).toContain(
      'scripts/smoke-test.sh\n```\n\n*Not proved by a check: no Docker engine answers.*',
    );
    expect(files['.claude/tasks/shop-delivery/DOCUMENTATION.md']).toMatch(
      /Commands tested: No \(\d+ of \d+ not proved; see Notes\)/,
    );
  });

  it('says Yes, and ticks the boxes, when every command passed', async () => {
    const { output } = await document(full);
    const all = passedCheck(output.commands.map(({ command }) => command).join('\n'));
    const { files, output: proved } = await document(full, { taskResults: [all] });
    expect(files['.claude/tasks/shop-delivery/DOCUMENTATION.md']).toContain('- Commands tested: Yes\n');
    expect(proved.checklist.map(({ met }) => met)).toEqual(Array(7).fill(true));
  });

  it('reads the verdicts of an earlier run from the task files when it runs alone', async () => {
    const task =
      '# T\n\n## Context\n\nx\n\n## Implementation\n\nx\n\n## Verification\n\n```bash check=smoke tier=live timeout=60\nscripts/smoke-test.sh\n```\n\n## Acceptance Criteria\n\n- [x] It answers (smoke)\n';
    const { output } = await document({ ...full, '.claude/tasks/shop-delivery/01-a.md': task });
    expect(output.commands.find(({ command }) => command === 'scripts/smoke-test.sh')).toMatchObject({
      verdict: 'passed',
      reason: 'check smoke',
    });
  });

  it('leaves the box for emergencies empty without contacts, and asks for them', async () => {
    const { output, files } = await document(repositories['images only'] ?? {});
    expect(output.checklist.find(({ text }) => text === 'Emergency procedures documented')?.met).toBe(false);
    expect(files['docs/runbooks/shop-delivery-runbook.md']).toContain('must fill in this table');
  });

  it('names the contacts that the repository names', async () => {
    const { files } = await document(full);
    expect(files['docs/runbooks/shop-delivery-runbook.md']).toContain(
      '| @shop/core | owns \\* | .github/CODEOWNERS:1 |',
    );
  });

  it('never shows the value of a secret', async () => {
    const { files } = await document(full);
    expect(
      markdownOf(files)
        .map(([, content]) => content)
        .join(),
    ).not.toContain('canary');
  });

  it('makes the same bytes again', async () => {
    expect((await document(full)).files).toEqual(
      (await document(Object.fromEntries(Object.entries(full).reverse()))).files,
    );
  });

  it('commits nothing without leave, or without a repository', async () => {
    const { context, output } = await document(full, { commit: false });
    expect([context.git.commits, output.commit]).toEqual([[], undefined]);
    const none = await document(full, {}, new InMemoryGit({ kind: 'none' }));
    expect(none.output.commit).toBeUndefined();
  });
});
