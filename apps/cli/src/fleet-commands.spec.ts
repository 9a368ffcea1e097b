import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { buildProgram } from './program.js';

let folder: string;
const before = { state: process.env['XDG_STATE_HOME'], url: process.env['DEVOPS_ORCHESTRATOR_DATABASE_URL'] };

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fleet-command-')));
  process.env['XDG_STATE_HOME'] = join(folder, 'state');
  delete process.env['DEVOPS_ORCHESTRATOR_DATABASE_URL'];
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  if (before.state === undefined) delete process.env['XDG_STATE_HOME'];
  else process.env['XDG_STATE_HOME'] = before.state;
  if (before.url !== undefined) process.env['DEVOPS_ORCHESTRATOR_DATABASE_URL'] = before.url;
});

/** Runs the command in this process and gives what it wrote. */
async function fleet(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    }),
  );
  try {
    return { status: await buildProgram(['node', 'devops-orchestrator', 'fleet', ...args]), ...written };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
}

function repository(name: string, manifest: object): string {
  const path = join(folder, name);
  mkdirSync(path);
  writeFileSync(join(path, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(path, 'server.js'), "require('express')().listen(process.env.PORT || 3000);\n");
  const git = (...words: readonly string[]) => execFileSync('git', ['-C', path, ...words], { stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'T');
  git('config', 'user.email', 't@example.com');
  git('add', '--all');
  git('commit', '--quiet', '--message=start');
  return path;
}

const application = {
  name: 'shop',
  main: 'server.js',
  scripts: { start: 'node server.js' },
  dependencies: { express: '5' },
};

describe('fleet', () => {
  it.each(['run', 'worker', 'status', 'cancel', 'retry'])('shows help for %s', async (name) => {
    const { status, stdout } = await fleet(name, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(`Usage: devops-orchestrator fleet ${name}`);
  });

  it.each<[string, readonly string[], number, string]>([
    ['no source', ['run'], 2, "missing required argument 'sources'"],
    ['no request', ['run', '.'], 2, 'expected a request'],
    ['F37', ['run', 'ext::sh -c x', '--request', 'Dockerize'], 2, 'Expected the URL of a repository'],
    ['F03', ['run', '--request', 'Dockerize', '--', '--upload-pack=x'], 2, 'expected a folder at --upload-pack=x'],
    ['no number', ['run', '.', '--concurrency', 'many'], 2, 'Expected a whole number'],
    ['a name that is no name', ['run', '.', '--request', 'Dockerize', '--fleet', '../x'], 2, "Expected a fleet's name"],
    ['--detach without workers', ['run', '.', '--request', 'Dockerize', '--detach'], 2, 'no database is named'],
    ['the Claude engine', ['run', '.', '--request', 'Dockerize', '--engine', 'claude'], 2, 'not part of this version'],
    ['another database', ['status', '--database-url', 'mysql://x/y'], 2, 'Expected the URL of a PostgreSQL database'],
    ['a worker without a database', ['worker'], 2, 'Expected a database'],
    ['a fleet that nobody knows', ['status', 'nothing'], 2, 'There is no fleet nothing'],
  ])('answers %s with its status and what to do', async (_case, args, status, message) => {
    const outcome = await fleet(...args);
    expect(outcome).toMatchObject({ status });
    expect(outcome.stderr).toContain(message);
    expect(outcome.stderr).not.toContain('    at ');
  });

  it('carries out a list on this machine, shows it, and starts nothing twice', async () => {
    repository('shop', application);
    repository('blog', { ...application, name: 'blog' });
    writeFileSync(
      join(folder, 'fleet.yaml'),
      'schemaVersion: 1\ndefaults: { verify: static }\nrepositories:\n  - path: shop\n    request: Dockerize this API\n  - path: blog\n    request: Add dark mode\n',
    );
    const args = ['run', join(folder, 'fleet.yaml'), '--fleet', 'two', '--output', join(folder, 'out')];
    const first = await fleet(...args);
    expect(first).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('2 repositories: 1 done, 1 refused.') as string,
    });
    expect(readFileSync(join(folder, 'out', 'fleet.md'), 'utf8')).toBe(first.stdout);
    const again = await fleet(...args, '--json');
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(readFileSync(join(folder, 'out', 'fleet.json'), 'utf8')));
    expect(JSON.parse(again.stdout)).toMatchObject({
      repositories: [
        { id: 'shop', state: 'done', attempt: 1 },
        { id: 'blog', state: 'refused', exitCode: 3 },
      ],
    });
    expect((await fleet('status')).stdout).toBe('two\n');
    expect((await fleet('status', 'two')).stdout).toBe(first.stdout);
  }, 60_000);

  it('clones a URL, and leaves a branch in a bundle', async () => {
    const source = repository('shop', application);
    const { status, stdout } = await fleet(
      'run',
      `file://${source}`,
      '--request',
      'Dockerize this API',
      '--verify',
      'static',
      '--branch',
      'infra',
      '--json',
    );
    expect(status).toBe(0);
    const [result] = (JSON.parse(stdout) as { repositories: { branch: string; bundle: string; commits: object[] }[] })
      .repositories;
    expect(result).toMatchObject({ branch: 'infra' });
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-C', source, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    expect(git('branch', '--list', 'infra')).toBe('');
    git('fetch', '--quiet', result?.bundle ?? '', 'infra:infra');
    expect(git('rev-list', '--count', 'main..infra').trim()).toBe(String(result?.commits.length));
    expect(git('show', 'infra:Dockerfile')).toContain('FROM node');
  }, 60_000);

  it('cancels nothing that has ended, and tries it again when it is told to', async () => {
    repository('shop', application);
    writeFileSync(
      join(folder, 'fleet.yaml'),
      'schemaVersion: 1\nrepositories:\n  - path: shop\n    request: Add dark mode\n    verify: static\n',
    );
    await fleet('run', join(folder, 'fleet.yaml'), '--fleet', 'one');
    expect(await fleet('cancel', 'one')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('0 runs are stopped') as string,
    });
    const { status, stdout } = await fleet('retry', 'one', 'shop', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ repositories: [{ attempt: 2, state: 'refused' }] });
  }, 60_000);
});
