import { createHash } from 'node:crypto';
import { open, readdir, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createExclusively, temporarySuffix } from './exclusive-file.js';
import { LockOwner } from './lock-owner.js';
import { systemCode } from './system-refusal.js';

/** A lock file as it was found. */
export interface FoundLock {
  /** The owner's nonce; for an unreadable file, a digest that no later file has. */
  name: string;
  /** Absent when the file is empty or not a lock. */
  owner?: LockOwner;
  modifiedAt: Date;
}

/**
 * A lock file whose dead owner can be replaced by exactly one of any number of processes, with no lock to guard the
 * replacement. The successor of owner N is who creates `lock.after-N`; the holder is the end of that chain. A successor
 * then renames its file to `lock`, which ends the chain at once. A process that creates `lock.after-N` later than that
 * finds that the chain does not lead to it, takes its file away and looks again. As no name comes twice, nobody ever
 * removes or replaces the file of a living owner.
 */
export class LockChain {
  readonly path: string;
  constructor(path: string) {
    this.path = path;
  }

  /** Who holds the lock, dead or alive; undefined when it is free. */
  async holder(): Promise<FoundLock | undefined> {
    let last: FoundLock | undefined;
    for (let path = this.path; ; path = this.#after(last)) {
      const found = await readLock(path);
      if (found === undefined) return last;
      last = found;
    }
  }

  /** Takes the free lock, or succeeds the holder, which must be dead. @returns false when another process was faster. */
  async succeed(holder: FoundLock | undefined, owner: LockOwner): Promise<boolean> {
    const path = holder === undefined ? this.path : this.#after(holder);
    if (!(await createExclusively(path, `${JSON.stringify(owner)}\n`))) return false;
    if (holder === undefined) return true;
    if ((await this.holder())?.name === owner.nonce) {
      await rename(path, this.path);
      return true;
    }
    await unlink(path).catch(() => undefined);
    return false;
  }

  /**
   * Removes what killed processes left: claims, and files that were not in place yet. For the holder alone: as long as it
   * lives, no claim but the one that follows it can win.
   */
  async sweep(isGone: (found: FoundLock) => boolean): Promise<void> {
    const folder = dirname(this.path);
    const prefix = `${basename(this.path)}.`;
    for (const name of await readdir(folder)) {
      if (!name.startsWith(prefix)) continue;
      const path = join(folder, name);
      const found = await readLock(path);
      const isPending = name.endsWith(temporarySuffix);
      if (found !== undefined && (!isPending || isGone(found))) await unlink(path).catch(() => undefined);
    }
  }

  #after(found: FoundLock | undefined): string {
    return found === undefined ? this.path : `${this.path}.after-${found.name}`;
  }
}

async function readLock(path: string): Promise<FoundLock | undefined> {
  try {
    const handle = await open(path, 'r');
    try {
      const [{ mtime, ino }, text] = [await handle.stat(), await handle.readFile('utf8')];
      const owner = parseOwner(text);
      const digest = createHash('sha256').update(`${ino} ${mtime.getTime()} ${text}`).digest('hex').slice(0, 32);
      return { name: owner?.nonce ?? digest, ...(owner === undefined ? {} : { owner }), modifiedAt: mtime };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    return LockOwner.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
