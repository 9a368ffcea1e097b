import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { OrchestratorError, type RunLock } from '@devops-orchestrator/contracts';
import { newRunId, openRunStore, systemIdentity } from '../index.js';

const { self, look } = systemIdentity();

/** Tries once: the lock, or undefined when another process has it. */
async function tryLock(folder: string): Promise<RunLock | undefined> {
  try {
    return await openRunStore(folder).lock(newRunId());
  } catch (error) {
    if (error instanceof OrchestratorError && error.code === 'repository-locked') return undefined;
    throw error;
  }
}

/** Enters and leaves a place where one process may be at a time, as long as it is allowed to live. */
async function pass(folder: string): Promise<void> {
  const lock = await tryLock(folder);
  if (lock === undefined) return;
  const place = join(folder, 'place');
  const before = existsSync(place) ? (JSON.parse(readFileSync(place, 'utf8')) as typeof self) : undefined;
  if (before !== undefined && look(before.pid)?.processStartTime === before.processStartTime) {
    console.log(`violation: ${before.pid} is there too`);
  }
  writeFileSync(`${place}.new`, JSON.stringify(self));
  renameSync(`${place}.new`, place);
  console.log(lock.takenOver === undefined ? 'passed' : 'took over');
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 8));
  rmSync(place);
  await lock.release();
}

const [mode, ...folders] = process.argv.slice(2);
if (mode === 'once') {
  // each line: a moment to wait for, and the folder
  for await (const line of createInterface({ input: process.stdin })) {
    const [moment, folder] = line.split(' ');
    while (Date.now() < Number(moment));
    const lock = await tryLock(folder!);
    console.log(lock === undefined ? 'refused' : `won: ${lock.takenOver}`);
  }
} else {
  for (;;) await pass(folders[0]!);
}
