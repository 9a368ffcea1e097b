// npm run bench: start-up, analysis and a whole static run, as ratios and limits measured in one go.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, root } from '../setup/prepare.mjs';

const command = join(root, 'apps', 'cli', 'dist', 'main.js');
const example = 'express-postgres';
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
build();

const help = median(() => node([command, '--help']));
const floor = median(() => node(['-e', '0']));
line('--help', `${(help / floor).toFixed(2)} x node -e 0`, 'at most 2.5 x', help / floor <= 2.5);

const large = makeLargeRepository(10_000);
const analysis = measure([command, 'analyze', '--repo', large, '--json']);
line(
  'analyze, 10,000 files',
  `${analysis.seconds.toFixed(2)} s, ${analysis.megabytes} MB`,
  'under 2 s, 300 MB',
  analysis.seconds < 2 && analysis.megabytes < 300,
);

const seconds = staticRun('plain').seconds;
const { gitSeconds } = staticRun('traced');
line(
  'run --verify static',
  `${(seconds - gitSeconds).toFixed(2)} s beyond git (${gitSeconds.toFixed(2)} s)`,
  'under 3 s',
  seconds - gitSeconds < 3,
);
rmSync(folder, { recursive: true, force: true });

function line(what, measured, limit, met) {
  console.log(`${met ? 'ok  ' : 'OVER'} ${what.padEnd(24)} ${measured.padEnd(36)} (${limit})`);
}

function node(args) {
  const started = process.hrtime.bigint();
  spawnSync(process.execPath, args, { stdio: 'ignore' });
  return Number(process.hrtime.bigint() - started) / 1e9;
}

function median(run) {
  run();
  const times = Array.from({ length: 9 }, run).sort((a, b) => a - b);
  return times[4];
}

/** Wall seconds, and the peak of resident memory that the process itself reports at its end. */
function measure(args) {
  const report = join(folder, 'memory');
  const hook = `data:text/javascript,${encodeURIComponent(`import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`)}`;
  const started = process.hrtime.bigint();
  spawnSync(process.execPath, ['--import', hook, ...args], { stdio: 'ignore' });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return { seconds, megabytes: Math.round(Number(readFileSync(report, 'utf8')) / 1024) };
}

function makeLargeRepository(files) {
  const repository = join(folder, 'large');
  cpSync(join(root, 'examples', example, 'repository'), repository, { recursive: true });
  for (let index = 0; index < files; index += 1) {
    const below = join(repository, 'src', `part-${index % 100}`);
    if (index < 100) mkdirSync(below, { recursive: true });
    writeFileSync(
      join(below, `module-${index}.ts`),
      `export const value${index} = process.env.VALUE_${index % 50} ?? ${index};\n`.repeat(20),
    );
  }
  return repository;
}

/** A whole run; `traced`: with a git that writes down how long each of its calls took (and costs a shell each). */
function staticRun(kind) {
  const repository = join(folder, kind);
  cpSync(join(root, 'examples', example, 'repository'), repository, { recursive: true });
  const real = spawnSync('bash', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
  const git = (...args) =>
    spawnSync(real, ['-C', repository, '-c', 'user.name=B', '-c', 'user.email=b@example.com', ...args]);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message=start');
  const bin = join(folder, 'bin');
  const log = join(folder, 'git.log');
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, 'git'),
    `#!/bin/bash\nstart=$(date +%s%N)\n${real} "$@"\nstatus=$?\necho $(( $(date +%s%N) - start )) >>${log}\nexit $status\n`,
  );
  chmodSync(join(bin, 'git'), 0o755);
  const started = process.hrtime.bigint();
  const result = spawnSync(
    process.execPath,
    [command, 'run', '--repo', repository, '--request', 'Make this production-ready', '--verify', 'static'],
    {
      env: kind === 'traced' ? { ...process.env, PATH: `${bin}:${process.env.PATH}` } : process.env,
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) throw new Error(`The run ended with ${result.status}: ${result.stderr}`);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').map(Number) : [];
  return { seconds, gitSeconds: calls.reduce((sum, time) => sum + time, 0) / 1e9 };
}
