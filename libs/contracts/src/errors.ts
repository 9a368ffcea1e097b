/** Stable codes; each has one exit status. */
export const exitStatus = {
  usage: 2,
  configuration: 2,
  'engine-unavailable': 2,
  'not-infrastructure': 3,
  'nothing-deployable': 3,
  'repository-unusable': 4,
  'repository-locked': 4,
  'plan-stale': 4,
  'run-not-found': 2,
  'run-not-resumable': 4,
  'journal-damaged': 4,
  'uncommitted-changes': 4,
  'unsafe-path': 4,
  'write-failed': 4,
  'task-file-invalid': 1,
  'task-failed': 1,
  'phase-output-missing': 1,
  'contract-violated': 1,
  'command-failed': 1,
  'model-request-refused': 1,
  'recording-differs': 1,
  'budget-exhausted': 5,
  transient: 75,
  interrupted: 130,
  terminated: 143,
} as const;
export type ErrorCode = keyof typeof exitStatus;

export interface ErrorDetails {
  /** What the user can do next, one sentence. */
  hint: string;
  retryable?: boolean;
  cause?: unknown;
}

/** What we cannot go on from. The message says what was expected and what was found; the hint, what to do. */
export class OrchestratorError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'OrchestratorError';
    this.code = code;
    this.hint = details.hint;
    this.retryable = details.retryable ?? code === 'transient';
  }

  get exitCode(): number {
    return exitStatus[this.code];
  }
}

/** A task file that cannot be read as one; says where and why. */
export class TaskFileError extends OrchestratorError {
  readonly path: string;
  readonly line: number;

  constructor(path: string, line: number, reason: string) {
    super('task-file-invalid', `${path}:${line}: ${reason}`, {
      hint: 'Correct that line (CONTRIBUTING.md shows the format), or run `devops-orchestrator plan` again.',
    });
    this.name = 'TaskFileError';
    this.path = path;
    this.line = line;
  }
}
