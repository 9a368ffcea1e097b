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

const notCovered = 'no check of the run covers it';
const noResults = 'no check results were at hand when this was written';

/** True when the reason is only that nothing ran it: worth no words beside the command. */
export function isOrdinary(reason: string): boolean {
  return reason === notCovered || reason === noResults;
}

/** Options that make a script do less than its work: such a run proves nothing about the real one. */
const partialOptions = ['--help', '--dry-run', '--check', '--version'];

/** Judges documented commands by the checks that ran: the same command line, or the same script called for its work. */
export function buildCommandJudge(taskResults: readonly TaskResult[]): (command: string) => CommandVerdict {
  const lines = taskResults.flatMap(({ checks }) =>
    checks.flatMap((check) =>
      check.command
        .replaceAll('\\\n', ' ')
        .split('\n')
        .map((line): CheckedLine => ({ line: normalize(line), check })),
    ),
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

const longOptions: Readonly<Record<string, string>> = {
  '-f': '--file',
  '-q': '--quiet',
  '-d': '--detach',
  '-v': '--volumes',
  '-a': '--all',
  '-p': '--project-name',
  '-t': '--tag',
};
/** Options that change where it runs or what it prints, not what is proved; those with a value first. */
const valueOptions = ['--project-name', '--env-file', '--tag', '--progress'];
const plainOptions = ['--pull', '--no-cache'];

/** One spelling for command lines that do the same: long options, no name of the project, no tag, no redirection. */
function normalize(line: string): string {
  const bare = line
    .trim()
    .replace(/(?:\s{1,20}\d?>{1,2}\s?\S{1,200}){1,3}$/, '')
    .replace(/\s{1,1000}/g, ' ');
  const docker = /^(?:[A-Za-z_]\w{0,99}=\S{0,200} ){0,10}(docker (?:compose|build) .*)$/.exec(bare)?.[1];
  if (docker === undefined) return bare;
  const words = docker.split(' ').map((word) => longOptions[word] ?? word);
  const kept = words.filter(
    (word, index) =>
      !plainOptions.includes(word) && !valueOptions.includes(word) && !valueOptions.includes(words[index - 1] ?? ''),
  );
  return (words[1] === 'build' ? sortedBuild(kept) : kept).join(' ');
}

/** A build is known by its file and its context. */
function sortedBuild(words: readonly string[]): string[] {
  const at = words.indexOf('--file');
  const context = words.findLast((word, index) => index > 1 && !word.startsWith('-') && index !== at + 1) ?? '.';
  const file = at < 0 ? `${context === '.' ? '' : `${context}/`}Dockerfile` : (words[at + 1] ?? '');
  const others = words.filter(
    (word, index) =>
      index > 1 && word !== context && index !== at && (at < 0 || index !== at + 1) && word !== '--quiet',
  );
  return ['docker', 'build', ...others, '--file', file.replace(/^\.\//, ''), context];
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
  return checksRan ? notCovered : noResults;
}
