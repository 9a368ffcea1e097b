import type { StepRunner } from '@devops-orchestrator/contracts';

/** The same steps; each is told before it begins. */
export function withProgress(steps: StepRunner, progress?: (step: string, stepsDone: number) => void): StepRunner {
  let done = 0;
  return {
    async step(definition, key, input) {
      progress?.(key, done);
      const output = await steps.step(definition, key, input);
      done += 1;
      return output;
    },
  };
}
