import { operators } from '../shell/syntax-nodes.js';
import type { ParameterExpansion, SyntaxNode, Word } from '../shell/syntax-nodes.js';
import { judgeArithmetic } from './arithmetic.js';
import { expandText } from './expand-word.js';
import type { Context } from './expand-word.js';
import { assign, placeOf } from './run.js';
import type { Run } from './run.js';
import { refuseAt } from './refuse.js';
import type { Alternatives, Scope } from './scope.js';
import { any, constant, joined, plain } from './value.js';
import type { Value } from './value.js';

/** What `$x`, `${x:-y}`, `${x[@]}`, … can be; each form is a list of words. */
export function expandParameter(node: ParameterExpansion, scope: Scope, run: Run, context: Context): Alternatives {
  const isQuoted = context === 'quoted' || context === 'here';
  const several = elementsAsked(node);
  const values = baseValues(node, scope, run);
  const changed = change(node, values, scope, run);
  if (several === '@' || (several === '*' && context === 'words')) return changed;
  return changed.map((elements) => {
    const one = several === '*' ? joined(elements, ' ') : elements[0];
    if (one === undefined) return [];
    return [isQuoted ? { pieces: one.pieces } : one];
  });
}

function elementsAsked({ Param, Index }: ParameterExpansion): '@' | '*' | undefined {
  if (Param.Value === '@' || Param.Value === '*') return Param.Value;
  const index = Index === null ? undefined : literalWord(Index);
  return index === '@' || index === '*' ? index : undefined;
}

function literalWord(node: SyntaxNode): string | undefined {
  if (node.kind !== 'Word') return undefined;
  const [part, more] = (node as Word).Parts ?? [];
  return part && !more && part.kind === 'Lit' ? (part as unknown as { Value: string }).Value : undefined;
}

function baseValues(node: ParameterExpansion, scope: Scope, run: Run): Alternatives {
  const name = node.Param.Value;
  if (node.Length || node.Width) return [[plain]];
  if (node.Excl || node.Names !== 0) return [[{ ...any, many: true }], []];
  if (name === '@' || name === '*') return [scope.arguments()];
  if (/^[0-9]+$/.test(name) && name !== '0') return positional(scope, Number(name));
  if (/^[?#$!-]$/.test(name)) return [[plain]];
  const index = node.Index === null ? undefined : literalWord(node.Index);
  if (node.Index === null || index === '@' || index === '*') return scope.lookup(name);
  judgeArithmetic(node.Index, scope, run);
  // which element it is, is not followed
  return scope.lookup(name).flatMap((elements) => [...elements.map((element) => [element]), []]);
}

function positional(scope: Scope, number: number): Alternatives {
  const before = scope.arguments().slice(0, number);
  if (before.some((value) => value.many)) return [[any], []];
  const value = scope.arguments()[number - 1];
  return [value === undefined ? [] : [value]];
}

function change(node: ParameterExpansion, values: Alternatives, scope: Scope, run: Run): Alternatives {
  if (node.Slice) {
    for (const part of [node.Slice.Offset, node.Slice.Length]) if (part) judgeArithmetic(part, scope, run);
    return [...values.map((elements) => elements.map((value) => (constant(value) === '' ? value : any))), []];
  }
  if (node.Repl) {
    for (const part of [node.Repl.Orig, node.Repl.With]) if (part) expandText(part, scope, run);
    return values.map((elements) => elements.map(() => any));
  }
  return node.Exp ? changeByOperator(node, node.Exp.Op, node.Exp.Word, values, scope, run) : values;
}

function changeByOperator(
  node: ParameterExpansion,
  operator: number,
  word: Word | null,
  values: Alternatives,
  scope: Scope,
  run: Run,
): Alternatives {
  if (operator === operators.transformation) return transform(node, word, values, run);
  const given = expandText(word, scope, run);
  const isIn = (list: readonly number[]) => list.includes(operator);
  if (isIn(operators.alternatives)) return [...given.map((value) => [value]), []];
  if (isIn(operators.defaults) || isIn(operators.assigningDefaults)) {
    const set = values.filter((elements) => elements.length > 0 && elements.some((value) => constant(value) !== ''));
    if (scope.isUnset(node.Param.Value) && !/^[@*\d]/.test(node.Param.Value)) {
      if (isIn(operators.assigningDefaults))
        assign(
          run,
          scope,
          node.Param.Value,
          given.map((value) => [value]),
        );
      return given.map((value) => [value]);
    }
    const certain =
      set.length === values.length && set.every((elements) => elements.some((value) => !mayBeEmpty(value)));
    const result = certain ? set : [...set, ...given.map((value) => [value])];
    if (isIn(operators.assigningDefaults)) assign(run, scope, node.Param.Value, result);
    return result;
  }
  if (isIn(operators.suffixRemovals)) {
    return values.map((elements) => elements.map((value) => withoutSuffix(value, given)));
  }
  return values.map((elements) => elements.map(() => any));
}

/** `@P` runs the substitutions in a value, the others only write it differently. */
function transform(node: ParameterExpansion, word: Word | null, values: Alternatives, run: Run): Alternatives {
  const name = (word?.Parts?.[0] as unknown as { Value: string } | undefined)?.Value;
  if (name === undefined || !'QULua'.includes(name)) {
    refuseAt(
      run,
      placeOf(run, node),
      [],
      'hidden-command',
      'A prompt expansion (@P, @A, …) can run what is in a variable.',
    );
  }
  return values.map((elements) => elements.map(() => any));
}

function mayBeEmpty(value: Value): boolean {
  return (
    value.many === true ||
    !value.pieces.some((piece) => (typeof piece === 'string' ? piece !== '' : piece.unknown === 'plain'))
  );
}

/** `${file%.gz}` of a name that is known at its end; anything else is not followed. */
function withoutSuffix(value: Value, patterns: readonly Value[]): Value {
  const pattern = patterns.length === 1 ? constant(patterns[0]) : undefined;
  const last = value.pieces.at(-1);
  if (pattern === undefined || /[*?[\\]/.test(pattern) || typeof last !== 'string') return any;
  if (!last.endsWith(pattern)) return pattern.length < last.length ? value : any;
  return { ...value, pieces: [...value.pieces.slice(0, -1), last.slice(0, last.length - pattern.length)] };
}
