import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { CommitTrailers } from '@devops-orchestrator/contracts';

/** Everything that moves a cursor, turns the direction of writing, or ends a line for some reader but not for git. */
const forbidden = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
/** What git, and the sites that show commits, take for a trailer. Source: git-interpret-trailers(1). */
const trailerLine = /^[A-Za-z0-9-]+\s*:/;
const trailerName = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;
const maximumValue = 1000;

/**
 * The text to commit: the message and, after an empty line, its trailers.
 * @throws {OrchestratorError} `contract-violated` when the message is not one line and, after an empty line, a body; when
 * a trailer is not one line; or when the body itself ends in what would be read as trailers.
 */
export function renderCommitMessage(message: string, trailers: CommitTrailers = {}): string {
  assertMessage(message);
  const lines = renderTrailers(trailers);
  const text = message.trimEnd();
  if (lines.length > 0) return `${text}\n\n${lines.join('\n')}\n`;
  if (lastParagraph(text).some((line) => trailerLine.test(line))) {
    throw refused('a commit message without trailers in its text', 'found a line that would be read as one');
  }
  return `${text}\n`;
}

/** One `Name: value` a line. @throws {OrchestratorError} `contract-violated` for a name or a value that could be more than that. */
export function renderTrailers(trailers: CommitTrailers): string[] {
  return Object.entries(trailers).map(([name, value]) => {
    const isLine = value !== '' && value === value.trim() && !value.includes('\n') && !forbidden.test(value);
    if (trailerName.test(name) && isLine && value.length <= maximumValue) return `${name}: ${value}`;
    throw refused('a trailer "Name: value" of one line', `found ${JSON.stringify({ [name]: value }).slice(0, 200)}`);
  });
}

/** Takes a commit's text apart; the first paragraph is never one of trailers. */
export function parseCommitMessage(text: string): { message: string; trailers: ReadonlySet<string> } {
  const whole = text.trimEnd();
  const lines = lastParagraph(whole);
  if (lines.length === 0 || !lines.every((line) => trailerLine.test(line)))
    return { message: whole, trailers: new Set() };
  const message = whole.split('\n').slice(0, -lines.length).join('\n');
  return { message: message.trimEnd(), trailers: new Set(lines) };
}

/** Lines after the last empty line; none where there is no empty line. */
function lastParagraph(text: string): string[] {
  const lines = text.split('\n');
  const start = lines.findLastIndex((line) => line.trim() === '');
  return start === -1 ? [] : lines.slice(start + 1);
}

function assertMessage(message: string): void {
  const [subject = '', second = ''] = message.split('\n');
  const reason = forbidden.test(message)
    ? 'found a control character'
    : subject.trim() === ''
      ? 'found an empty first line'
      : second.trim() === ''
        ? undefined
        : 'found no empty line after the first';
  if (reason !== undefined) throw refused('a commit message of one line and an optional body', reason);
}

function refused(expected: string, found: string): OrchestratorError {
  return new OrchestratorError('contract-violated', `Expected ${expected}, ${found}.`, {
    hint: 'Correct the commit subject in the task file.',
  });
}
