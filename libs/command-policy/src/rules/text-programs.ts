import { judgeInside, judgeOwnCode, judgeWrite } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import type { Site } from '../evaluate/run.js';
import { canBeOption, constant, knownPrefix, shown } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import type { Call } from './command-rule.js';

/** `sed`: its script may print, delete and replace; not run (`e`) or write (`w`). */
export function editsStream({ options, operands, site }: Call): void {
  const expressions = options.filter(({ name }) => /^(?:-e|--exp)/.test(name)).map(({ value }) => value);
  const files = options.filter(({ name }) => /^(?:-f|--fil)/.test(name));
  for (const { value } of files) if (value) judgeOwnCode(site, value);
  const isImplicit = expressions.length === 0 && files.length === 0;
  const scripts = isImplicit ? operands.slice(0, 1) : expressions;
  for (const script of scripts) if (script) judgeSedScript(site, script);
  writesInPlace(options, isImplicit ? operands.slice(1) : operands, site);
}

/** `-i` writes the files that are read; a suffix names the copy of what was there. */
export function writesInPlace(options: Call['options'], files: readonly Value[], site: Site): void {
  const inPlace = options.find(({ name }) => name === '-i' || name.startsWith('--in'));
  if (inPlace === undefined) return;
  if (inPlace.value !== undefined && !/^[\w.~-]*$/.test(constant(inPlace.value) ?? '/')) {
    refuse(site, 'refused-option', `The suffix ${shown(inPlace.value)} can lead to another folder.`);
  }
  for (const file of files) judgeWrite(site, file);
}

function judgeSedScript(site: Site, script: Value): void {
  const text = constant(script);
  if (text !== undefined && isHarmlessSed(text)) return;
  // a name or number within a replacement can do no harm; anything can
  const filled = script.pieces.map((piece) =>
    typeof piece === 'string' ? piece : piece.unknown === 'plain' ? 'x' : undefined,
  );
  if (!script.many && !filled.includes(undefined) && isHarmlessSed(filled.join(''))) return;
  refuse(
    site,
    'hidden-command',
    `The sed script ${shown(script)} may run or write something; print, delete and replace alone are let through.`,
  );
}

/** Reads a sed script command by command. Source: "sed scripts" of the GNU sed manual. */
function isHarmlessSed(script: string): boolean {
  let rest = script;
  const take = (pattern: RegExp): boolean => {
    const match = pattern.exec(rest);
    if (!match || match.index !== 0) return false;
    rest = rest.slice(match[0].length);
    return true;
  };
  const address = /(?:\d+|\$|\/(?:\\[^]|[^/\\\n])*\/[IM]*|[~+]\d+)/;
  while (rest !== '') {
    take(/[\s;{}]+/);
    if (rest === '') break;
    if (take(address)) {
      take(/~\d+/);
      take(/\s*,\s*/);
      take(address);
    }
    take(/\s*!?\s*/);
    if (take(/[{}]/)) continue;
    if (take(/s([^\w\s\\])(?:\\[^]|(?!\1)[^\\\n])*\1(?:\\[^]|(?!\1)[^\\])*\1[gpiIm\d]*(?=[\s;}]|$)/)) continue;
    if (take(/y([^\w\s\\])(?:\\[^]|(?!\1)[^\\])*\1(?:\\[^]|(?!\1)[^\\])*\1(?=[\s;}]|$)/)) continue;
    if (take(/[pPdDnNgGhHxq=]\d*(?=[\s;}]|$)/)) continue;
    if (take(/[btT:]\s*\w*(?=[\s;}]|$)/)) continue;
    if (take(/[aic]\\?[^\n]*(?:\\\n[^\n]*)*(?:\n|$)/)) continue;
    return false;
  }
  return true;
}

/** `awk`: its program may print; not run programs, open pipes or write files. */
export function runsAwk({ options, operands, site }: Call): void {
  const files = options.filter(({ name }) => name === '-f' || name.startsWith('--fil'));
  for (const { value } of files) if (value) judgeOwnCode(site, value);
  const [program] = files.length > 0 ? [] : operands;
  if (program === undefined) return;
  const text = constant(program);
  if (text === undefined || !isHarmlessAwk(text)) {
    refuse(site, 'hidden-command', `The awk program ${shown(program)} may run or write something; let it print alone.`);
  }
}

function isHarmlessAwk(text: string): boolean {
  if (/system|getline|@|close|fflush|ENVIRON|extension/.test(text)) return false;
  return [...text.matchAll(/printf?/g)].every((match) => printsToOutput(text.slice(match.index)));
}

/** Up to the end of the statement: no `>`, no `|` outside of a string. */
function printsToOutput(text: string): boolean {
  let quoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (letter === '\\') at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (letter === '#') at = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at);
    else if (letter === '(') depth += 1;
    else if (letter === ')') depth -= 1;
    // a regular expression could hide a quote
    else if (letter === '/') return !/[|>"]/.test(text.slice(at));
    // a statement goes on behind a comma and a line break
    else if (/[;}]/.test(letter)) return true;
    else if (letter === '|' || (letter === '>' && depth <= 0)) return false;
  }
  return true;
}

