import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openRunStore, systemIdentity } from './index.js';
import { bundleProgram } from './testing/bundle-program.js';

const above = mkdtempSync(join(tmpdir(), 'lock-'));
const program = bundleProgram('contender', above);
const children = new Set<ChildProcess>();
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await allGone();
});
afterAll(() => rmSync(above, { recursive: true, force: true }));

async function allGone(): Promise<void> {
  while (children.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.add(child);
  void once(child, 'exit').then(() => children.delete(child));
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}

describe('the lock, under real processes', () => {
  it('goes to exactly one of 8 processes that find one stale lock, in 30 rounds', async () => {
    const contenders = Array.from({ length: 8 }, () => start('once'));
    const dead = spawnSync('true').pid;
    for (let round = 0; round < 30; round += 1) {
      const folder = join(above, `stale-${round}`);
      mkdirSync(folder);
      const nonce = `00000000-0000-4000-8000-${String(round).padStart(12, '0')}`;
      const owner = { ...systemIdentity().self, pid: dead, nonce, runId: 'X', startedAt: '2026-01-01T00:00:00.000Z' };
      // half of the rounds find what a process left that was killed in the middle of taking over
      writeFileSync(join(folder, 'lock'), JSON.stringify(owner));
      const second = { ...owner, nonce: nonce.replace('00000000', '11111111') };
      if (round % 2 === 1) writeFileSync(join(folder, `lock.after-${nonce}`), JSON.stringify(second));
      for (const { child } of contenders) child.stdin.write(`${Date.now() + 30} ${folder}\n`);
      const answers = await Promise.all(contenders.map(async ({ lines }) => String((await lines.next()).value)));
      expect(answers.filter((answer) => answer !== 'refused')).toEqual([
        expect.stringContaining(`won: Took over the lock of process ${dead}`),
      ]);
      expect(readdirSync(folder)).toEqual(['lock']);
    }
  });

  it('never has two holders while holders and takers are killed', async () => {
    const folder = join(above, 'killed');
    mkdirSync(folder);
    const answers: string[] = [];
    let kills = 0;
    /** Most are killed while they hold the lock, some when they have released it or are about to take it again. */
    const enter = async (): Promise<void> => {
      const { child, lines } = start('loop', folder);
      for (;;) {
        const { value, done } = (await lines.next()) as IteratorResult<string, undefined>;
        if (done === true) return;
        answers.push(value);
        if (Math.random() > 0.3) continue;
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
        child.kill('SIGKILL');
        kills += 1;
        return kills < 25 ? enter() : undefined;
      }
    };
    await Promise.all([enter(), enter(), enter(), enter()]);
    await allGone();
    expect([...new Set(answers)].sort()).toEqual(['passed', 'took over']);
    expect(answers.filter((answer) => answer === 'took over').length).toBeGreaterThan(kills / 4);
    // an empty file that is a moment old might be being written
    const later = { now: () => new Date(Date.now() + 11_000), monotonicMs: () => 0 };
    const lock = await openRunStore(folder, { clock: later }).lock('01JD0000000000000000000001');
    await lock.release();
    expect(readdirSync(folder).filter((name) => name.startsWith('lock'))).toEqual([]);
  });
});
