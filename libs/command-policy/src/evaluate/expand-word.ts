import type {
  BraceExpansion,
  Literal,
  ParameterExpansion,
  Quoted,
  Substitution,
  SyntaxNode,
  Word,
} from '../shell/syntax-nodes.js';
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
  // braces are split before everything else; a word is split once
  if (!run.split.has(word)) {
    run.split.add(word);
    run.syntax.splitBraces(word);
  }
  return expandParts(word.Parts ?? [], scope, run);
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

function expandParts(parts: readonly SyntaxNode[], scope: Scope, run: Run): readonly Value[][] {
  const braces = parts.findIndex((part) => run.syntax.kindOf(part) === 'BraceExp');
  if (braces !== -1) return expandBraces(parts, braces, scope, run);
  const choices = parts.map((part, at) => partOf(part, at, scope, run, 'words'));
  return product(choices, run, parts[0]).map(joinFragments);
}

/** `a{b,c}d` gives two words; a sequence gives numbers or letters. */
function expandBraces(parts: readonly SyntaxNode[], at: number, scope: Scope, run: Run): readonly Value[][] {
  const { Sequence, Elems } = parts[at] as BraceExpansion;
  const before = parts.slice(0, at);
  const after = parts.slice(at + 1);
  if (Sequence) {
    const choices = [...before, undefined, ...after].map((part, index) =>
      part ? partOf(part, index, scope, run, 'words') : [[{ ...plain, many: true }]],
    );
    return product(choices, run, parts[0]).map(joinFragments);
  }
  const words = Elems.map((element) => expandParts([...before, ...(element.Parts ?? []), ...after], scope, run));
  return product(words, run, parts[0]).map((lists) => lists.flat());
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
function partOf(
  part: SyntaxNode,
  index: number,
  scope: Scope,
  run: Run,
  context: Context,
): readonly (readonly Fragment[])[] {
  const kind = run.syntax.kindOf(part);
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
  const text = (home === undefined ? source : homeFolder + source.slice(home.length)).replace(
    /([=:])~/g,
    `$1${homeFolder}`,
  );
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