/** `find`: where it looks, what it deletes, what it starts. */
export function finds({ words, site }: Call): void {
  const first = words.findIndex((word) => /^[-(!]/.test(constant(word) ?? ''));
  const starts = words
    .slice(0, first === -1 ? undefined : first)
    .filter((word) => !/^-[HLPO]/.test(constant(word) ?? ''));
  for (const start of starts.filter(canBeOption)) {
    refuse(site, 'uncertain-option', `${shown(start)} may turn out to be an action of find; put ./ in front.`);
  }
  const tests = first === -1 ? [] : words.slice(first);
  const found: readonly Value[] = (starts.length === 0 ? [{ pieces: ['.'] }] : starts).map((start) => ({
    pieces: [...start.pieces, '/', { unknown: 'plain' as const }],
  }));
  tests.forEach((word, at) => {
    const text = constant(word);
    if (text === undefined) {
      if (word.pieces.length > 0 && typeof word.pieces[0] !== 'string') {
        refuse(site, 'uncertain-option', `${shown(word)} may turn out to be an action of find.`);
      }
    } else if (text === '-delete') judgeDeletion(starts, found, tests, site);
    else if (/^-(?:fprint|fprint0|fprintf|fls)$/.test(text)) judgeWrite(site, tests[at + 1] ?? { pieces: ['/'] });
    else if (/^-(?:exec|execdir|ok|okdir)$/.test(text)) judgeAction(tests.slice(at + 1), found, site);
    else if (text === '-files0-from') refuse(site, 'uncertain-option', 'find may not take its places from a file.');
  });
}

/** What is deleted is named, unless it is all of a folder in the repository. */
function judgeDeletion(starts: readonly Value[], found: readonly Value[], tests: readonly Value[], site: Site): void {
  for (const path of found) judgeWrite(site, path, 'no-content');
  const isNamed = tests.some((test, at) => {
    const pattern = constant(tests[at + 1]) ?? '';
    return (
      /^-(?:i?name|i?path|i?regex|newer|[mac](?:time|min)|empty|user)$/.test(constant(test) ?? '') &&
      !/^\*+$/.test(pattern)
    );
  });
  if (isNamed) return;
  for (const start of starts.length === 0 ? [{ pieces: ['.'] }] : starts) judgeWrite(site, start, 'whole-tree');
}

function judgeAction(words: readonly Value[], found: readonly Value[], site: Site): void {
  const end = words.findIndex((word) => constant(word) === ';' || constant(word) === '+');
  const action = words.slice(0, end === -1 ? undefined : end);
  for (const path of found) {
    const inner = action.map((word) => (constant(word) === '{}' ? path : withPath(word, path)));
    site.run.judgeExternal(inner, { ...site, scope: site.scope.clone() });
  }
}

/** A `{}` within a word is replaced too; in a text for a shell it can then be any text. */
function withPath(word: Value, path: Value): Value {
  if (!word.pieces.some((piece) => typeof piece === 'string' && piece.includes('{}'))) return word;
  return path.pieces.length === 0 ? word : { pieces: [{ unknown: 'any' }] };
}

/** `dd`: `of=` is written. */
export function copiesBlocks({ operands, site }: Call): void {
  for (const operand of operands) {
    const text = operand.pieces[0];
    if (typeof text !== 'string' || !/^[a-z]+=/.test(text)) {
      refuse(site, 'uncertain-option', `${shown(operand)} may turn out to be an output of dd.`);
    } else if (text.startsWith('of=')) {
      judgeWrite(site, { pieces: [text.slice(3), ...operand.pieces.slice(1)] });
    }
  }
}

/** Links lead only to the repository and the temporary folder, also for those who write through them later. */
export function links({ operands, options, site }: Call): void {
  const folder = options.find(({ name }) => name === '-t' || name.startsWith('--ta'))?.value;
  const link = folder ?? (operands.length > 1 ? operands.at(-1) : undefined);
  const targets = folder === undefined && operands.length > 1 ? operands.slice(0, -1) : operands;
  for (const target of targets) {
    // a relative target starts where the link stands
    const isRelative = !knownPrefix(target).startsWith('/') && typeof target.pieces[0] === 'string';
    const start = link === undefined || !isRelative ? [] : [...link.pieces, ...(folder ? ['/'] : ['/../'])];
    judgeInside(site, { ...target, pieces: [...start, ...target.pieces] }, 'target of the link');
  }
}

/** `mv`: the repository itself stays where it is. */
export function movesNoRoot({ operands, site }: Call): void {
  for (const source of operands.slice(0, -1)) judgeWrite(site, source, 'whole-tree');
}

/** `chmod`: who may write stays as it is. */
export function changesMode({ operands, site }: Call): void {
  const [mode, ...files] = operands;
  const text = constant(mode) ?? '';
  const isSafe = /^(?:[ugoa]*[+=-][rwxX]+,?)+$/.test(text)
    ? !/(?:^|,)[ug]*[oa][ugoa]*[+=][rxX]*w/.test(text) && !/^[+=]\w*w/.test(text)
    : /^0?[0-7][0-7][0145]$/.test(text);
  if (!isSafe)
    refuse(site, 'refused-operand', `The mode ${mode ? shown(mode) : ''} lets everybody write, or cannot be told.`);
  for (const file of files) judgeWrite(site, file, 'no-content');
}

/** Old style options without a dash are read too: `tar xzf archive`. */
export function archives({ options, operands, words, site }: Call): void {
  const first = constant(words[0]) ?? '';
  const isOld = /^[A-Za-z]+$/.test(first);
  const letters = isOld ? first : options.map(({ name }) => (name.length === 2 ? name[1] : '')).join('');
  if (isOld && (!/^[ctxvzjJafk]+$/.test(first) || first.indexOf('f') < first.length - 1)) {
    return refuse(site, 'refused-option', 'Write the options of tar with dashes.');
  }
  const creates = /[cruA]/.test(letters) || options.some(({ name }) => /^--(?:create|append|update)$/.test(name));
  const archive = isOld ? operands[1] : options.find(({ name }) => name === '-f' || name === '--file')?.value;
  if (archive === undefined || constant(archive) === '-') return;
  if (creates) judgeWrite(site, archive);
  if (/:/.test(shown(archive))) refuse(site, 'network', `The archive ${shown(archive)} is on another machine.`);
}
