import type { FileTree, Finding, Severity } from '@devops-orchestrator/contracts';
import type { ArtifactKind } from './artifact-kind.js';

export interface VerifierInput {
  readonly path: string;
  readonly content: string;
  /** The repository around the file, for what it refers to. */
  readonly tree: FileTree;
}

/** Judges one family of artifacts, whoever wrote them. */
export interface Verifier {
  /** Name of its folder. */
  readonly id: string;
  readonly kinds: readonly ArtifactKind[];
  /** @throws {NotJudgedError} when the file is beyond what it can judge: not checked is never clean. */
  verify(input: VerifierInput): Promise<readonly Finding[]>;
}

/** A file that was not judged, and why. */
export class NotJudgedError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotJudgedError';
  }
}

export type Report = (rule: string, severity: Severity, line: number, message: string) => void;

/** A list of findings about one file, and the function that adds to it. */
export function collectFindings(path: string): { findings: Finding[]; report: Report } {
  const findings: Finding[] = [];
  const report: Report = (rule, severity, line, message) => {
    findings.push({ rule, severity, path, line: Math.max(1, Math.trunc(line) || 1), message: message.slice(0, 400) });
  };
  return { findings, report };
}
