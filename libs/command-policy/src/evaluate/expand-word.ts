import type { Literal, ParameterExpansion, Quoted, Substitution, SyntaxNode, Word } from '../shell/syntax-nodes.js';
import { judgeArithmetic } from './arithmetic.js';
import { expandParameter } from './expand-parameter.js';
import { joinFragments, readAnsiQuoted, readLiteral, readQuotedLiteral, splitUnquoted } from './fragments.js';
import type { Fragment } from './fragments.js';
import { outputOf } from './output-of.js';
import { placeOf } from './run.js';
import type { Run } from './run.js';
import { refuseAt } from './refuse.js';
import { homeFolder } from './scope.js';
import type { Scope } from './scope.js';
import { splitBraces } from './split-braces.js';
import type { BraceItem } from './split-braces.js';
import { any, anyWords, joined, plain } from './value.js';
import type { Value } from './value.js';

const maximumAlternatives = 256;

/** The lists of words that some words of the script can become; judges every command in them. */
export function expandWords(words: readonly Word[] | null, scope: Scope, run: Run): readonly Value[][] {
  let lists: Value[][] = [[]];
  for (const word of words ?? []) {
    const choices = expandWord(word, scope, run);
    lists = lists.flatMap((list) => choices.map((choice) => [...list, ...choice]));
    if (lists.length > maximumAlternatives) {
      refuseAt(run, placeOf(run, word), [], 'too-complex', 'The command can take too many forms to be judged.');
      return [];
    }
  }
  return lists;
}

export function expandWord(word: Word, scope: Scope, run: Run): readonly Value[][] {
  const items = (word.Parts ?? []).flatMap(itemsOf);
  const words = splitBraces(items);
  if (words.length > 1 || words[0]!.includes('sequence')) judgeSeams(words, word, run);
  const choices = words.map((split) => {
    const parts = partsOf(split).map((part, at) => partOf(part, at, scope, run, 'words'));
    return product(parts, run, word).map(joinFragments);
  });
  return product(choices, run, word).map((lists) => lists.flat());
}

/** A piece of a word that braces have left; written as in the script, backslashes and all. */
class BraceText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const sequence = new BraceText('');
type Part = SyntaxNode | BraceText;

function itemsOf(part: SyntaxNode): BraceItem<SyntaxNode>[] {
  if (part.kind !== 'Lit') return [{ part }];
  return [...(part as Literal).Value.matchAll(/\\?[^]/g)].map(([text]) => ({
    letter: text.length > 1 && text.startsWith('\\') ? text.slice(1) : text,
    escaped: text.length > 1 && text.startsWith('\\'),
  }));
}

function partsOf(items: readonly BraceItem<SyntaxNode>[]): Part[] {
  const parts: Part[] = [];
  for (const item of items) {
    const last = parts.at(-1);
    if (item === 'sequence') parts.push(sequence);
    else if ('part' in item) parts.push(item.part);
    else {
      const text = item.escaped ? `\\${item.letter}` : item.letter;
      if (last instanceof BraceText && last !== sequence) parts[parts.length - 1] = new BraceText(last.text + text);
      else parts.push(new BraceText(text));
    }
  }
  return parts;
}

/** Braces are split in the text itself: `$x{a,b}` is `$xa $xb`, and `{$,b}x` is `$x bx`. */
function judgeSeams(words: readonly (readonly BraceItem<SyntaxNode>[])[], word: Word, run: Run): void {
  const changesName = words.flat().some((item, at, all) => {
    if (item === 'sequence') return false;
    if ('letter' in item) return item.letter === '$' && !item.escaped;
    const next = all[at + 1];
    const isOpen = item.part.kind === 'ParamExp' && (item.part as ParameterExpansion).Short;
    return isOpen && (next === 'sequence' || (next !== undefined && 'letter' in next && /\w/.test(next.letter)));
  });
  if (!changesName) return;
  refuseAt(run, placeOf(run, word), [], 'not-understood', 'Braces beside a variable change its name; write ${name}.');
}

/** One value for a word where the shell does not split: assignments, redirections, `case`, here-documents. */
export function expandText(word: Word | null, scope: Scope, run: Run, inHereDocument = false): readonly Value[] {
  if (word === null) return [{ pieces: [''] }];
  const parts = (word.Parts ?? []).map((part, at) => partOf(part, at, scope, run, inHereDocument ? 'here' : 'text'));
  return product(parts, run, word).map((fragments) =>
    joined(
      fragments.map((list) => joined(list, ' ')),
      '',
    ),
  );
}

