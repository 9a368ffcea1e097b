import { operators } from '../shell/syntax-nodes.js';
import type { Binary, CallExpression, Literal, Statement } from '../shell/syntax-nodes.js';
import { plainOutputs } from '../table/plain-outputs.js';
import { expandWords } from './expand-word.js';
import type { Run } from './run.js';
import type { Scope } from './scope.js';
import { anyWords, constant } from './value.js';
import type { Value } from './value.js';

const pipe = 12;

/** What a command substitution can give, as far as the programs in it tell. */
export function outputOf(statements: readonly Statement[], scope: Scope, run: Run, depth = 0): Value {
  const [statement, more] = statements;
  if (!statement?.Cmd || more || depth > 4) return anyWords;
  const kind = statement.Cmd.kind;
  if (kind === 'Block')
    return outputOf((statement.Cmd as unknown as { Stmts: Statement[] }).Stmts, scope, run, depth + 1);
  if (kind === 'BinaryCmd') return outputOfBinary(statement.Cmd as Binary, scope, run, depth);
  return kind === 'CallExpr' ? outputOfCall(statement.Cmd as CallExpression, scope, run, depth) : anyWords;
}

function outputOfBinary({ Op, X, Y }: Binary, scope: Scope, run: Run, depth: number): Value {
  const [left, right] = [X, Y] as unknown as [Statement, Statement];
  const words = literalWords(right);
  if (Op === pipe) {
    return passesOn(words) ? outputOf([left], scope, run, depth + 1) : outputOf([right], scope, run, depth + 1);
  }
  // `… || true` adds nothing
  return Op === operators.or && words.join(' ') === 'true' ? outputOf([left], scope, run, depth + 1) : anyWords;
}

/** `head` and `tail` of their standard input give some of the lines as they are. */
function passesOn(words: readonly string[]): boolean {
  return /^(?:head|tail) (?:-n ?|-|--lines=)\d+$/.test(words.join(' '));
}

function literalWords({ Cmd }: Statement): readonly string[] {
  if (Cmd === null || Cmd.kind !== 'CallExpr') return [];
  return ((Cmd as CallExpression).Args ?? []).map((word) => {
    const [part, more] = word.Parts ?? [];
    return part && !more && part.kind === 'Lit' ? (part as Literal).Value : '…';
  });
}

function outputOfCall(call: CallExpression, scope: Scope, run: Run, depth: number): Value {
  // the words are judged where the substitution itself is
  const quiet: Run = { ...run, reasons: [], assignments: [] };
  const lists = expandWords(call.Args, scope, quiet);
  const values = lists.map((words) => outputOfWords(words, scope, run, depth));
  const [first] = values;
  return first !== undefined && values.every((value) => JSON.stringify(value) === JSON.stringify(first))
    ? first
    : anyWords;
}

function outputOfWords(words: readonly Value[], scope: Scope, run: Run, depth: number): Value {
  const name = constant(words[0]);
  if (name === undefined) return anyWords;
  const bodies = scope.functions.get(name);
  if (bodies === undefined) return plainOutputs(words) ?? anyWords;
  const [body, other] = bodies;
  if (!body || other) return anyWords;
  const inside = scope.clone();
  inside.positional = words.slice(1);
  return outputOf([body], inside, run, depth + 1);
}
