import { actionReference, type PinnedAction } from '@devops-orchestrator/reference-data';
import { withComment } from '@devops-orchestrator/templates';

/** One step of a workflow job, as `renderYaml` takes it. */
export type WorkflowStep = Readonly<Record<string, unknown>>;

/** One job of a workflow, as `renderYaml` takes it. */
export type WorkflowJob = Readonly<Record<string, unknown>>;

/** Jobs run on a fixed runner image, so that a new default of GitHub's changes nothing by surprise. */
export const runner = 'ubuntu-24.04';

/** A step that uses an action, pinned by commit with its version as comment. */
export function actionStep(
  name: string,
  action: PinnedAction,
  inputs: Readonly<Record<string, unknown>> = {},
  extra: Readonly<Record<string, unknown>> = {},
): WorkflowStep {
  const { uses, comment } = actionReference(action);
  const withInputs = Object.keys(inputs).length > 0 ? { with: inputs } : {};
  return { name, ...extra, uses: withComment(uses, comment), ...withInputs };
}

/** The step that checks the repository out and leaves no token behind. */
export function checkoutStep(): WorkflowStep {
  return actionStep('Check out the repository', 'actions/checkout', { 'persist-credentials': false });
}

/** A step that runs a command of the repository from one of its directories. */
export function commandStep(name: string, command: string, directory = '.'): WorkflowStep {
  const workingDirectory = directory === '.' ? {} : { 'working-directory': literal(directory) };
  return { name: literal(name), ...workingDirectory, run: literal(command) };
}

/** Repository text as GitHub must read it: `${{` in it starts no expression. */
export function literal(text: string): string {
  return text.replaceAll('${{', "${{ '${{' }}");
}

/** A job id: a component id may start with a digit or a dash, which GitHub does not take. */
export function jobId(prefix: string, name: string): string {
  return `${prefix}-${name.replaceAll(/[^A-Za-z0-9_-]/g, '-')}`;
}
