import { createHash } from 'node:crypto';
import type { BetaMessage, BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import { addUsage, noUsage, OrchestratorError } from '@devops-orchestrator/contracts';
import type { AgentOutcome, AgentUsage, CacheMiss, RefusedCall } from '@devops-orchestrator/contracts';
import type { AgentCheckpoint, CallRecord, CheckpointStore } from './checkpoint.js';

/** What a conversation is about; a checkpoint of another one is refused. */
export interface ConversationStart {
  model: string;
  system: readonly string[];
  messages: readonly BetaMessageParam[];
}

export interface CallResult {
  content: string;
  isError: boolean;
}

/** The state of one conversation; on the disk before the run goes on. */
export class Conversation {
  readonly #store: CheckpointStore;
  readonly #state: AgentCheckpoint;
  #saving: Promise<void> = Promise.resolve();

  private constructor(store: CheckpointStore, state: AgentCheckpoint) {
    this.#store = store;
    this.#state = state;
  }

  /**
   * Goes on from the checkpoint, or starts anew where there is none.
   *
   * @throws {OrchestratorError} `run-not-resumable` when the checkpoint is of another conversation.
   */
  static async open(store: CheckpointStore, start: ConversationStart): Promise<Conversation> {
    const digest = createHash('sha256').update(JSON.stringify(start)).digest('hex');
    const saved = await store.load();
    if (saved === undefined) return new Conversation(store, freshState(digest, start));
    if (saved.conversation !== digest) {
      throw new OrchestratorError('run-not-resumable', 'The checkpoint belongs to another conversation.', {
        hint: 'The model, the prompt or the repository changed since the run was interrupted: start it anew.',
      });
    }
    return new Conversation(store, saved);
  }

  /** The history as it is sent next. */
  get messages(): BetaMessageParam[] {
    return this.#state.messages as BetaMessageParam[];
  }

  /** The reply whose calls are not all answered yet. */
  get waitingReply(): BetaMessageParam | undefined {
    return this.#state.waiting?.reply as BetaMessageParam | undefined;
  }

  /** Tools of the waiting reply that have no result, in the order of the model. */
  get waitingCalls(): string[] {
    const { waiting } = this.#state;
    if (waiting === undefined || typeof waiting.reply.content === 'string') return [];
    return waiting.reply.content.flatMap((block) => {
      const { type, id, name } = block as { type: string; id?: string; name?: string };
      return type === 'tool_use' && waiting.calls[id ?? '']?.state !== 'done' ? [name ?? ''] : [];
    });
  }

  get usage(): AgentUsage {
    return this.#state.usage;
  }

  /** How it ended, when it has ended for good. */
  get outcome(): AgentOutcome | undefined {
    return this.#state.outcome;
  }

  /** What every outcome tells. */
  get facts(): Pick<AgentOutcome, 'text' | 'model' | 'usage' | 'refusedCalls' | 'cacheMisses'> {
    const { text, model, usage, refusedCalls, cacheMisses } = this.#state;
    return { text, usage, refusedCalls: [...refusedCalls], cacheMisses: [...cacheMisses], ...(model && { model }) };
  }

  /** Counts what was billed, for a lost reply as well; saved with the next change. */
  bill(usage: AgentUsage): void {
    this.#state.usage = addUsage(this.#state.usage, usage);
  }

  noteReply(reply: BetaMessage): void {
    this.#state.model = reply.model;
    this.#state.text = textOf(reply);
  }

  noteCacheMiss(miss: CacheMiss): void {
    this.#state.cacheMisses.push(miss);
  }

  /** Adds a reply that calls no tool and that the model goes on from. */
  async append(reply: BetaMessage): Promise<void> {
    this.#state.messages.push(asParam(reply));
    await this.#save();
  }

  /** Keeps a reply until its calls are answered. */
  async awaitCalls(reply: BetaMessage): Promise<void> {
    this.#state.waiting = { reply: asParam(reply), calls: {} };
    await this.#save();
  }

  /** What is known of a call of the waiting reply. */
  callRecord(id: string): CallRecord | undefined {
    return this.#state.waiting?.calls[id];
  }

  async callStarted(id: string): Promise<void> {
    this.#waitingRecords()[id] = { state: 'started' };
    await this.#save();
  }

  async callDone(id: string, result: CallResult, refusal?: RefusedCall): Promise<void> {
    this.#waitingRecords()[id] = { state: 'done', ...result };
    if (refusal !== undefined) this.#state.refusedCalls.push(refusal);
    await this.#save();
  }

  /** Moves the waiting reply and its results into the history. */
  async callsAnswered(results: BetaMessageParam): Promise<void> {
    const { waiting } = this.#state;
    if (waiting === undefined) throw new Error('no reply waits for results');
    this.#state.messages.push(waiting.reply, results as AgentCheckpoint['messages'][number]);
    delete this.#state.waiting;
    await this.#save();
  }

  /** Replaces the history by its summary. */
  async compact(summary: BetaMessage): Promise<void> {
    this.#state.messages.splice(0, Infinity, asParam(summary));
    await this.#save();
  }

  async end(outcome: AgentOutcome): Promise<void> {
    this.#state.outcome = outcome;
    await this.#save();
  }

  #waitingRecords(): Record<string, CallRecord> {
    const { waiting } = this.#state;
    if (waiting === undefined) throw new Error('no reply waits for results');
    return waiting.calls;
  }

  /** One save after the other; each holds the state of its own moment or a later one. */
  async #save(): Promise<void> {
    const next = this.#saving.then(() => this.#store.save(this.#state));
    this.#saving = next.catch(() => undefined);
    await next;
  }
}

function freshState(conversation: string, { messages }: ConversationStart): AgentCheckpoint {
  return {
    schemaVersion: 1,
    conversation,
    messages: JSON.parse(JSON.stringify(messages)) as AgentCheckpoint['messages'],
    usage: noUsage,
    text: '',
    refusedCalls: [],
    cacheMisses: [],
  };
}

function asParam({ role, content }: BetaMessage): AgentCheckpoint['messages'][number] {
  return { role, content } as unknown as AgentCheckpoint['messages'][number];
}

/** The words of a reply, without its thoughts. */
export function textOf(reply: Pick<BetaMessage, 'content'>): string {
  return reply.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}
