// Does all the set-up and runs the main job: node setup/run.mjs --repo=PATH --request="…"
// Without --repo it works on a fresh copy of a shipped example, outside the checkout.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, installPackages, root } from './prepare.mjs';

const example = 'mono-api-spa-worker';
const args = process.argv.slice(2);

installPackages();
build();
const named = args.some((arg) => arg === '--repo' || arg.startsWith('--repo='));
const command = named ? ['run', ...args] : ['run', ...demoArguments(), ...args];
const child = spawn(process.execPath, [join(root, 'apps', 'cli', 'dist', 'main.js'), ...command], { stdio: 'inherit' });
for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
process.on('SIGINT', () => undefined);
child.on('close', (code) => process.exit(code ?? 1));

function demoArguments() {
  const repository = join(mkdtempSync(join(tmpdir(), 'devops-orchestrator-')), example);
  cpSync(join(root, 'examples', example, 'repository'), repository, { recursive: true });
  const git = (...words) =>
    spawnSync('git', ['-C', repository, '-c', 'user.name=Demo', '-c', 'user.email=demo@example.com', ...words]);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=The example as it was');
  console.error(`No --repo given: working on a copy of examples/${example} in ${repository}`);
  const asked = args.some((arg) => arg === '--request' || arg.startsWith('--request='));
  const request = readFileSync(join(root, 'examples', example, 'request.txt'), 'utf8').trim();
  return ['--repo', repository, ...(asked ? [] : ['--request', request])];
}
