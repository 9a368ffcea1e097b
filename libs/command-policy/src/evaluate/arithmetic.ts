import { operators } from '../shell/syntax-nodes.js';
import type { Binary, Literal, ParameterExpansion, SyntaxNode, Unary, Word } from '../shell/syntax-nodes.js';
import { expandText } from './expand-word.js';
import { refuseAt } from './refuse.js';
import { assign, placeOf } from './run.js';
import type { Run } from './run.js';
import type { Scope } from './scope.js';
import { isPlain, plain, plainText, shown } from './value.js';
import type { Value } from './value.js';

/**
 * Judges an arithmetic expression. The shell evaluates the *value* of a variable in it once more, subscripts and the command
 * substitutions in them included, so every value must be a plain number or word.
 */
export function judgeArithmetic(node: SyntaxNode | null, scope: Scope, run: Run): void {
  if (node === null) return;
  const kind = node.kind;
  if (kind === 'Word') return judgeWord(node as Word, scope, run);
  if (kind === 'ParenArithm') return judgeArithmetic((node as Unary).X, scope, run);
  if (kind === 'UnaryArithm') {
    const { Op, X } = node as Unary;
    judgeArithmetic(X, scope, run);
    if ((operators.increments as readonly number[]).includes(Op)) assignNumber(X, scope, run);
    return;
  }
  if (kind !== 'BinaryArithm') {
    return refuseAt(run, placeOf(run, node), [], 'not-understood', `The arithmetic construct ${kind} is not known.`);
  }
  const { Op, X, Y } = node as Binary;
  judgeArithmetic(X, scope, run);
  judgeArithmetic(Y, scope, run);
  if ((operators.arithmeticAssignments as readonly number[]).includes(Op)) assignNumber(X, scope, run);
}

/** Notes a value that the shell will evaluate as arithmetic. */
export function judgeArithmeticValue(value: Value, node: SyntaxNode, run: Run): void {
  if (isNumeric(value)) return;
  refuseAt(
    run,
    placeOf(run, node),
    [value],
    'hidden-command',
    `Arithmetic evaluates ${shown(value)} once more, and with it any command in it; compare with [ … ] or give a number.`,
  );
}

function isNumeric(value: Value): boolean {
  const text = plainText(value);
  if (text !== undefined && /^\s*[-+*/%()\d\s]*$/.test(text)) return true;
  // several numbers are an error, not a command
  return isPlain({ pieces: value.pieces });
}

function judgeWord(word: Word, scope: Scope, run: Run): void {
  const parts = word.Parts ?? [];
  const first = parts[0];
  if (parts.length === 1 && first!.kind === 'Lit') {
    const name = (first as Literal).Value;
    // what nothing has set counts as zero
    if (!/^[A-Za-z_]\w*$/.test(name) || scope.isUnset(name)) return;
    for (const elements of scope.lookup(name)) for (const value of elements) judgeArithmeticValue(value, word, run);
    return;
  }
  for (const value of expandText(word, scope, run)) judgeArithmeticValue(value, word, run);
}

function assignNumber(target: SyntaxNode, scope: Scope, run: Run): void {
  const part = (target as Word).Parts?.[0];
  if (part === undefined) return;
  const kind = part.kind;
  const name =
    kind === 'Lit' ? (part as Literal).Value : kind === 'ParamExp' ? (part as ParameterExpansion).Param.Value : '';
  if (/^[A-Za-z_]\w*$/.test(name)) assign(run, scope, name, [...scope.lookup(name), [plain]]);
}
