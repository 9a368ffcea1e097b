import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { buildProgram } from './program.js';

/** Runs the command in this process and gives what it wrote. */
async function run(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    return { status: await buildProgram(['node', 'devops-orchestrator', ...args]), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'cli-'));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  return folder;
}

describe('buildProgram', () => {
  // whoever runs the tests may have a key, which they must not use
  beforeAll(() =>
    ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'].forEach((name) => Reflect.deleteProperty(process.env, name)),
  );

  it.each([
    'run',
    'resume',
    'status',
    'runs',
    'abort',
    'analyze',
    'plan',
    'implement',
    'document',
    'verify',
    'report',
    'doctor',
  ])('shows help for %s', async (name) => {
    const { status, stdout } = await run(name, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`Usage: devops-orchestrator ${name}`);
  });

  it.each<[string, readonly string[], number, string]>([
    ['no request', ['run'], 2, "required option '--request <text>' not specified"],
    ['an unknown option', ['analyze', '--nonsense'], 2, 'unknown option'],
    ['an unknown command', ['deploy'], 2, 'unknown command'],
    ['an unknown tier', ['run', '--request', 'x', '--verify', 'all'], 2, 'Allowed choices are'],
    ['the Claude engine', ['run', '--request', 'Dockerize', '--engine', 'claude'], 2, 'there is no key for it'],
    ['an empty request', ['run', '--request', ' '], 2, 'it is empty'],
    ['a feature that is no name', ['run', '--request', 'Dockerize', '--feature', '../x'], 2, 'kebab-case'],
    ['a repository that is no folder', ['analyze', '--repo', '/nonexistent'], 4, 'Expected a folder'],
    ['a file that is not there', ['verify', 'nothing.yaml'], 2, 'found none at nothing.yaml'],
  ])('answers %s with its status and what to do', async (_case, args, status, message) => {
    const outcome = await run(...args);
    expect(outcome).toMatchObject({ status });
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toContain('    at ');
  });

  it('prints errors as JSON when JSON was asked for', async () => {
    const { status, stdout } = await run('analyze', '--repo', '/nonexistent', '--json');
    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'repository-unusable' } });
  });

  it('prints the analysis as the public contract says', async () => {
    const folder = folderWith({ 'package.json': '{"name":"shop","dependencies":{"express":"1"}}' });
    const { status, stdout } = await run('analyze', '--repo', folder, '--json');
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual([
      'schemaVersion',
      'components',
      'services',
      'delivery',
      'notes',
    ]);
  });

  it('judges files and exits with 1 when one is broken, with 0 when advice was asked for', async () => {
    const folder = folderWith({ Dockerfile: 'FROM\n' });
    expect((await run('verify', '--repo', folder, '--verify', 'static')).status).toBe(1);
    expect((await run('verify', '--repo', folder, '--verify', 'static', '--advisory')).status).toBe(0);
  });
});
