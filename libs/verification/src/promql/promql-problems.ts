import { createRequire } from 'node:module';
import type { ensureSyntaxTree, LRLanguage } from '@codemirror/language';
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
  ensureSyntaxTree: typeof ensureSyntaxTree;
}

let loaded: PromqlModules | undefined;
const longestExpression = 20_000;

/** What Prometheus would refuse in an expression: syntax, types, unknown functions. */
export function promqlProblems(expression: string): readonly string[] {
  if (expression.trim() === '') return ['the expression is empty'];
  if (expression.length > longestExpression) throw new NotJudgedError('an expression is longer than 20000 characters');
  const { Parser, promQLLanguage, EditorState, ensureSyntaxTree } = (loaded ??= load());
  const state = EditorState.create({ doc: expression, extensions: [promQLLanguage('PromQL')] });
  const tree = ensureSyntaxTree(state, expression.length, 1000);
  if (!tree) throw new NotJudgedError('an expression takes too long to parse');
  const parser = new Parser(state);
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
  const language = require('@codemirror/language') as Pick<PromqlModules, 'ensureSyntaxTree'>;
  return { Parser, promQLLanguage, EditorState: state.EditorState, ensureSyntaxTree: language.ensureSyntaxTree };
}
