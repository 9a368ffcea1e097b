/** One thing in a script that the policy does not let through. */
export interface PolicyReason {
  /** Stable name of the rule, kebab-case. */
  rule: string;
  /** What was found, and, where there is one, the way that is allowed. */
  message: string;
  /** Where in the script, both from 1; column 0 where a whole script is meant. */
  at: { line: number; column: number };
  /** The words of the command as far as they are known; `…` stands for what is not. */
  words: readonly string[];
}

/** Whether a script may run; a refusal names every reason. */
export type PolicyVerdict = { allowed: true } | { allowed: false; reasons: readonly PolicyReason[] };

export interface PolicyOptions {
  /** `check`: a command of a task file, which may run the repository's own scripts. `agent`: a command that a model asks for. */
  purpose: 'check' | 'agent';
  /** Absolute path of the repository; without it an absolute path counts as outside. */
  workspaceRoot?: string;
  /** True when the command will run in the sandbox without network: what runs code of dependencies or talks to clouds is then let through. */
  sandboxed?: boolean;
}
