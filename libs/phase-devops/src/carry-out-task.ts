import {
  addShares,
  type AgentShare,
  type CheckResult,
  inStep,
  type PhaseContext,
  type PlannedWrite,
  type TaskCheck,
  type WrittenFile,
} from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import { instructionsOf } from './agent/brief-agent.js';
import { type Conversation, converse, isCarriedOut } from './agent/converse.js';
import { type AgentFiles, readAgentFiles } from './agent/read-agent-files.js';
import type { DevopsInput } from './contract.js';
import type { PreparedTask } from './prepare-task.js';
import type { Requirements } from './requirements.js';
import { runCheck } from './run-check.js';
import { runChecks } from './run-checks.js';

/** How often a model may repair a task whose checks fail. */
export const repairRounds = 2;

/** A task under way. */
export interface TaskRun {
  name: string;
  input: DevopsInput;
  prepared: PreparedTask;
  requirements: Requirements;
  context: PhaseContext;
}

/** What carrying a task out showed; the files are written, nothing is ticked or committed. */
export interface CarriedOut {
  checks: CheckResult[];
  failed: boolean;
  /** Files that a model wrote besides those of the plan, or changed. */
  files: WrittenFile[];
  /** Written when the task is done. */
  settle: PlannedWrite[];
  share?: AgentShare;
  issues: string[];
}

/**
 * Runs the checks of a task. Where there is an agent, its instructions go to it first, and what fails goes to it in at most
 * `repairRounds` rounds; the engine's checks have the last word each time.
 */
export async function carryOutTask(run: TaskRun): Promise<CarriedOut> {
  const { task } = run.prepared;
  const rounds = new Rounds(run);
  const instructions = instructionsOf(task);
  const wanted = instructions.length > 0 && !isCarriedOut(task);
  if (run.context.agent === undefined) {
    const issue = `${instructions.length} instruction step(s) need the Claude engine and were not carried out.`;
    const checks = await rounds.check();
    return rounds.result(checks, wanted ? [issue] : []);
  }
  if (wanted) await rounds.converse([]);
  let checks = await rounds.check();
  for (let round = 1; round <= repairRounds && repairable(checks).length > 0; round += 1) {
    await rounds.converse(repairable(checks));
    checks = await rounds.check();
  }
  return rounds.result(checks, []);
}

class Rounds {
  readonly #run: TaskRun;
  readonly #conversations: Conversation[] = [];
  #written: AgentFiles = { files: [], artifacts: [], settle: [] };
  #checked = 0;

  constructor(run: TaskRun) {
    this.#run = run;
  }

  async converse(failures: readonly CheckResult[]): Promise<void> {
    const { name, input, prepared, requirements, context } = this.#run;
    const { task, files } = prepared;
    const last = this.#conversations.at(-1);
    const brief = {
      feature: input.feature,
      name,
      task,
      files,
      failures,
      earlier: this.#conversations.map(({ words }) => words),
      named: last?.brief.scope.named ?? [],
    };
    const key = `${name}/agent/${this.#conversations.length + 1}`;
    const check = (wanted: TaskCheck) => runCheck(wanted, input.verify, requirements, context);
    this.#conversations.push(await converse(brief, key, check, context));
    const { before, scope } = this.#conversations[0]!.brief;
    const wanted = { feature: input.feature, task, own: scope.own, before };
    this.#written = await inStep('read-agent-files', `${key}/files`, wanted, context, (look) =>
      readAgentFiles(look, context),
    );
  }

  /** The checks of the task and, where a model wrote something, the verifiers on what it wrote. */
  async check(): Promise<CheckResult[]> {
    const { artifacts } = this.#written;
    const own: TaskCheck[] = artifacts.length === 0 ? [] : [verifierCheck(artifacts)];
    this.#checked += 1;
    const prefix = this.#checked === 1 ? `${this.#run.name}/check` : `${this.#run.name}/check-${this.#checked}`;
    return runChecks([...this.#run.prepared.task.checks, ...own], prefix, this.#run);
  }

  result(checks: CheckResult[], issues: readonly string[]): CarriedOut {
    const failed = checks.some(({ verdict }) => verdict === 'failed');
    const [first] = this.#conversations;
    const stopped = first !== undefined && !first.completed && !checks.some(({ verdict }) => verdict === 'passed');
    const share = addShares(this.#conversations.map((one) => one.share));
    return {
      checks,
      failed: failed || stopped,
      files: this.#written.files,
      settle: this.#written.settle,
      ...(share === undefined ? {} : { share }),
      issues: [
        ...issues,
        ...(failed || stopped ? this.#tried() : []),
        ...(share?.refusedCalls ?? []).map(describeRefusal),
      ],
    };
  }

  #tried(): string[] {
    return this.#conversations.map(({ words }, index) => `Tried by the model, ${index + 1}: ${words}`);
  }
}

function verifierCheck(paths: readonly string[]): TaskCheck {
  return {
    id: 'verifiers-on-what-the-model-wrote',
    tier: 'static',
    command: `devops-orchestrator verify ${paths.map(quoteShell).join(' ')}`,
    requires: [],
    timeoutSeconds: 60,
  };
}

/** A missing tool is nothing that a change of files could mend. */
function repairable(checks: readonly CheckResult[]): readonly CheckResult[] {
  return checks.filter(
    ({ verdict, exitCode, reason = '' }) =>
      verdict === 'failed' && (exitCode !== undefined || reason.startsWith('no result within')),
  );
}

function describeRefusal({ tool, reason }: { tool: string; reason: string }): string {
  const text = reason.replaceAll(/\s+/g, ' ').trim();
  return `Refused to the model: ${tool}: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
}