function product<Item>(parts: readonly (readonly Item[])[], run: Run, node: SyntaxNode | undefined): Item[][] {
  let lists: Item[][] = [[]];
  for (const choices of parts) {
    lists = lists.flatMap((list) => choices.map((choice) => [...list, choice]));
    if (lists.length > maximumAlternatives) {
      const at = node ? placeOf(run, node) : { line: 1, column: 1 };
      refuseAt(run, at, [], 'too-complex', 'The word can take too many forms to be judged.');
      return [];
    }
  }
  return lists;
}

/** Where a part stands: what it gives is split and looked up, taken as it is, or inside of quotes. */
export type Context = 'words' | 'text' | 'quoted' | 'here';

/** The forms of one part; each form is a list of fragments. */
function partOf(part: Part, index: number, scope: Scope, run: Run, context: Context): readonly (readonly Fragment[])[] {
  if (part === sequence) return [[{ ...plain, many: true }]];
  if (part instanceof BraceText) return [[literal(part.text, index, context)]];
  const kind = part.kind;
  if (kind === 'Lit') return [[literal((part as Literal).Value, index, context)]];
  if (kind === 'SglQuoted') {
    const { Dollar, Value: text } = part as Quoted;
    return [[{ pieces: [Dollar ? readAnsiQuoted(text) : text], quoted: true }]];
  }
  if (kind === 'DblQuoted') return doubleQuoted(part as Quoted, scope, run);
  if (kind === 'ParamExp') return unquoted(expandParameter(part as ParameterExpansion, scope, run, context), context);
  if (kind === 'CmdSubst') return unquoted([[substitute(part as Substitution, scope, run, context)]], context);
  if (kind === 'ArithmExp') {
    judgeArithmetic((part as unknown as { X: SyntaxNode }).X, scope, run);
    return [[plain]];
  }
  if (kind === 'ProcSubst') {
    run.judgeStatements((part as Substitution).Stmts, scope.clone());
    return [[{ pieces: ['/dev/fd/', { unknown: 'plain' }], quoted: true }]];
  }
  if (kind === 'ExtGlob') return [[{ ...any, glob: true }]];
  refuseAt(run, placeOf(run, part), [], 'not-understood', `The shell construct ${kind} is not known to the policy.`);
  return [[anyWords]];
}

function literal(source: string, index: number, context: Context): Fragment {
  if (context === 'quoted' || context === 'here') return { pieces: [readQuotedLiteral(source, context === 'here')] };
  const home = index === 0 ? /^~[^/]*/.exec(source)?.[0] : undefined;
  // after `=` and `:` too, where the shell may take it for the home folder
  const start = home === undefined ? source : homeFolder + source.slice(home.length);
  const text = start.replace(context === 'text' ? /([=:])~/g : /(=)~/g, `$1${homeFolder}`);
  return readLiteral(text);
}

function doubleQuoted({ Parts }: Quoted, scope: Scope, run: Run): readonly (readonly Fragment[])[] {
  const parts = Parts ?? [];
  const alone = parts.length === 1;
  return product(
    parts.map((part, at) => partOf(part, at + 1, scope, run, 'quoted')),
    run,
    parts[0],
  ).map((lists) => {
    // "$@" of nothing is no word at all
    if (alone && lists[0]!.length === 0) return [];
    const start: Fragment[] = [{ pieces: [''], quoted: true }];
    return quoteAll([start, ...lists]);
  });
}

function quoteAll(lists: readonly (readonly Fragment[])[]): Fragment[] {
  const words: Fragment[] = [];
  for (const list of lists) {
    list.forEach((fragment, at) => {
      const last = at === 0 ? words.pop() : undefined;
      const many = last?.many || fragment.many;
      words.push({
        pieces: [...(last?.pieces ?? []), ...fragment.pieces],
        quoted: true,
        ...(many ? { many } : {}),
      });
    });
  }
  return words;
}

function unquoted(alternatives: readonly (readonly Value[])[], context: Context): readonly (readonly Fragment[])[] {
  if (context === 'words') return alternatives.map((values) => values.flatMap(splitUnquoted));
  return alternatives;
}

function substitute({ Stmts }: Substitution, scope: Scope, run: Run, context: Context): Value {
  const output = outputOf(Stmts ?? [], scope.clone(), run);
  run.judgeStatements(Stmts, scope.clone());
  return context === 'quoted' || context === 'here' ? { pieces: output.pieces } : output;
}
