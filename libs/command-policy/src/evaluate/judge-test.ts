import { operators } from '../shell/syntax-nodes.js';
import type { Binary, SyntaxNode, Unary, Word } from '../shell/syntax-nodes.js';
import { judgeArithmeticValue } from './arithmetic.js';
import { expandText } from './expand-word.js';
import { refuseAt } from './refuse.js';
import { placeOf } from './run.js';
import type { Run } from './run.js';
import type { Scope } from './scope.js';
import { constant } from './value.js';

/** Judges what stands between `[[` and `]]`. */
export function judgeTest(node: SyntaxNode, scope: Scope, run: Run): void {
  const kind = node.kind;
  if (kind === 'Word') {
    expandText(node as Word, scope, run);
  } else if (kind === 'ParenTest') {
    judgeTest((node as Unary).X, scope, run);
  } else if (kind === 'UnaryTest') {
    judgeUnary(node as Unary, scope, run);
  } else if (kind === 'BinaryTest') {
    judgeBinary(node as Binary, scope, run);
  } else {
    refuseAt(run, placeOf(run, node), [], 'not-understood', 'The policy does not know this test.');
  }
}

function judgeUnary({ Op, X }: Unary, scope: Scope, run: Run): void {
  if (!(operators.variableTests as readonly number[]).includes(Op)) return judgeTest(X, scope, run);
  for (const value of expandText(X as Word, scope, run)) {
    if (/^\w+$/.test(constant(value) ?? '')) continue;
    refuseAt(
      run,
      placeOf(run, X),
      [value],
      'hidden-command',
      'A test of a variable evaluates its subscript; name it plainly.',
    );
  }
}

function judgeBinary({ Op, X, Y }: Binary, scope: Scope, run: Run): void {
  if (!(operators.numericTests as readonly number[]).includes(Op)) {
    judgeTest(X, scope, run);
    return judgeTest(Y, scope, run);
  }
  for (const side of [X, Y]) {
    for (const value of expandText(side as Word, scope, run)) judgeArithmeticValue(value, side, run);
  }
}
