import type { CommandResult, FileTree, Finding } from '@devops-orchestrator/contracts';
import type { ArtifactKind } from '../artifact-kind.js';

/** What a tool's run says: findings, or why it says nothing. */
export type ToolVerdict = { findings: readonly Finding[] } | { notJudged: string };

/** A real linter or validator, found on the PATH. */
export interface ToolVerifier {
  readonly id: string;
  readonly program: string;
  readonly kinds: readonly ArtifactKind[];
  /** Arguments that print the version; absent when `--version` does. */
  readonly versionArguments?: readonly string[];
  /** What a clean run proves, for people. */
  readonly proves: string;
  /** True when one run takes one file. */
  readonly oneByOne?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Files to put before a file that was refused alone: the base of an overlay. */
  baseOf?(path: string, tree: FileTree): string | undefined;
  arguments(paths: readonly string[]): readonly string[];
  parse(result: CommandResult, paths: readonly string[]): ToolVerdict;
}

/** What no result can be read from: killed, not started, cut off. Undefined when the tool came to its end. */
export function incompleteRun(result: CommandResult): string | undefined {
  if (result.timedOut) return 'the tool did not finish in time';
  if (result.aborted) return 'the tool was stopped';
  if (result.exitCode === undefined) return 'the tool could not be started or was killed';
  if (result.truncated) return 'the tool printed more than can be read';
  return undefined;
}
