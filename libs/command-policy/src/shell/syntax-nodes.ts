/** The nodes of mvdan/sh as its JavaScript build gives them; only the fields that are read. Source: pkg.go.dev/mvdan.cc/sh/v3/syntax. */
export interface SyntaxNode {
  /** Name of the node's type. */
  kind: string;
  /** Both from 1. */
  line: number;
  column: number;
}

export interface Literal extends SyntaxNode {
  Value: string;
}

export interface Word extends SyntaxNode {
  Parts: readonly SyntaxNode[] | null;
}

export interface Quoted extends SyntaxNode {
  Dollar: boolean;
  Value: string;
  Parts: readonly SyntaxNode[] | null;
}

export interface Statement extends SyntaxNode {
  Cmd: SyntaxNode | null;
  Negated: boolean;
  Background: boolean;
  Redirs: readonly Redirect[] | null;
}

export interface Redirect extends SyntaxNode {
  Op: number;
  Word: Word;
  Hdoc: Word | null;
}

export interface Assignment extends SyntaxNode {
  Append: boolean;
  Naked: boolean;
  Name: Literal | null;
  Index: SyntaxNode | null;
  Value: Word | null;
  Array: { Elems: readonly { Index: SyntaxNode | null; Value: Word | null }[] | null } | null;
}

export interface CallExpression extends SyntaxNode {
  Assigns: readonly Assignment[] | null;
  Args: readonly Word[] | null;
}

export interface Substitution extends SyntaxNode {
  Op: number;
  Stmts: readonly Statement[] | null;
}

export interface ParameterExpansion extends SyntaxNode {
  /** Without braces of its own. */
  Short: boolean;
  Excl: boolean;
  Length: boolean;
  Width: boolean;
  Param: Literal;
  Index: SyntaxNode | null;
  Names: number;
  Slice: { Offset: SyntaxNode | null; Length: SyntaxNode | null } | null;
  Repl: { Orig: Word | null; With: Word | null } | null;
  Exp: { Op: number; Word: Word | null } | null;
}

export interface Binary extends SyntaxNode {
  Op: number;
  X: SyntaxNode;
  Y: SyntaxNode;
}

export interface Unary extends SyntaxNode {
  Op: number;
  X: SyntaxNode;
}

export interface Block extends SyntaxNode {
  Stmts: readonly Statement[] | null;
}

export interface If extends SyntaxNode {
  Cond: readonly Statement[] | null;
  Then: readonly Statement[] | null;
  Else: If | null;
}

export interface While extends SyntaxNode {
  Cond: readonly Statement[] | null;
  Do: readonly Statement[] | null;
}

export interface For extends SyntaxNode {
  Select: boolean;
  Loop: SyntaxNode;
  Do: readonly Statement[] | null;
}

export interface WordLoop extends SyntaxNode {
  Name: Literal;
  Items: readonly Word[] | null;
}

export interface CountLoop extends SyntaxNode {
  Init: SyntaxNode | null;
  Cond: SyntaxNode | null;
  Post: SyntaxNode | null;
}

export interface Case extends SyntaxNode {
  Word: Word;
  Items: readonly { Patterns: readonly Word[] | null; Stmts: readonly Statement[] | null }[] | null;
}

export interface FunctionDeclaration extends SyntaxNode {
  Name: Literal;
  Body: Statement;
}

export interface Declaration extends SyntaxNode {
  Variant: Literal;
  Args: readonly Assignment[] | null;
}

/** Operators by the numbers of the parser's tokens, as version 0.10.1 gives them; `parse-script.spec.ts` holds them. */
export const operators = {
  and: 10,
  or: 11,
  alternativeBranches: [10, 11],
  writes: [54, 55, 57, 60, 64, 65],
  duplicatesOutput: 59,
  reads: 56,
  hereDocuments: [61, 62],
  hereString: 63,
  /** `${x-…}`, `${x:-…}`, `${x?…}`, `${x:?…}` */
  defaults: [70, 71, 72, 73],
  assigningDefaults: [74, 75],
  alternatives: [68, 69],
  suffixRemovals: [76, 77],
  transformation: 84,
  numericTests: [116, 117, 118, 119, 120, 121],
  variableTests: [110, 111],
  increments: [36, 37],
  arithmeticAssignments: [44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 74],
} as const;
