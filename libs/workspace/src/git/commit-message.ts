import { OrchestratorError } from '@devops-orchestrator/contracts';

/** Everything that moves a cursor, turns the direction of writing, or ends a line for some reader but not for git. */
const forbidden = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** @throws {OrchestratorError} `contract-violated` when a message is not one line and, after an empty line, a body. */
export function assertMessage(message: string): void {
  const [subject = '', second = ''] = message.split('\n');
  const reason = forbidden.test(message)
    ? 'found a control character'
    : subject.trim() === ''
      ? 'found an empty first line'
      : second.trim() === ''
        ? undefined
        : 'found no empty line after the first';
  if (reason === undefined) return;
  throw new OrchestratorError(
    'contract-violated',
    `Expected a commit message of one line and an optional body, ${reason}.`,
    {
      hint: 'Correct the commit subject in the task file.',
    },
  );
}
