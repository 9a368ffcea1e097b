import type { BetaMessage, BetaMessageParam } from '@anthropic-ai/sdk/resources/beta/messages/messages';
import { addUsage, describeIssues, noUsage } from '@devops-orchestrator/contracts';
import type { AgentAnswer, AgentUsage } from '@devops-orchestrator/contracts';
import type { z } from 'zod';
import { judgeFailure } from './api-failure.js';
import { billUsage } from './bill-usage.js';
import { textOf } from './conversation.js';
import { readReply, ReplyLostError } from './read-reply.js';
import { RetrySchedule } from './retry-schedule.js';
import { Deadline, interruption, requestFields, settle } from './run-settings.js';
import type { ModelCall, RunSettings } from './run-settings.js';
import { refusalDetails } from './stop-outcome.js';

export interface StructuredQuestion<T> extends ModelCall {
  messages: readonly BetaMessageParam[];
  /** Checked here as well: the API holds the answer to the form alone, not to lengths, ranges and counts. */
  schema: z.ZodType<T>;
}

/** How often an answer that does not fit is sent back. */
const asksAgain = 1;

/**
 * Asks for one value of a schema. An answer that does not fit is sent back once with what is wrong. Every reply is billed,
 * whatever became of it.
 *
 * @throws {OrchestratorError} as `runAgent` does.
 */
export async function askStructured<T>(question: StructuredQuestion<T>): Promise<AgentAnswer<T>> {
  const settings = settle(question);
  const deadline = new Deadline(question.signal, settings.budget.remainingMs());
  const asking = new Asking(question, settings, deadline.signal);
  try {
    return await asking.untilAnswered();
  } catch (error) {
    if (error !== deadline.signal.reason) throw error;
    if (deadline.reached) return asking.budgetAnswer();
    throw interruption(question.signal);
  } finally {
    deadline.release();
  }
}

class Asking<T> {
  readonly #question: StructuredQuestion<T>;
  readonly #settings: RunSettings;
  readonly #signal: AbortSignal;
  readonly #schedule: RetrySchedule;
  #usage: AgentUsage = noUsage;

  constructor(question: StructuredQuestion<T>, settings: RunSettings, signal: AbortSignal) {
    this.#question = question;
    this.#settings = settings;
    this.#signal = signal;
    this.#schedule = new RetrySchedule(settings.retry, settings.timing, settings.emit);
  }

  async untilAnswered(): Promise<AgentAnswer<T>> {
    const messages = [...this.#question.messages];
    for (let asked = 0; ; asked += 1) {
      if (this.#settings.budget.exhausted() !== undefined) return this.budgetAnswer();
      const reply = await this.#reply(messages);
      const answer = this.#judge(reply);
      if (answer.type !== 'invalid' || asked === asksAgain) return answer;
      messages.push({ role: 'assistant', content: reply.content as BetaMessageParam['content'] & object });
      messages.push({ role: 'user', content: correction(answer.issues) });
    }
  }

  budgetAnswer(): AgentAnswer<T> {
    const { budget } = this.#settings;
    const exhausted = budget.exhausted() ?? budget.timeExhaustion();
    return { type: 'budget', exhausted, usage: this.#usage };
  }

  async #reply(messages: readonly BetaMessageParam[]): Promise<BetaMessage> {
    const { client, model, redact } = this.#settings;
    const format = await formatOf(this.#question.schema);
    const { effort } = this.#question;
    for (;;) {
      this.#signal.throwIfAborted();
      try {
        const body = { ...requestFields(this.#question), messages: [...messages] };
        const output_config = { format, ...(effort === undefined ? {} : { effort }) };
        const reply = await readReply(
          client.beta.messages.stream({ ...body, output_config }, { signal: this.#signal }),
        );
        this.#schedule.succeeded();
        this.#charge(reply, true);
        return reply;
      } catch (error) {
        if (!(error instanceof ReplyLostError)) throw error;
        if (error.partial !== undefined) this.#charge(error.partial, false);
        this.#signal.throwIfAborted();
        await this.#schedule.failed(judgeFailure(error.cause, model, redact), this.#signal);
      }
    }
  }

  #charge(reply: BetaMessage, complete: boolean): void {
    const usage = billUsage(reply, this.#settings.prices, complete);
    this.#usage = addUsage(this.#usage, usage);
    this.#settings.budget.charge(usage);
    if (complete) this.#settings.emit({ type: 'turn-finished', turn: this.#usage.turns, usage });
  }

  #judge(reply: BetaMessage): AgentAnswer<T> {
    const facts = { usage: this.#usage, model: reply.model };
    switch (reply.stop_reason) {
      case 'end_turn':
      case 'stop_sequence':
        return { ...this.#read(textOf(reply)), ...facts };
      case 'max_tokens':
        return { type: 'cut-off', ...facts };
      case 'model_context_window_exceeded':
        return { type: 'context-full', ...facts };
      case 'refusal':
        return { type: 'refused', ...refusalDetails(reply), ...facts };
      default:
        return { type: 'stopped', stopReason: String(reply.stop_reason), ...facts };
    }
  }

  #read(text: string) {
    const parsed = parseJson(text);
    if (parsed === undefined) return { type: 'invalid' as const, issues: ['the answer is not JSON'], text };
    const checked = this.#question.schema.safeParse(parsed.value);
    if (checked.success) return { type: 'answered' as const, value: checked.data };
    return { type: 'invalid' as const, issues: describeIssues(checked.error), text };
  }
}

/** Form of the answer; without the SDK's own parser, which throws a failed reply and what it cost away. */
async function formatOf(schema: z.ZodType): Promise<{ type: 'json_schema'; schema: Record<string, unknown> }> {
  const { zodOutputFormat } = await import('@anthropic-ai/sdk/helpers/zod');
  const { type, schema: jsonSchema } = zodOutputFormat(schema);
  return { type, schema: jsonSchema };
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function correction(issues: readonly string[]): string {
  const list = issues.slice(0, 20).map((issue) => `- ${issue}`);
  return `The answer does not fit the schema:\n${list.join('\n')}\nAnswer again with the whole value, corrected.`;
}
