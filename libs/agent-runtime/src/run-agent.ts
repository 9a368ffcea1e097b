import type { BetaRunnableTool } from '@anthropic-ai/sdk/lib/tools/BetaRunnableTool';
import type { BetaToolRunner } from '@anthropic-ai/sdk/lib/tools/BetaToolRunner';
import type { BetaMessage, BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import type { AgentOutcome, AgentTool } from '@devops-orchestrator/contracts';
import { judgeFailure } from './api-failure.js';
import { billUsage } from './bill-usage.js';
import { memoryCheckpoint } from './checkpoint.js';
import type { CheckpointStore } from './checkpoint.js';
import { Conversation } from './conversation.js';
import { readReply, ReplyLostError } from './read-reply.js';
import { announceReply } from './announce-reply.js';
import { RetrySchedule } from './retry-schedule.js';
import { Deadline, interruption, requestFields, settle } from './run-settings.js';
import type { ModelCall, RunSettings } from './run-settings.js';
import { runnableTools } from './runnable-tools.js';
import { nextStep } from './stop-outcome.js';

export interface AgentRun extends ModelCall {
  tools: readonly AgentTool[];
  messages: readonly BetaMessageParam[];
  /** Absent: an interrupted run starts anew. */
  checkpoint?: CheckpointStore;
  /** Tokens of a conversation above which the API summarizes it; absent: never. */
  compactAboveTokens?: number;
}

type Runner = BetaToolRunner<true>;

/**
 * Lets a model use tools until it ends, a budget is reached, or it cannot go on. Each reply and each call is recorded before
 * the run goes on: a run that broke off, whatever the reason, goes on from its checkpoint, and no call runs twice.
 *
 * @throws {OrchestratorError} `engine-unavailable` (key, account, model), `model-request-refused`, `transient` when the API
 * keeps failing, `interrupted` by the signal, `run-not-resumable`, `configuration` when a cap in money cannot hold.
 */
export async function runAgent(run: AgentRun): Promise<AgentOutcome> {
  const settings = settle(run);
  const { model, system, messages } = run;
  const conversation = await Conversation.open(run.checkpoint ?? memoryCheckpoint(), { model, system, messages });
  settings.budget.charge(conversation.usage);
  if (conversation.outcome !== undefined) return conversation.outcome;
  const deadline = new Deadline(run.signal, settings.budget.remainingMs());
  const loop = new AgentLoop(run, settings, conversation, deadline.signal);
  try {
    return await loop.untilEnd();
  } catch (error) {
    if (error !== deadline.signal.reason) throw error;
    if (deadline.reached) return loop.budgetOutcome();
    throw interruption(run.signal);
  } finally {
    deadline.release();
  }
}

class AgentLoop {
  readonly #run: AgentRun;
  readonly #settings: RunSettings;
  readonly #conversation: Conversation;
  readonly #signal: AbortSignal;
  readonly #schedule: RetrySchedule;
  #tools: BetaRunnableTool[] = [];
  #lastReplyId: string | null = null;
  #broken: { error: unknown } | undefined;
  #compacting = false;
  #canCompact = true;

  constructor(run: AgentRun, settings: RunSettings, conversation: Conversation, signal: AbortSignal) {
    this.#run = run;
    this.#settings = settings;
    this.#conversation = conversation;
    this.#signal = signal;
    this.#schedule = new RetrySchedule(settings.retry, settings.timing, settings.emit);
  }

  /** One runner after the other: a lost reply ends its runner, and the next goes on from the same history. */
  async untilEnd(): Promise<AgentOutcome> {
    const { emit, redact, timing } = this.#settings;
    this.#tools = await runnableTools(this.#run.tools, {
      conversation: this.#conversation,
      redact,
      clock: timing.clock,
      signal: this.#signal,
      emit,
      broken: (error) => (this.#broken ??= { error }),
    });
    for (;;) {
      this.#signal.throwIfAborted();
      try {
        const outcome = await this.#converse();
        if (outcome.type !== 'budget') await this.#conversation.end(outcome);
        return outcome;
      } catch (error) {
        if (!(error instanceof ReplyLostError)) throw error;
        await this.#replyLost(error);
      }
    }
  }

  budgetOutcome(): AgentOutcome {
    const { budget } = this.#settings;
    const exhausted = budget.exhausted() ?? budget.timeExhaustion();
    return { type: 'budget', exhausted, waitingCalls: this.#conversation.waitingCalls, ...this.#conversation.facts };
  }

  async #converse(): Promise<AgentOutcome> {
    if (this.#settings.budget.exhausted() !== undefined) return this.budgetOutcome();
    await this.#answerWaitingReply();
    const runner = this.#openRunner(this.#conversation.messages);
    for await (const stream of runner) {
      const reply = await readReply(stream);
      this.#schedule.succeeded();
      const outcome = (await this.#take(reply, runner)) ?? this.#budgetStop();
      if (outcome !== undefined) return outcome;
    }
    throw new Error('the runner ended although the conversation goes on');
  }

  #budgetStop(): AgentOutcome | undefined {
    return this.#settings.budget.exhausted() === undefined ? undefined : this.budgetOutcome();
  }

  /** Takes a reply in. @returns the outcome when the conversation ends with it. */
  async #take(reply: BetaMessage, runner: Runner): Promise<AgentOutcome | undefined> {
    this.#charge(reply, true);
    if (this.#compacting) return this.#takeSummary(reply);
    announceReply(reply, this.#conversation, this.#settings.emit);
    this.#lastReplyId = reply.id;
    const next = nextStep(reply, this.#conversation.facts);
    if (next.step === 'end') return next.outcome;
    if (next.step === 'go-on') await this.#conversation.append(reply);
    else {
      await this.#conversation.awaitCalls(reply);
      const stop = this.#budgetStop();
      if (stop !== undefined) return stop;
      await this.#answerCalls(runner);
    }
    runner.setMessagesParams({ ...runner.params, messages: this.#conversation.messages, ...this.#diagnostics() });
    this.#compactIfLarge(reply, runner);
    return undefined;
  }

  /** Runs the calls of a reply that came before the run was interrupted. */
  async #answerWaitingReply(): Promise<void> {
    const { waitingReply, messages } = this.#conversation;
    if (waitingReply === undefined) return;
    await this.#answerCalls(this.#openRunner([...messages, waitingReply]));
  }

  async #answerCalls(runner: Runner): Promise<void> {
    const results = await runner.generateToolResponse(this.#signal);
    // results of calls that the signal stopped, or that are not recorded, are not told to the model
    this.#signal.throwIfAborted();
    if (this.#broken !== undefined) throw this.#broken.error;
    if (results === null) throw new Error('a reply with calls has no results');
    await this.#conversation.callsAnswered(results);
  }

  async #takeSummary(reply: BetaMessage): Promise<undefined> {
    this.#compacting = false;
    const summarized = reply.content.some((block) => block.type === 'compaction' && block.content);
    // it was billed, and would be after each turn
    if (!summarized) return void (this.#canCompact = false);
    await this.#conversation.compact(reply);
    this.#settings.emit({ type: 'compacted', turn: this.#conversation.usage.turns });
  }

  #compactIfLarge({ usage }: BetaMessage, runner: Runner): void {
    const { compactAboveTokens = Infinity } = this.#run;
    const read = (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
    const size = usage.input_tokens + read + usage.output_tokens;
    if (!this.#canCompact || size <= compactAboveTokens) return;
    this.#compacting = true;
    runner.compactBeforeNextTurn();
  }

  async #replyLost(error: ReplyLostError): Promise<void> {
    this.#compacting = false;
    if (error.partial !== undefined) this.#charge(error.partial, false);
    this.#signal.throwIfAborted();
    const { model, redact } = this.#settings;
    await this.#schedule.failed(judgeFailure(error.cause, model, redact), this.#signal);
  }

  #charge(reply: BetaMessage, complete: boolean): void {
    const usage = billUsage(reply, this.#settings.prices, complete);
    this.#conversation.bill(usage);
    this.#settings.budget.charge(usage);
    if (complete) this.#settings.emit({ type: 'turn-finished', turn: this.#conversation.usage.turns, usage });
  }

  /** Not async: the runner is thenable, and whoever awaits it runs it to its end. */
  #openRunner(messages: BetaMessageParam[]): Runner {
    const { effort, compactAboveTokens } = this.#run;
    return this.#settings.client.beta.messages.toolRunner(
      {
        ...requestFields(this.#run),
        // a thread of the API is gone after five minutes, which a build takes; and not every gateway knows threads
        thread: false,
        stream: true,
        // a tool that ran in the middle of a reply could run again after the reply is lost
        runToolsEagerly: false,
        messages,
        tools: this.#tools,
        ...(effort === undefined ? {} : { output_config: { effort } }),
        ...(compactAboveTokens === undefined ? {} : { betas: ['compact-2026-09-04' as const] }),
        ...this.#diagnostics(),
      },
      { signal: this.#signal },
    );
  }

  #diagnostics() {
    if (this.#run.cacheDiagnostics === false) return {};
    return { diagnostics: { previous_message_id: this.#lastReplyId } };
  }
}
