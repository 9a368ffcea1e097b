import { OrchestratorError } from '@devops-orchestrator/contracts';

/** Longer requests are refused: nobody reads them, and a plan quotes the request. */
const longestRequest = 10_000;

/**
 * The words of a request without what could move a cursor, hide text or forge a line: escape sequences, control and
 * bidirectional characters are removed, line ends become one space.
 *
 * @throws {OrchestratorError} `usage` when nothing is left, it is too long, or it names a path outside the repository.
 */
export function sanitizeRequest(raw: string): string {
  if (raw.length > longestRequest) {
    throw new OrchestratorError(
      'usage',
      `The request has ${raw.length} characters; at most ${longestRequest} are read.`,
      {
        hint: 'Say in a few sentences which infrastructure is wanted.',
      },
    );
  }
  const request = raw

    .replaceAll(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .trim();
  if (request === '') {
    throw new OrchestratorError('usage', 'Expected a request in words; it is empty.', {
      hint: 'For example: --request "Dockerize this API, add CI and monitoring".',
    });
  }
  const outside = outsidePath.exec(request);
  if (outside !== null) {
    throw new OrchestratorError('usage', `The request names ${outside[1] ?? ''}, which is outside the repository.`, {
      hint: 'Files are written inside the repository only. Nothing was written.',
    });
  }
  return request;
}

/** A wish to write to a parent folder, a home folder, or a folder of the system. Routes such as `/health` are not paths. */
const outsidePath =
  /\b(?:to|into|in|at|under|inside|onto|as)\s+["'`]?((?:\.\.\/|~[\w-]*\/|\/(?:etc|usr|var|root|home|tmp|opt|bin|sbin|dev|proc|sys|boot|lib)\/|[A-Za-z]:\\|[\w-]+(?:\/[\w-]+){0,20}\/\.\.\/\.\.\/)\S{0,500})/i;
