import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.devops-orchestrator-installed');

/** Installs the packages when the lock file is not what was installed last; exits with npm's status when that fails. */
export function installPackages() {
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.error('Installing packages (npm ci) …');
  runOrExit('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

/** Compiles the command; takes about a second when nothing changed. */
export function build() {
  runOrExit(process.execPath, [
    join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc'),
    '--build',
    'tsconfig.build.json',
  ]);
}

/** Runs a program in the checkout, its output on standard error; ends this process with its status when it fails. */
export function runOrExit(program, args, options = {}) {
  const windows = process.platform === 'win32' && program === 'npm';
  const result = spawnSync(windows ? 'npm.cmd' : program, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: windows,
    ...options,
  });
  if (result.error !== undefined) {
    console.error(`${program} could not be started: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0) process.exit(result.status ?? 1);
}
