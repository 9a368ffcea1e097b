import type { SyntaxNode } from './syntax-nodes.js';

/** Fields that are read, by kind of node; all others are left behind. */
const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  File: ['Stmts'],
  Stmt: ['Cmd', 'Negated', 'Background', 'Redirs'],
  Redirect: ['Op', 'Word', 'Hdoc'],
  Assign: ['Append', 'Naked', 'Name', 'Index', 'Value', 'Array'],
  ArrayExpr: ['Elems'],
  ArrayElem: ['Index', 'Value'],
  CallExpr: ['Assigns', 'Args'],
  Word: ['Parts'],
  Lit: ['Value'],
  SglQuoted: ['Dollar', 'Value'],
  DblQuoted: ['Dollar', 'Parts'],
  CmdSubst: ['Stmts'],
  ProcSubst: ['Op', 'Stmts'],
  ParamExp: ['Short', 'Excl', 'Length', 'Width', 'Param', 'Index', 'Slice', 'Repl', 'Names', 'Exp'],
  ArithmExp: ['X'],
  ArithmCmd: ['X'],
  BinaryArithm: ['Op', 'X', 'Y'],
  UnaryArithm: ['Op', 'X'],
  ParenArithm: ['X'],
  BinaryCmd: ['Op', 'X', 'Y'],
  Subshell: ['Stmts'],
  Block: ['Stmts'],
  IfClause: ['Cond', 'Then', 'Else'],
  WhileClause: ['Cond', 'Do'],
  ForClause: ['Select', 'Loop', 'Do'],
  WordIter: ['Name', 'Items'],
  CStyleLoop: ['Init', 'Cond', 'Post'],
  CaseClause: ['Word', 'Items'],
  CaseItem: ['Patterns', 'Stmts'],
  FuncDecl: ['Name', 'Body'],
  DeclClause: ['Variant', 'Args'],
  TestClause: ['X'],
  BinaryTest: ['Op', 'X', 'Y'],
  UnaryTest: ['Op', 'X'],
  ParenTest: ['X'],
  LetClause: ['Exprs'],
  TimeClause: ['Stmt'],
  CoprocClause: ['Stmt'],
};
/** Parts of an expansion, which are no nodes of their own. */
const parts: Readonly<Record<string, readonly string[]>> = {
  Slice: ['Offset', 'Length'],
  Repl: ['Orig', 'With'],
  Exp: ['Op', 'Word'],
};

export interface ParserNode {
  Pos(): { Line(): number; Col(): number };
  [field: string]: unknown;
}

/** Copies the parser's tree once: each look at a field of the original costs a translation from Go. */
export function plainTree(node: ParserNode, kindOf: (node: ParserNode) => string): SyntaxNode {
  const kind = kindOf(node);
  const position = node.Pos();
  const copy: Record<string, unknown> = { kind, line: position.Line(), column: position.Col() };
  for (const field of fieldsOf[kind] ?? []) copy[field] = copyField(field, node[field], kindOf);
  return copy as unknown as SyntaxNode;
}

function copyField(field: string, value: unknown, kindOf: (node: ParserNode) => string): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map((item) => copyField('', item, kindOf));
  const inner = parts[field];
  if (inner === undefined) return plainTree(value as ParserNode, kindOf);
  const fields = value as Record<string, unknown>;
  return Object.fromEntries(inner.map((name) => [name, copyField('', fields[name], kindOf)]));
}
