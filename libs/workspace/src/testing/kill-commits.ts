import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openGit } from '../open-git.js';
import { TestRepository } from './repository.js';
import { bundleProgram, exitOf } from './start-orchestrator.js';
import type { BundledProgram } from './start-orchestrator.js';

/** Commits step after step, and says which before each. */
const source = `
  import { writeFileSync } from 'node:fs';
  import { openGit } from 'workspace';
  const [root, first] = process.argv.slice(2);
  const git = openGit(root);
  for (let step = Number(first); ; step += 1) {
    process.stdout.write(step + '\\n');
    writeFileSync(root + '/Dockerfile', 'FROM scratch # ' + step + '\\n');
    writeFileSync(root + '/src/step-' + step + '.txt', step + '\\n');
    await git.commit({ message: 'feat: step ' + step, paths: pathsOf(step), trailers: { Step: String(step) } });
  }
  function pathsOf(step) { return ['Dockerfile', 'src/step-' + step + '.txt']; }
`;

export interface KillReport {
  kills: number;
  /** Kills after which the step's commit was there already. */
  committed: number;
  /** Kills that left a lock. */
  locks: number;
  /** What was wrong: nothing, when all is well. */
  wrong: string[];
}

/** Longer than two commits take: a kill meets each of their moments. */
const longestMs = 60;
/** `git fsck` of a repository that grows takes longer each time. */
const killsPerRepository = 25;

/** Kills a committing process, its git commands with it, at random moments; each time repairs, looks, and commits again. */
export async function killCommits(kills: number): Promise<KillReport> {
  const report: KillReport = { kills: 0, committed: 0, locks: 0, wrong: [] };
  const program = bundleProgram(source);
  const temporary = () => readdirSync(tmpdir()).filter((name) => name.startsWith('devops-orchestrator-'));
  const before = temporary();
  try {
    while (report.kills < kills) {
      const repository = new TestRepository();
      const count = Math.min(killsPerRepository, kills - report.kills);
      await killInRepository(program, repository, count, report).finally(() => repository.remove());
    }
  } finally {
    program.remove();
  }
  const left = temporary().filter((name) => !before.includes(name));
  if (left.length > 0) report.wrong.push(`temporary folders: ${left.join(', ')}`);
  return report;
}

async function killInRepository(
  program: BundledProgram,
  repository: TestRepository,
  count: number,
  report: KillReport,
): Promise<void> {
  repository.write('staged.txt', 'staged by the user\n');
  repository.git('add', 'staged.txt');
  repository.write('README.md', '# Changed by the user\n');
  let step = 0;
  for (let kill = 0; kill < count; kill += 1) {
    step = await startAndKill(program, repository.root, step);
    report.kills += 1;
    await recover(repository, step, report).catch((error: unknown) => {
      report.wrong.push(`kill ${report.kills}: ${String(error)}`);
    });
    step += 1;
  }
  const commits = repository.git('log', '--format=%(trailers:key=Step,valueonly,separator=%x2c)').split('\n');
  const expected = [...Array(step).keys()].map(String).reverse();
  if (commits.join() !== expected.join()) report.wrong.push(`commits: ${commits.join(' ')}`);
}

/** @returns the step that it was at. */
async function startAndKill(program: BundledProgram, root: string, first: number): Promise<number> {
  const child = program.start(root, String(first));
  let output = '';
  const started = new Promise((settle) => child.stdout!.once('data', settle));
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await started;
  await sleep(Math.random() * longestMs);
  process.kill(-child.pid!, 'SIGKILL');
  await exitOf(child);
  return Number(output.trim().split('\n').at(-1));
}

async function recover(repository: TestRepository, step: number, report: KillReport): Promise<void> {
  const git = openGit(repository.root);
  if (await git.removeStaleIndexLock()) report.locks += 1;
  const locks = ['index.lock', 'HEAD.lock', 'refs/heads/main.lock'];
  const lock = locks.find((name) => existsSync(join(repository.root, '.git', name)));
  if (lock !== undefined) throw new Error(`${lock} is left`);
  repository.git('fsck', '--strict', '--no-dangling', '--no-progress');
  repository.git('rev-parse', '--verify', 'HEAD^{commit}');
  // what a killed write left half-written is written again before the commit is
  writeFileSync(join(repository.root, 'Dockerfile'), `FROM scratch # ${step}\n`);
  writeFileSync(join(repository.root, `src/step-${step}.txt`), `${step}\n`);
  const found = await git.findCommit({ Step: String(step) });
  if (found) report.committed += 1;
  const paths = ['Dockerfile', `src/step-${step}.txt`];
  if (!found) await git.commit({ message: `feat: step ${step}`, paths, trailers: { Step: String(step) } });
  const status = repository.git('status', '--porcelain');
  if (status !== 'M README.md\nA  staged.txt') throw new Error(`status: ${status}`);
}
