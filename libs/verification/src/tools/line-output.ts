import type { CommandResult, Finding } from '@devops-orchestrator/contracts';
import { hasErrorText } from './json-output.js';
import { incompleteRun } from './tool-verifier.js';
import type { ToolVerdict } from './tool-verifier.js';

/**
 * Reads a tool that says `SUCCESS` or `FAILED` in text: a failure with its lines is a finding about the file, a run
 * without `success` in its output is not a clean one.
 */
export function parseTextReport(
  result: CommandResult,
  paths: readonly string[],
  rule: string,
  success: RegExp,
): ToolVerdict {
  const incomplete = incompleteRun(result);
  if (incomplete !== undefined) return { notJudged: incomplete };
  const output = `${result.stdout}\n${result.stderr}`;
  if (result.exitCode === 0) {
    if (!success.test(output) || hasErrorText(output.replace(/\b0 errors?\b/gi, '')))
      return { notJudged: 'the tool ended with status 0 but reports no success' };
    return { findings: [] };
  }
  const findings = failures(output, paths, rule);
  return findings.length > 0
    ? { findings }
    : { notJudged: `the tool failed with status ${result.exitCode} and no message` };
}

function failures(output: string, paths: readonly string[], rule: string): Finding[] {
  const path = paths[0] ?? '';
  return output
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replace(/^Checking .*?\s{2,}/, '')
        .trim(),
    )
    .filter((line) => line !== '' && !/^(Checking .*|SUCCESS.*|Unit Testing:.*|FAILED:?)$/.test(line))
    .slice(0, 20)
    .map((line) => ({
      rule,
      severity: 'error' as const,
      path: paths.find((each) => line.includes(each)) ?? path,
      line: Number(/(?:line |:)(\d+)/.exec(line)?.[1] ?? 1) || 1,
      message: line.slice(0, 400),
    }));
}
