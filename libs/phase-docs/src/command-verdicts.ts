import type { CheckResult, TaskResult, Verdict } from '@devops-orchestrator/contracts';
import { plainText } from './markdown-text.js';

export interface CommandVerdict {
  verdict: Verdict;
  reason: string;
}

interface CheckedLine {
  line: string;
  check: CheckResult;
}

/** Options that make a script do less than its work: such a run proves nothing about the real one. */
const partialOptions = ['--help', '--dry-run', '--check', '--version'];

/** Judges documented commands by the checks that ran: the same command line, or the same script called for its work. */
export function buildCommandJudge(taskResults: readonly TaskResult[]): (command: string) => CommandVerdict {
  const lines = taskResults.flatMap(({ checks }) =>
    checks.flatMap((check) => check.command.split('\n').map((line): CheckedLine => ({ line: normalize(line), check }))),
  );
  return (command) => {
    const own = normalize(command);
    const exact = lines.filter(({ line }) => line === own);
    const script = scriptOf(own);
    const called = script === undefined ? [] : lines.filter(({ line }) => scriptOf(line) === script);
    const whole = called.filter(({ line }) =>
      partialOptions.every((option) => !hasWord(line, option) || hasWord(own, option)),
    );
    const found = best(exact) ?? best(whole);
    if (found) return judged(found.check);
    const [part] = called;
    if (part)
      return { verdict: 'skipped', reason: `check ${part.check.id} ran it only with ${partOf(part.line, own)}` };
    return { verdict: 'skipped', reason: untestedReason(own, taskResults.length > 0) };
  };
}

function normalize(line: string): string {
  return line
    .trim()
    .replace(/\s{1,1000}/g, ' ')
    .replace(/^(docker compose) --project-name \S{1,100} /, '$1 ');
}

/** A passed run proves it; a failed one counts before a skipped one. */
function best(lines: readonly CheckedLine[]): CheckedLine | undefined {
  const order: readonly Verdict[] = ['failed', 'passed', 'skipped'];
  return order
    .map((verdict) => lines.find(({ check }) => check.verdict === verdict))
    .find((line) => line !== undefined);
}

function judged(check: CheckResult): CommandVerdict {
  if (check.verdict === 'passed') return { verdict: 'passed', reason: `check ${check.id}` };
  const why = plainText(check.reason ?? 'no reason given', 200);
  return { verdict: check.verdict, reason: check.verdict === 'failed' ? `check ${check.id} failed: ${why}` : why };
}

/** Path of the script that the line calls, without `./`; undefined when it calls a program. */
function scriptOf(line: string): string | undefined {
  const words = line.split(' ');
  const first = words.find((word) => !/^(?:[A-Za-z_]\w{0,99}=.*|if|!|exec|time|bash|sh|env)$/.test(word));
  if (first === undefined || !first.includes('/')) return undefined;
  return first.replace(/^["']|["';]$/g, '').replace(/^\.\//, '');
}

function hasWord(line: string, word: string): boolean {
  return line.split(' ').includes(word);
}

function partOf(line: string, own: string): string {
  return partialOptions.find((option) => hasWord(line, option) && !hasWord(own, option)) ?? 'other arguments';
}

function untestedReason(command: string, checksRan: boolean): string {
  if (/(?:^|\s)(?:[A-Z][A-Z0-9_]{1,40})(?:\s|$)/.test(command))
    return 'it needs values of your own in place of the words in capitals';
  if (
    /^(?:\S{0,200}\/)?(?:deploy|rollback|restore)\S{0,50}(?:\s|$)|\b(?:down|rm|prune|restart|--scale)\b/.test(command)
  ) {
    return 'it changes a running system';
  }
  return checksRan ? 'no check of the run covers it' : 'no check results were at hand when this was written';
}
