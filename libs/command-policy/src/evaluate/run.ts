import type { PolicyOptions, PolicyReason } from '../policy-verdict.js';
import type { Dialect, ShellSyntax } from '../shell/parse-script.js';
import type { Statement, SyntaxNode } from '../shell/syntax-nodes.js';
import type { Alternatives, Scope } from './scope.js';
import type { Value } from './value.js';

/** Where a command stands in the script. */
export interface Place {
  line: number;
  column: number;
}

/** What the judgement of one script shares. */
export interface Run {
  readonly syntax: ShellSyntax;
  readonly options: PolicyOptions;
  readonly reasons: PolicyReason[];
  /** Every value that a variable was ever given, in order. */
  readonly assignments: { name: string; alternatives: Alternatives }[];
  /** Files that the script writes: what stands in each, as far as that is known. */
  readonly written: Map<string, (Value | undefined)[]>;
  /** Commands that are run later, by `trap`. */
  readonly traps: Site[];
  readonly uncalled: Map<Statement, Scope>;
  /** Position that stands for all of a script in a script. */
  outer: Place | undefined;
  depth: number;
  /** Commands that may still be judged. */
  budget: number;
  judgeStatements(statements: readonly Statement[] | null, scope: Scope): void;
  /** Judges a text as a script of its own in the given scope. */
  judgeText(text: Value | undefined, scope: Scope, site: Site, dialect?: Dialect): void;
  /** Judges a command by its words. */
  judgeWords(words: readonly Value[], site: Site): void;
  /** The same, where a function of the script is not meant. */
  judgeExternal(words: readonly Value[], site: Site): void;
}

/** One command on its way through the rules. */
export interface Site {
  readonly run: Run;
  readonly scope: Scope;
  readonly at: Place;
  readonly words: readonly Value[];
  /** A here-document or here-string; undefined when standard input is something else. */
  readonly input?: Value | undefined;
}

export function placeOf(run: Run, node: SyntaxNode): Place {
  if (run.outer) return run.outer;
  return { line: node.line, column: node.column };
}

export function assign(run: Run, scope: Scope, name: string, alternatives: Alternatives, exported = false): void {
  run.assignments.push({ name, alternatives });
  scope.assign(name, alternatives, exported);
}
