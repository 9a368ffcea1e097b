import type { Assignment, SyntaxNode, Word } from '../shell/syntax-nodes.js';
import { judgeArithmetic } from './arithmetic.js';
import { expandText, expandWord } from './expand-word.js';
import type { Run } from './run.js';
import type { Alternatives, Scope } from './scope.js';
import { distinct, joined, known } from './value.js';
import type { Value } from './value.js';

/** What a variable can be after `x=…`, `x+=…`, `x[1]=…` or `x=(…)`. */
export function assignedAlternatives(node: Assignment, scope: Scope, run: Run): Alternatives {
  const before = scope.lookup(node.Name?.Value ?? '');
  if (node.Array) {
    const given = arrayAlternatives(node.Array.Elems ?? [], scope, run);
    return node.Append ? distinct(before.flatMap((old) => given.map((added) => [...old, ...added]))) : given;
  }
  const values = expandText(node.Value, scope, run);
  if (node.Index) {
    judgeArithmetic(node.Index, scope, run);
    // which element it is, is not followed
    return distinct(before.flatMap((old) => values.flatMap((value) => [[...old, value], [value]])));
  }
  if (!node.Append) return values.map((value) => [value]);
  return distinct(
    before.flatMap(([first, ...rest]) => values.map((value) => [joined([first ?? known(''), value], ''), ...rest])),
  );
}

function arrayAlternatives(
  elements: readonly { Index: SyntaxNode | null; Value: Word | null }[],
  scope: Scope,
  run: Run,
): Alternatives {
  let lists: Value[][] = [[]];
  for (const { Index, Value: word } of elements) {
    judgeArithmetic(Index, scope, run);
    if (word === null) continue;
    const choices = expandWord(word, scope, run);
    lists = distinct(lists.flatMap((list) => choices.map((choice) => [...list, ...choice]))).map((list) => [...list]);
  }
  return lists;
}
