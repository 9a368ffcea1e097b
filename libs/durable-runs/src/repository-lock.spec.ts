import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrchestratorError } from '@devops-orchestrator/contracts';
import { exampleRunId } from '@devops-orchestrator/test-kit';
import type { LockOwner } from './lock-owner.js';
import type { ProcessIdentity } from './process-identity.js';
import { RepositoryLock } from './repository-lock.js';

const above = mkdtempSync(join(tmpdir(), 'repository-lock-'));
afterAll(() => rmSync(above, { recursive: true, force: true }));

const now = new Date('2026-01-01T12:00:00.000Z');
const self = { pid: 100, host: 'here', bootId: 'boot-2', pidNamespace: 'pid:[1]', processStartTime: '5000' };
/** Process 100 is this one; 200 lives, started at 7000; 300 lives, its start is not known. */
const identity: ProcessIdentity = {
  self,
  look: (pid) => ({ 100: { processStartTime: '5000' }, 200: { processStartTime: '7000' }, 300: {} })[pid],
};
const other: LockOwner = {
  ...self,
  nonce: '6f2c8a52-54a5-4a1e-9d0b-6a3f0f6f4b11',
  runId: exampleRunId,
  pid: 200,
  processStartTime: '7000',
  startedAt: '2026-01-01T11:00:00.000Z',
};

let number = 0;
function freshLock(content?: string, ageMs = 0) {
  const folder = join(above, String((number += 1)));
  mkdirSync(folder);
  const path = join(folder, 'lock');
  if (content !== undefined) {
    writeFileSync(path, content);
    utimesSync(path, now, new Date(now.getTime() - ageMs));
  }
  const lock = new RepositoryLock(path, () => identity, { now: () => now });
  return { folder, path, lock, read: () => JSON.parse(readFileSync(path, 'utf8')) as LockOwner };
}
const heldBy = (changes: Partial<LockOwner>) => freshLock(JSON.stringify({ ...other, ...changes }));
const errorOf = (action: Promise<unknown>) =>
  action.then(
    () => undefined,
    (error: unknown) => error as OrchestratorError,
  );

describe('RepositoryLock', () => {
  it('says who holds it, and is free again after the release', async () => {
    const { folder, lock, read } = freshLock();
    const held = await lock.take(exampleRunId);
    expect(held.takenOver).toBeUndefined();
    expect(read()).toEqual({ ...self, nonce: held.nonce, runId: exampleRunId, startedAt: now.toISOString() });
    expect((await lock.activeOwner())?.runId).toBe(exampleRunId);
    expect(readdirSync(folder)).toEqual(['lock']);
    await held.release();
    await held.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a second taker in the same process', async () => {
    const { lock } = freshLock();
    await lock.take(exampleRunId);
    expect((await errorOf(lock.take(exampleRunId)))?.code).toBe('repository-locked');
  });

  it.each<[string, Partial<LockOwner>]>([
    ['whose process is gone', { pid: 999 }],
    ['of before the reboot, though a process has its number', { bootId: 'boot-1' }],
    ['of before the reboot, in another container', { bootId: 'boot-1', pidNamespace: 'pid:[2]' }],
    ['whose number another process has now', { processStartTime: '6999' }],
    ['whose number this process has now', { pid: 100 }],
  ])('F44: takes over a lock %s, with a notice', async (_what, changes) => {
    const { folder, lock, read } = heldBy(changes);
    const held = await lock.take('01JD0000000000000000000001');
    expect(held.takenOver).toContain(`process ${changes.pid ?? 200} on here (run ${exampleRunId}, since 2026-01-01T11`);
    expect(read().nonce).toBe(held.nonce);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it.each<[string, Partial<LockOwner>, string]>([
    ['a living process', {}, 'Wait'],
    ['a living process, when the start was not recorded', { processStartTime: undefined }, 'Wait'],
    ['a living process, when its start cannot be seen', { pid: 300 }, 'Wait'],
    ['a process on another host', { host: 'elsewhere', pid: 999 }, 'remove'],
    ['a process in another container', { pidNamespace: 'pid:[2]', pid: 999 }, 'remove'],
  ])('F44: refuses a lock of %s, and says what to do', async (_what, changes, hint) => {
    const { path, lock } = heldBy(changes);
    const before = readFileSync(path, 'utf8');
    const error = await errorOf(lock.take('01JD0000000000000000000001'));
    expect(error).toMatchObject({ code: 'repository-locked', hint: expect.stringContaining(hint) as unknown });
    for (const fact of [String(changes.pid ?? 200), exampleRunId, other.startedAt])
      expect(error?.message).toContain(fact);
    if (hint === 'remove') expect(error?.hint).toContain(path);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('respects the lock of a newer version that says more', async () => {
    const { lock } = freshLock(JSON.stringify({ ...other, schemaVersion: 7, more: true }));
    expect((await errorOf(lock.take(exampleRunId)))?.code).toBe('repository-locked');
  });

  it.each([
    ['empty', ''],
    ['cut', '{"nonce": "6f2c'],
    ['something else', '12345\n'],
    ['a path in place of its name', JSON.stringify({ ...other, nonce: '../../x' })],
  ])('refuses a lock that is %s while it may be being written, and takes it over later', async (_what, content) => {
    expect((await errorOf(freshLock(content, 9_000).lock.take(exampleRunId)))?.code).toBe('repository-locked');
    const { folder, lock } = freshLock(content, 11_000);
    expect((await lock.take(exampleRunId)).takenOver).toContain('did not say who held it');
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('takes over what a killed process left in the middle of taking over, and removes the rest', async () => {
    const { folder, path, lock, read } = heldBy({ pid: 999 });
    const second = { ...other, pid: 998, nonce: '11111111-54a5-4a1e-9d0b-6a3f0f6f4b11' };
    writeFileSync(`${path}.after-${other.nonce}`, JSON.stringify(second));
    writeFileSync(`${path}.after-22222222-54a5-4a1e-9d0b-6a3f0f6f4b11`, JSON.stringify({ ...other, pid: 997 }));
    writeFileSync(`${path}.x.tmp`, JSON.stringify({ ...other, pid: 996 }));
    writeFileSync(`${path}.alive.tmp`, JSON.stringify(other));
    const held = await lock.take(exampleRunId);
    expect(held.takenOver).toContain('process 998');
    expect(read().nonce).toBe(held.nonce);
    expect(readdirSync(folder).sort()).toEqual(['lock', 'lock.alive.tmp']);
  });

  it('refuses while a living process is in the middle of taking over', async () => {
    const { path, lock } = heldBy({ pid: 999 });
    const taker = { ...other, nonce: '11111111-54a5-4a1e-9d0b-6a3f0f6f4b11' };
    writeFileSync(`${path}.after-${other.nonce}`, JSON.stringify(taker));
    expect((await errorOf(lock.take(exampleRunId)))?.message).toContain('process 200');
  });

  it('leaves a lock of somebody else alone when it is released or renamed', async () => {
    const { lock, path, read } = freshLock();
    const held = await lock.take(exampleRunId);
    writeFileSync(path, JSON.stringify(other));
    await held.nameRun('01JD0000000000000000000002');
    await held.release();
    expect(read()).toEqual(other);
  });

  it('can name its run later', async () => {
    const { lock, read, folder } = freshLock();
    const held = await lock.take(exampleRunId);
    await held.nameRun('01JD0000000000000000000002');
    expect(read()).toMatchObject({ nonce: held.nonce, runId: '01JD0000000000000000000002' });
    await held.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});
