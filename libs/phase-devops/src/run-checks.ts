import type { CheckResult, StepDefinition, TaskCheck } from '@devops-orchestrator/contracts';
import type { TaskRun } from './carry-out-task.js';
import { runCheck, runCheckStep, skippedCheck } from './run-check.js';

/** Runs checks as steps, in order, and tells what each showed. */
export async function runChecks(checks: readonly TaskCheck[], prefix: string, run: TaskRun): Promise<CheckResult[]> {
  const { name, context } = run;
  const results: CheckResult[] = [];
  for (const check of checks) {
    context.signal.throwIfAborted();
    context.emit({ type: 'check-started', task: name, id: check.id, command: check.command });
    const result = await context.step(definitionOf(run), `${prefix}/${check.id}`, check);
    context.emit({ type: 'check-finished', task: name, result });
    results.push(result);
  }
  context.signal.throwIfAborted();
  return results;
}

function definitionOf({
  prepared: { deleted },
  input,
  requirements,
  context,
}: TaskRun): StepDefinition<TaskCheck, CheckResult> {
  return {
    name: runCheckStep,
    run: (check) => {
      const gone = deleted.find((path) => check.command.includes(path));
      return gone === undefined
        ? runCheck(check, input.verify, requirements, context)
        : Promise.resolve(skippedCheck(check, `${gone} was deleted`));
    },
  };
}
