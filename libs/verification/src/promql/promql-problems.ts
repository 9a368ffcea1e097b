import { createRequire } from 'node:module';
import type { LRLanguage } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import { NotJudgedError } from '../verifier.js';

interface Diagnostic {
  severity: string;
  message: string;
}

/** The parser's package has no entry that Node can import; its CommonJS half is loaded, with the editor modules it shares. */
interface PromqlModules {
  Parser: new (state: EditorState) => { analyze(): void; getDiagnostics(): Diagnostic[] };
  promQLLanguage: (top: string) => LRLanguage;
  EditorState: typeof EditorState;
}

let loaded: PromqlModules | undefined;
const longestExpression = 20_000;

/** What Prometheus would refuse in an expression: syntax, types, unknown functions. */
export function promqlProblems(expression: string): readonly string[] {
  if (expression.trim() === '') return ['the expression is empty'];
  if (expression.length > longestExpression) throw new NotJudgedError('an expression is longer than 20000 characters');
  const { Parser, promQLLanguage, EditorState } = (loaded ??= load());
  const parser = new Parser(EditorState.create({ doc: expression }));
  // An editor parses for some milliseconds and goes on later; a judgement needs the whole tree, however slow the machine.
  const tree = promQLLanguage('PromQL').parser.parse(expression);
  Object.assign(parser, { tree });
  parser.analyze();
  const problems = parser
    .getDiagnostics()
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  let broken: number | undefined;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) broken ??= node.from;
    },
  });
  if (problems.length === 0 && broken !== undefined)
    problems.push(`the expression breaks off at character ${broken + 1}`);
  return [...new Set(problems)];
}

function load(): PromqlModules {
  const require = createRequire(import.meta.url);
  const { Parser } = require('@prometheus-io/codemirror-promql/dist/cjs/parser/parser.js') as Pick<
    PromqlModules,
    'Parser'
  >;
  const { promQLLanguage } = require('@prometheus-io/codemirror-promql/dist/cjs/promql.js') as Pick<
    PromqlModules,
    'promQLLanguage'
  >;
  const state = require('@codemirror/state') as Pick<PromqlModules, 'EditorState'>;
  return { Parser, promQLLanguage, EditorState: state.EditorState };
}
