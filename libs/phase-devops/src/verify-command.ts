import type { CheckResult, FileTree, Finding } from '@devops-orchestrator/contracts';
import { verifyFiles } from '@devops-orchestrator/verification';
import { parse as parseShellWords } from 'shell-quote';

export interface VerifyArguments {
  /** Findings are reported and fail nothing: the files belong to the user. */
  advisory: boolean;
  paths: readonly string[];
}

/** The arguments of a check that is one `devops-orchestrator verify …` command, which runs in process. */
export function verifyArguments(command: string): VerifyArguments | undefined {
  const line = command.trim().replaceAll('\\\n', ' ');
  const words = parseShellWords(line);
  if (words[0] !== 'devops-orchestrator' || words[1] !== 'verify' || line.includes('\n')) return undefined;
  const rest = words.slice(2);
  if (!rest.every((word) => typeof word === 'string')) return undefined;
  return { advisory: rest.includes('--advisory'), paths: rest.filter((word) => !word.startsWith('--')) };
}

/** Judges the files as `devops-orchestrator verify` does. */
export async function runVerifyCommand(
  { advisory, paths }: VerifyArguments,
  tree: FileTree,
): Promise<Pick<CheckResult, 'verdict' | 'reason' | 'exitCode' | 'output'>> {
  const missing = paths.filter((path) => !tree.has(path));
  if (missing.length > 0) {
    return { verdict: 'failed', reason: `no such file: ${missing.join(', ')}`, exitCode: 1, output: '' };
  }
  const { findings, skipped } = await verifyFiles(tree, paths);
  const errors = findings.filter((finding) => finding.severity === 'error');
  const output = [
    ...findings.map(describeFinding),
    ...skipped.map(({ path, verifier, reason }) => `${path}: ${verifier} skipped: ${reason}`),
  ].join('\n');
  if (errors.length === 0 || advisory) return { verdict: 'passed', exitCode: 0, output };
  const [first] = errors;
  return {
    verdict: 'failed',
    reason: `${errors.length} error${errors.length === 1 ? '' : 's'}, first ${first === undefined ? '' : describeFinding(first)}`,
    exitCode: 1,
    output,
  };
}

export function describeFinding({ path, line, severity, rule, message }: Finding): string {
  return `${path}:${line}: ${severity}: ${message} (${rule})`;
}
