import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { githubActionsCapability } from './github-actions.capability.js';
import { pipelineCases } from './pipeline-cases.js';

const linters: readonly [string, readonly string[]][] = [
  ['actionlint', ['-no-color']],
  ['zizmor', ['--offline', '--no-progress']],
];

describe.each(linters)('%s', (tool, args) => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'workflows-'));
    mkdirSync(join(folder, '.git'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(Object.keys(pipelineCases))('finds nothing in the files of "%s"', (name) => {
    const input = pipelineCases[name];
    if (input === undefined) throw new Error(name);
    const steps = githubActionsCapability.contribute(input).flatMap((contribution) => contribution.steps);
    const files = steps.flatMap((step) => (step.kind === 'file' ? [step] : []));
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    const paths = files.map(({ path }) => path).filter((path) => tool === 'zizmor' || path.includes('/workflows/'));
    const { FORCE_COLOR: _colour, ...environment } = process.env;
    const env = { ...environment, NO_COLOR: '1' };
    const result = spawnSync(tool, [...args, ...paths], { cwd: folder, encoding: 'utf8', env });
    expect(
      `${result.stdout}${result.status === 0 ? '' : result.stderr}`.replace(/^No findings to report.*\n/m, ''),
    ).toBe('');
    expect(result.status).toBe(0);
  });
});
