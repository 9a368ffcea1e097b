import { areaOf, judgeInside, wasWritten } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import type { Site } from '../evaluate/run.js';
import { assignVariable } from '../evaluate/variables.js';
import { any, anyWords, constant, known, splitAt } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import type { Scope } from '../evaluate/scope.js';
import type { Dialect } from '../shell/parse-script.js';
import type { Call } from './command-rule.js';
import { judgeScriptFile } from './judge-program.js';

/** A program that starts another one, in a process of its own. */
function start(words: readonly Value[], site: Site, prepare?: (scope: Site['scope']) => void): void {
  const scope = site.scope.clone();
  prepare?.(scope);
  site.run.judgeExternal(words, { ...site, scope });
}

/** `timeout 5 program …`: so many operands stand in front of the program. */
export function startsProgram(skipped = 0): (call: Call) => void {
  return ({ operands, site }) => start(operands.slice(skipped), site);
}

/** `command`, `builtin` and `exec` stay in this shell. */
export function runsHere({ operands, options, site }: Call): void {
  if (options.some(({ name }) => name === '-v' || name === '-V')) return;
  site.run.judgeExternal(operands, site);
}

export function setEnvironment({ operands, options, site }: Call): void {
  let at = 0;
  const assigned: [string, Value][] = [];
  for (; at < operands.length; at += 1) {
    const [name, value] = splitAt(operands[at]!, '=') ?? [];
    if (name === undefined || value === undefined) break;
    assigned.push([name, value]);
  }
  start(operands.slice(at), site, (scope) => {
    const clears = options.some(({ name }) => name === '-i' || name === '--ignore-environment' || name === '-');
    if (clears) for (const name of scope.variables.keys()) scope.assign(name, [[]]);
    for (const { name, value } of options)
      if (name === '-u' || name === '--unset') scope.assign(constant(value) ?? '', [[]]);
    for (const { name, value } of options) {
      if (value && (name === '-C' || name === '--chdir')) scope.folders = undefined;
    }
    for (const [name, value] of assigned) assignVariable(site.run, scope, site.at, name, [[value]], true);
  });
}

/** `xargs`: what it reads comes behind the words, or where the placeholder stands. */
export function appendsInput({ operands, options, site }: Call): void {
  const placeholder = options.find(({ name }) => name === '-I')?.value;
  const words = operands.length === 0 ? [known('echo')] : operands;
  const piped = options.some(({ name }) => /^(?:-a|--arg|-d|--del)/.test(name)) ? undefined : site.scope.piped;
  if (placeholder === undefined) return start([...words, piped ? { ...piped, many: true } : anyWords], site);
  const mark = constant(placeholder);
  if (mark === undefined || mark === '')
    return refuse(site, 'hidden-command', 'It cannot be told what xargs replaces.');
  start(
    words.map((word) => replaced(word, mark)),
    site,
  );
}

function replaced(word: Value, mark: string): Value {
  const pieces = word.pieces.flatMap((piece) => {
    if (typeof piece !== 'string') return [piece];
    return piece.split(mark).flatMap((text, at) => (at === 0 ? [text] : [any.pieces[0]!, text]));
  });
  return { ...word, pieces };
}

/** `sh`, `bash`, …: the script is in a word, in a file, or in a here-document. */
export function runsShell({ words, site, path }: Call): void {
  let at = 0;
  let letters = '';
  for (; at < words.length; at += 1) {
    const text = constant(words[at]);
    if (text === undefined) break;
    if (!/^[-+]./.test(text) || text === '--') break;
    if (/^--(?:norc|noprofile|posix|login)$/.test(text)) continue;
    if (!/^[-+][ceuxvflnoOCps]+$/.test(text))
      return refuse(site, 'refused-option', `A shell may not be given ${text}.`);
    letters += text;
    if (/[oO]/.test(text)) at += 1;
  }
  if (constant(words[at]) === '--') at += 1;
  const rest = words.slice(at);
  const readsWord = letters.includes('c');
  const scope = site.scope.forChild(readsWord ? rest.slice(2) : rest.slice(1));
  scope.stopsOnFailure = letters.includes('e');
  const dialects = path === 'bash' ? (['bash'] as const) : (['bash', 'posix'] as const);
  if (readsWord) return judgeIn(dialects, rest[0], scope, site);
  if (rest[0] !== undefined && !letters.includes('s')) {
    // -n reads the script and runs nothing
    return letters.includes('n') ? judgeInside(site, rest[0], 'script') : judgeScriptFile(rest[0], site);
  }
  if (site.input === undefined) {
    return refuse(
      site,
      'script-from-input',
      'A shell may not run what a pipe or a file gives it; write the commands themselves.',
    );
  }
  judgeIn(dialects, site.input, site.scope.forChild(rest), site);
}

/** What `sh` is differs: a text must be harmless in the language of each. */
function judgeIn(dialects: readonly Dialect[], text: Value | undefined, scope: Scope, site: Site): void {
  for (const dialect of dialects) site.run.judgeText(text, scope.clone(), site, dialect);
}

/** `.` and `source`: a file of the repository, or one that its scripts made in the temporary folder. */
export function readsFile({ operands, site }: Call): void {
  const [file] = operands;
  if (file === undefined) return;
  const isMade = areaOf(file, site.scope, site.run) === 'temporary' && !wasWritten(site, file);
  const isHarmless = constant(file) === '/etc/os-release' || (isMade && site.run.options.purpose === 'check');
  if (!isHarmless) judgeScriptFile(file, site);
  site.scope.variables = new Map();
  site.scope.isOpen = true;
}
