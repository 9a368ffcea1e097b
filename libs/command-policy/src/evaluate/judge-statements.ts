import { operators } from '../shell/syntax-nodes.js';
import type {
  Binary,
  Block,
  CallExpression,
  Case,
  CountLoop,
  Declaration,
  For,
  FunctionDeclaration,
  If,
  Statement,
  SyntaxNode,
  While,
  WordLoop,
} from '../shell/syntax-nodes.js';
import { judgeArithmetic } from './arithmetic.js';
import { expandText, expandWords } from './expand-word.js';
import { judgeCall } from './judge-call.js';
import { outputOf } from './output-of.js';
import { judgeDeclaration } from './judge-declaration.js';
import { judgeRedirects } from './judge-redirects.js';
import { judgeTest } from './judge-test.js';
import { refuseAt } from './refuse.js';
import { placeOf } from './run.js';
import type { Place, Run } from './run.js';
import type { Scope } from './scope.js';
import { assignVariable } from './variables.js';
import { anyWords } from './value.js';
import type { Value } from './value.js';

/** Judges statements in order; what they change stands in the scope afterwards. */
export function judgeStatements(statements: readonly Statement[] | null, scope: Scope, run: Run): void {
  for (const statement of statements ?? []) judgeStatement(statement, scope, run);
}

function judgeStatement(statement: Statement, scope: Scope, run: Run): void {
  scope.folderOnSuccess = undefined;
  if (run.budget <= 0) {
    return refuseAt(
      run,
      placeOf(run, statement),
      [],
      'too-complex',
      'The script is too long or too deep to be judged.',
    );
  }
  run.budget -= 1;
  const input = judgeRedirects(statement, scope, run);
  if (statement.Cmd === null) return;
  const { piped } = scope;
  if ((statement.Redirs ?? []).length > 0) scope.piped = undefined;
  const judge = () => judgeCommandNode(statement.Cmd!, statement.Background ? scope.clone() : scope, run, input);
  if (statement.Negated) asCondition(scope, judge);
  else judge();
  // `exec <file` changes it for good
  if (statement.Cmd.kind !== 'CallExpr') scope.piped = piped;
}

/** In a condition no failure ends the script. */
function asCondition(scope: Scope, judge: () => void): void {
  const { stopsOnFailure } = scope;
  scope.stopsOnFailure = false;
  judge();
  scope.stopsOnFailure = stopsOnFailure;
}

function judgeCommandNode(node: SyntaxNode, scope: Scope, run: Run, input: Value | undefined): void {
  switch (node.kind) {
    case 'CallExpr':
      return judgeCall(node as CallExpression, scope, run, input);
    case 'BinaryCmd':
      return judgeBinary(node as Binary, scope, run);
    case 'Block':
      return run.judgeStatements((node as Block).Stmts, scope);
    case 'Subshell':
      return run.judgeStatements((node as Block).Stmts, scope.clone());
    case 'IfClause':
      return judgeIf(node as If, scope, run);
    case 'WhileClause':
      return judgeLoop(scope, run, placeOf(run, node), (inside) => {
        asCondition(inside, () => run.judgeStatements((node as While).Cond, inside));
        run.judgeStatements((node as While).Do, inside);
      });
    case 'ForClause':
      return judgeFor(node as For, scope, run);
    case 'CaseClause':
      return judgeCase(node as Case, scope, run);
    case 'FuncDecl':
      return declareFunction(node as FunctionDeclaration, scope, run);
    case 'DeclClause':
      return judgeDeclaration(node as Declaration, scope, run);
    case 'TestClause':
      return judgeTest((node as unknown as { X: SyntaxNode }).X, scope, run);
    case 'ArithmCmd':
      return judgeArithmetic((node as unknown as { X: SyntaxNode }).X, scope, run);
    case 'LetClause':
      for (const expression of (node as unknown as { Exprs: SyntaxNode[] }).Exprs)
        judgeArithmetic(expression, scope, run);
      return;
    case 'TimeClause':
      return run.judgeStatements(onlyStatement(node), scope);
    case 'CoprocClause':
      return run.judgeStatements(onlyStatement(node), scope.clone());
    default:
      return refuseAt(run, placeOf(run, node), [], 'not-understood', 'The policy does not know this shell construct.');
  }
}

