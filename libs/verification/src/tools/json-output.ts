import type { CommandResult, Finding, Severity } from '@devops-orchestrator/contracts';
import { asList, asMapping, asText } from '../yaml/values.js';
import type { Mapping } from '../yaml/values.js';
import { incompleteRun } from './tool-verifier.js';
import type { ToolVerdict } from './tool-verifier.js';

/** Reads a JSON report; a run that prints none, or prints errors besides an empty one, is not a clean run. */
export function parseJsonReport(
  result: CommandResult,
  goodStatus: readonly number[],
  itemsOf: (report: unknown) => readonly Mapping[],
  findingOf: (item: Mapping) => Finding | undefined,
): ToolVerdict {
  const incomplete = incompleteRun(result);
  if (incomplete !== undefined) return { notJudged: incomplete };
  if (!goodStatus.includes(result.exitCode ?? -1))
    return { notJudged: `the tool failed with status ${result.exitCode}` };
  const report = parse(result.stdout);
  if (report === undefined) return { notJudged: 'the tool printed no report that can be read' };
  const findings = itemsOf(report).flatMap((item) => findingOf(item) ?? []);
  if (findings.length === 0 && result.exitCode !== 0)
    return { notJudged: `the tool ended with status ${result.exitCode} and no finding` };
  if (findings.length === 0 && hasErrorText(result.stderr)) return { notJudged: 'the tool printed an error' };
  return { findings };
}

export function toFinding(rule: unknown, severity: Severity, path: unknown, line: unknown, message: unknown): Finding {
  return {
    rule: asText(rule) ?? 'tool',
    severity,
    path: (asText(path) ?? '').replace(/^\.\//, ''),
    line: Math.max(1, Number(line) || 1),
    message: (asText(message) ?? '').slice(0, 400),
  };
}

/** True when a text announces an error, whatever the exit status says. */
export function hasErrorText(text: string): boolean {
  return /(^|[^\w])(error|fatal|panic|traceback|exception|segmentation fault)\b/i.test(text);
}

export function itemsOfList(report: unknown): readonly Mapping[] {
  return asList(report).map(asMapping);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.trim() === '' ? 'null' : text) ?? undefined;
  } catch {
    return undefined;
  }
}
