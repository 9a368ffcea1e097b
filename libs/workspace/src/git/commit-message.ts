import { OrchestratorError } from '@devops-orchestrator/contracts';

/** Everything that moves a cursor, turns the direction of writing, or ends a line for some reader but not for git. */
const forbidden = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

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
