import { randomUUID } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { Clock, RunLock } from '@devops-orchestrator/contracts';
import { replaceFile } from './exclusive-file.js';
import { LockChain } from './lock-chain.js';
import type { FoundLock } from './lock-chain.js';
import { judgeOwner } from './lock-owner.js';
import type { LockOwner, OwnerState } from './lock-owner.js';
import type { ProcessIdentity } from './process-identity.js';

/** A lock that cannot be read is no longer being written when it is older than this. */
const unreadableForMs = 10_000;

/** The lock of one repository, held by at most one process. */
export class RepositoryLock {
  readonly #identity: () => ProcessIdentity;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #chain: LockChain;

  constructor(path: string, identity: () => ProcessIdentity, clock: Pick<Clock, 'now'>) {
    this.#identity = identity;
    this.#clock = clock;
    this.#chain = new LockChain(path);
  }

  /** @throws {OrchestratorError} `repository-locked` when its holder lives, or may live. */
  async take(runId: string): Promise<HeldLock> {
    const startedAt = this.#clock.now().toISOString();
    const owner: LockOwner = { nonce: randomUUID(), runId, ...this.#identity().self, startedAt };
    // each further pass means that another process came or went meanwhile
    for (;;) {
      const holder = await this.#chain.holder();
      if (holder !== undefined) this.#assertGone(holder);
      if (!(await this.#chain.succeed(holder, owner))) continue;
      await this.#chain.sweep((found) => this.#stateOf(found) === 'gone');
      return new HeldLock(this.#chain, owner, holder && noticeOf(holder));
    }
  }

  /** The run that a living process, or one that may live, works on. */
  async activeOwner(): Promise<LockOwner | undefined> {
    const holder = await this.#chain.holder();
    return holder === undefined || this.#stateOf(holder) === 'gone' ? undefined : holder.owner;
  }

  #stateOf({ owner, modifiedAt }: FoundLock): OwnerState {
    if (owner !== undefined) return judgeOwner(owner, this.#identity());
    return this.#clock.now().getTime() - modifiedAt.getTime() > unreadableForMs ? 'gone' : 'alive';
  }

  #assertGone(found: FoundLock): void {
    const state = this.#stateOf(found);
    if (state === 'gone') return;
    const { path } = this.#chain;
    if (found.owner === undefined) {
      throw new OrchestratorError('repository-locked', `Expected the lock ${path} to say who holds it, it does not.`, {
        hint: 'Another process may be writing it: try again in some seconds.',
      });
    }
    const { host } = found.owner;
    throw new OrchestratorError(
      'repository-locked',
      `Expected the repository to be free, it is locked by ${describe(found.owner)}.`,
      {
        hint:
          state === 'alive'
            ? 'Wait until that run has ended, or stop that process; then try again.'
            : `Whether it still runs cannot be seen from here. When nothing runs on ${host} any more, remove ${path}.`,
      },
    );
  }
}

/** A lock of this process. */
export class HeldLock implements RunLock {
  readonly #chain: LockChain;
  #owner: LockOwner;
  readonly takenOver: string | undefined;
  #isHeld = true;

  constructor(chain: LockChain, owner: LockOwner, takenOver: string | undefined) {
    this.#chain = chain;
    this.#owner = owner;
    this.takenOver = takenOver;
  }

  get nonce(): string {
    return this.#owner.nonce;
  }

  /** Says in the lock which run its owner works on, when that was not known before. */
  async nameRun(runId: string): Promise<void> {
    if (!this.#isHeld || this.#owner.runId === runId || !(await this.#isOurs())) return;
    this.#owner = { ...this.#owner, runId };
    await replaceFile(this.#chain.path, `${JSON.stringify(this.#owner)}\n`);
  }

  async release(): Promise<void> {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    if (await this.#isOurs()) await unlink(this.#chain.path);
  }

  async #isOurs(): Promise<boolean> {
    return (await this.#chain.holder())?.name === this.#owner.nonce;
  }
}

function noticeOf({ owner }: FoundLock): string {
  if (owner === undefined) return 'Took over a lock that did not say who held it.';
  return `Took over the lock of ${describe(owner)}, which is gone.`;
}

function describe({ pid, host, runId, startedAt }: LockOwner): string {
  return `process ${pid} on ${host} (run ${runId}, since ${startedAt})`;
}
