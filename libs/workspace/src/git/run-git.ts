import { simpleGit } from 'simple-git';
import type { SimpleGitOptions } from 'simple-git';

export type GitOverrides = readonly (readonly [key: string, value: string])[];

export interface GitCall {
  binary: string;
  folder: string;
  arguments: readonly string[];
  /** Written to standard input. */
  input?: Buffer | string;
  /** Configuration that wins over every file. */
  overrides: GitOverrides;
  environment?: Readonly<Record<string, string>>;
}

/** A git command that failed: what it said. */
export class GitCommandError extends Error {
  constructor(command: string, message: string, options?: ErrorOptions) {
    super(`git ${command}: ${message}`, options);
    this.name = 'GitCommandError';
  }
}

/** Git has no reason to be silent for longer; a large repository on a slow disk has. */
const silenceMs = 300_000;

/** Of the caller's environment only these reach git: `GIT_*` could name another repository, or a program to run. */
const passedOn = ['HOME', 'USER', 'LOGNAME', 'XDG_CONFIG_HOME', 'TMPDIR', 'TZ'];
/** Who commits is said by data, not by a program. */
const identity = ['NAME', 'EMAIL'].flatMap((part) => [`GIT_AUTHOR_${part}`, `GIT_COMMITTER_${part}`]);

const ownVariables: Readonly<Record<string, string>> = {
  LC_ALL: 'C.UTF-8',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  // no transport at all: an object that is missing in a partial clone is not fetched by the repository's command
  GIT_ALLOW_PROTOCOL: 'none',
  // simple-git waits 50 ms after a command that printed nothing at all, and most plumbing prints nothing: a trace line
  // on standard error spares a run of many commits seconds
  GIT_TRACE: '1',
};

/** What GIT_TRACE adds: `12:34:56.789012 git.c:455  trace: built-in: …`. */
const traceLine = /^\d\d:\d\d:\d\d\.\d+ .*(?:\n|$)/gm;

/** The values that are set here switch programs off; the guard against switching them on is for other callers. */
const unsafe: NonNullable<SimpleGitOptions['unsafe']> = {
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeCustomBinary: true,
  allowUnsafeEditor: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
};

/** Runs one git command. @throws {GitCommandError} when it fails. @returns standard output, untouched. */
export async function runGit(call: GitCall): Promise<Buffer> {
  const environment = gitEnvironment(call);
  let output = Buffer.alloc(0);
  const options: Partial<SimpleGitOptions> = {
    baseDir: call.folder,
    binary: call.binary,
    trimmed: false,
    unsafe,
    allowEnvironment: Object.keys(environment),
    completion: { onClose: true, onExit: false },
    timeout: { block: silenceMs },
    errors: (_error, result) => {
      // the only place where simple-git shows bytes; its answer is text
      output = Buffer.concat(result.stdOut);
      if (result.exitCode === 0) return undefined;
      return Buffer.from(`exit ${result.exitCode}: ${messageOf(result.stdErr)}`);
    },
    input: () => call.input ?? '',
  };
  try {
    await simpleGit(options)
      .env(environment)
      .raw([...call.arguments]);
    return output;
  } catch (error) {
    throw new GitCommandError(call.arguments[0] ?? '', (error as Error).message.trim(), { cause: error });
  }
}

function messageOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8').replace(traceLine, '').slice(0, 2000).trim();
}

function gitEnvironment(call: GitCall): Record<string, string> {
  const environment: Record<string, string> = { ...ownVariables };
  for (const name of [...passedOn, ...identity]) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  environment['GIT_CONFIG_COUNT'] = String(call.overrides.length);
  for (const [index, [key, value]] of call.overrides.entries()) {
    environment[`GIT_CONFIG_KEY_${index}`] = key;
    environment[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return { ...environment, ...call.environment };
}