function onlyStatement(node: SyntaxNode): readonly Statement[] {
  const { Stmt } = node as unknown as { Stmt: Statement | null };
  return Stmt === null ? [] : [Stmt];
}

function judgeBinary({ Op, X, Y }: Binary, scope: Scope, run: Run): void {
  const [left, right] = [[X], [Y]] as unknown as [readonly Statement[], readonly Statement[]];
  if (!(operators.alternativeBranches as readonly number[]).includes(Op)) {
    // both sides of a pipe are shells of their own
    const reader = scope.clone();
    reader.piped = outputOf(left, scope.clone(), run);
    run.judgeStatements(left, scope.clone());
    return run.judgeStatements(right, reader);
  }
  asCondition(scope, () => run.judgeStatements(left, scope));
  const after = scope.clone();
  const folder = scope.folderOnSuccess;
  if (Op === operators.and && folder !== undefined) after.folders = [folder];
  run.judgeStatements(right, after);
  const both = Op === operators.and && after.folders?.length === 1 ? after.folders[0] : undefined;
  scope.join(after);
  scope.folderOnSuccess = folder === undefined ? after.folderOnSuccess : (after.folderOnSuccess ?? both);
}

function judgeIf({ Cond, Then, Else }: If, scope: Scope, run: Run): void {
  // the last branch of the chain has no condition
  asCondition(scope, () => run.judgeStatements(Cond, scope));
  const folder = scope.folderOnSuccess;
  const then = scope.clone();
  if (folder !== undefined) then.folders = [folder];
  run.judgeStatements(Then, then);
  if (Else) judgeIf(Else, scope, run);
  scope.join(then);
}

/**
 * Judges a body until nothing new is known after it. `break`, `continue` and `return` may end it anywhere, so everything that
 * was assigned in it can be what is left.
 */
function judgeLoop(scope: Scope, run: Run, at: Place, body: (inside: Scope) => void): void {
  for (let round = 0; round < 6; round += 1) {
    const before = scope.fingerprint();
    const from = run.assignments.length;
    const inside = scope.clone();
    body(inside);
    scope.join(inside);
    for (const { name, alternatives } of run.assignments.slice(from)) {
      scope.assign(name, [...scope.lookup(name), ...alternatives]);
    }
    if (scope.fingerprint() === before) return;
  }
  refuseAt(run, at, [], 'too-complex', 'What the loop changes from round to round cannot be followed.');
}

function judgeFor({ Loop, Do }: For, scope: Scope, run: Run): void {
  if (Loop.kind === 'CStyleLoop') {
    const { Init, Cond, Post } = Loop as CountLoop;
    judgeArithmetic(Init, scope, run);
    return judgeLoop(scope, run, placeOf(run, Loop), (inside) => {
      judgeArithmetic(Cond, inside, run);
      run.judgeStatements(Do, inside);
      judgeArithmetic(Post, inside, run);
    });
  }
  const { Name, Items } = Loop as WordLoop;
  judgeLoop(scope, run, placeOf(run, Loop), (inside) => {
    const lists = Items === null ? [inside.arguments()] : expandWords(Items, inside, run);
    const values = lists.flat().map((value) => [value]);
    assignVariable(run, inside, placeOf(run, Name), Name.Value, values.length === 0 ? [[anyWords]] : values);
    run.judgeStatements(Do, inside);
  });
}

function judgeCase({ Word: subject, Items }: Case, scope: Scope, run: Run): void {
  expandText(subject, scope, run);
  // a branch may run on into the next one, so they follow each other
  for (const { Patterns, Stmts } of Items ?? []) {
    for (const pattern of Patterns ?? []) expandText(pattern, scope, run);
    const branch = scope.clone();
    run.judgeStatements(Stmts, branch);
    scope.join(branch);
  }
}

function declareFunction({ Name, Body }: FunctionDeclaration, scope: Scope, run: Run): void {
  scope.functions.set(Name.Value, [Body]);
  run.uncalled.set(Body, scope.clone());
}
