import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideImages as provideImagesOf } from '@devops-orchestrator/test-kit';

export const checkout = join(import.meta.dirname, '..');
const command = join(checkout, 'apps', 'cli', 'dist', 'main.js');

export const exampleNames = readdirSync(join(checkout, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

export interface CommandOutcome {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built command as a user would: arguments as they are, no shell. */
export function orchestrator(
  args: readonly string[],
  cwd = checkout,
  environment: NodeJS.ProcessEnv = {},
): CommandOutcome {
  const result = spawnSync(process.execPath, [command, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 1_150_000,
    env: { ...process.env, NODE_OPTIONS: '', XDG_STATE_HOME: stateFolder, ...environment },
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}
const stateFolder = mkdtempSync(join(tmpdir(), 'e2e-state-'));

export function git(repository: string, ...args: readonly string[]): string {
  const result = spawnSync(
    'git',
    ['-C', repository, '-c', 'user.name=E2E', '-c', 'user.email=e2e@example.com', ...args],
    {
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
}

const folders: string[] = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A fresh folder, gone when the process ends. */
export function freshFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'e2e-')));
  folders.push(folder);
  return folder;
}

/** A fresh copy of an example's repository, committed. */
export function copyExample(name: string): { repository: string; request: string } {
  const repository = join(freshFolder(), name);
  cpSync(join(checkout, 'examples', name, 'repository'), repository, { recursive: true });
  commitAll(repository);
  return { repository, request: readFileSync(join(checkout, 'examples', name, 'request.txt'), 'utf8').trim() };
}

export function commitAll(repository: string): void {
  git(repository, 'init', '--quiet', '--initial-branch=main');
  git(repository, 'config', 'user.name', 'E2E');
  git(repository, 'config', 'user.email', 'e2e@example.com');
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--allow-empty', '--message=Initial state');
}

/** Makes the base images that the repository's files name, where the local kit is; elsewhere they are pulled. */
export function provideImages(repository: string): void {
  const paths = git(repository, 'ls-files')
    .split('\n')
    .filter((path) => /(?:Dockerfile|compose[^/]*\.ya?ml)$/.test(path));
  provideImagesOf(paths.map((path) => readFileSync(join(repository, path), 'utf8')));
}
