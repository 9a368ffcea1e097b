import type Anthropic from '@anthropic-ai/sdk';
import type { AgentAssignment, AgentPort, PhaseId } from '@devops-orchestrator/contracts';
import { askStructured } from './ask-structured.js';
import { Budget } from './budget.js';
import type { BudgetLimits } from './budget.js';
import type { CheckpointStore } from './checkpoint.js';
import type { PriceTable } from './prices.js';
import type { Redact } from './redact-keys.js';
import type { RetryPolicy } from './retry-schedule.js';
import { runAgent } from './run-agent.js';
import type { Effort, ModelCall } from './run-settings.js';
import { systemTiming } from './timing.js';
import type { Timing } from './timing.js';

/** Which model takes a role. */
export interface RoleModel {
  model: string;
  effort?: Effort;
  maxTokens?: number;
}

export interface ClaudeAgentOptions {
  client: Anthropic;
  /** Role to model; `default` for the others. */
  models: { readonly default: RoleModel } & Readonly<Record<string, RoleModel>>;
  /** Caps of the whole run, of each phase and of each task. Absent: none, but 200 turns a task. */
  limits?: { run?: BudgetLimits; phase?: BudgetLimits; task?: BudgetLimits };
  /** Where the conversation of a key is kept. */
  checkpoints(key: string): CheckpointStore;
  /** Tokens of a conversation above which the API summarizes it; absent: never. */
  compactAboveTokens?: number;
  /** False: the API is not asked why the prompt cache was missed; for gateways that do not know the question. */
  cacheDiagnostics?: boolean;
  prices?: PriceTable;
  redact?: Redact;
  retry?: RetryPolicy;
  timing?: Timing;
}

/** An agent that never ends by itself is ended. */
const defaultTaskLimits: BudgetLimits = { turns: 200 };

/** Claude behind the agent port: one budget for the run, one for each phase, one for each task. */
export class ClaudeAgent implements AgentPort {
  /** Of the whole run; charge it with what an earlier process of the run has spent in conversations that are over. */
  readonly budget: Budget;
  readonly #options: ClaudeAgentOptions;
  readonly #phases = new Map<PhaseId, Budget>();
  readonly #tasks = new Map<string, Budget>();

  constructor(options: ClaudeAgentOptions) {
    this.#options = options;
    const { clock } = options.timing ?? systemTiming;
    this.budget = new Budget('run', options.limits?.run ?? {}, clock);
  }

  /** Spends from the budgets of the assignment; the same phase and task name the same budget. */
  budgetOf({ phase, task = '' }: Pick<AgentAssignment, 'phase' | 'task'>): Budget {
    const { limits } = this.#options;
    const ofPhase = take(this.#phases, phase, () => this.budget.child('phase', limits?.phase ?? {}));
    return take(this.#tasks, `${phase}/${task}`, () => ofPhase.child('task', limits?.task ?? defaultTaskLimits));
  }

  work: AgentPort['work'] = (request) =>
    runAgent({
      ...this.#call(request),
      tools: request.tools,
      messages: [{ role: 'user', content: request.prompt }],
      checkpoint: this.#options.checkpoints(request.key),
      ...definedOnly({ compactAboveTokens: this.#options.compactAboveTokens }),
    });

  ask: AgentPort['ask'] = (question) =>
    askStructured({
      ...this.#call(question),
      messages: [{ role: 'user', content: question.prompt }],
      schema: question.schema,
    });

  charge: AgentPort['charge'] = (assignment, usage) => this.budgetOf(assignment).charge(usage);

  #call(assignment: AgentAssignment): ModelCall {
    const { client, models, cacheDiagnostics, prices, redact, retry, timing } = this.#options;
    return {
      client,
      ...(models[assignment.role] ?? models.default),
      system: assignment.system,
      budget: this.budgetOf(assignment),
      signal: assignment.signal,
      emit: (event) => assignment.emit(event),
      ...definedOnly({ cacheDiagnostics, prices, redact, retry, timing }),
    };
  }
}

function take<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function definedOnly<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
