import { loadShellSyntax } from './parse-script.js';
import { operators } from './syntax-nodes.js';
import type { Binary, Redirect, Statement, SyntaxNode, Word } from './syntax-nodes.js';

async function firstStatement(text: string): Promise<Statement> {
  const parsed = (await loadShellSyntax()).parse(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.script.Stmts![0]!;
}

async function redirect(text: string): Promise<Redirect> {
  return (await firstStatement(text)).Redirs![0]!;
}

async function expansion(text: string): Promise<number> {
  const { Args } = (await firstStatement(`echo ${text}`)).Cmd as unknown as { Args: Word[] };
  return (Args[1]!.Parts![0] as unknown as { Exp: { Op: number } }).Exp.Op;
}

async function inner(text: string): Promise<Binary> {
  return ((await firstStatement(text)).Cmd as unknown as { X: SyntaxNode }).X as Binary;
}

describe('operators', () => {
  it.each(['a > b', 'a >> b', 'a <> b', 'a >| b', 'a &> b', 'a &>> b'])('count %s as a write', async (text) => {
    expect(operators.writes).toContain((await redirect(text)).Op);
  });

  it('tell reads, copies and here-documents apart', async () => {
    expect((await redirect('a < b')).Op).toBe(operators.reads);
    expect((await redirect('a >& b')).Op).toBe(operators.duplicatesOutput);
    expect((await redirect('a <<< b')).Op).toBe(operators.hereString);
    expect([(await redirect('a <<E\nx\nE')).Op, (await redirect('a <<-E\nx\nE')).Op]).toEqual(operators.hereDocuments);
  });

  it('know lists', async () => {
    const operator = async (text: string) => ((await firstStatement(text)).Cmd as Binary).Op;
    expect([await operator('a && b'), await operator('a || b')]).toEqual(operators.alternativeBranches);
  });

  it('know expansions', async () => {
    const all = async (...texts: string[]) => Promise.all(texts.map(expansion));
    expect(await all('${x-y}', '${x:-y}', '${x?y}', '${x:?y}')).toEqual(operators.defaults);
    expect(await all('${x=y}', '${x:=y}')).toEqual(operators.assigningDefaults);
    expect(await all('${x+y}', '${x:+y}')).toEqual(operators.alternatives);
    expect(await all('${x%y}', '${x%%y}')).toEqual(operators.suffixRemovals);
    expect(await expansion('${x@P}')).toBe(operators.transformation);
  });

  it('know tests and arithmetic', async () => {
    const all = async (...texts: string[]) => (await Promise.all(texts.map(inner))).map(({ Op }) => Op);
    expect(
      (await all(...['-eq', '-ne', '-lt', '-le', '-gt', '-ge'].map((test) => `[[ a ${test} b ]]`))).sort(),
    ).toEqual(operators.numericTests);
    expect((await all('[[ -v a ]]', '[[ -R a ]]')).sort()).toEqual(operators.variableTests);
    expect(await all('((x++))', '((x--))')).toEqual(operators.increments);
    const assignments = ['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=', '='];
    expect(await all(...assignments.map((sign) => `((x${sign}1))`))).toEqual(operators.arithmeticAssignments);
  });
});

describe('loadShellSyntax', () => {
  it('leaves stack traces as they are', async () => {
    const { stackTraceLimit } = Error;
    await loadShellSyntax();
    expect(Error.stackTraceLimit).toBe(stackTraceLimit);
  });

  it('reads the two dialects apart', async () => {
    const syntax = await loadShellSyntax();
    expect(syntax.parse('a=(1 2)', 'posix')).toMatchObject({
      line: 1,
      problem: expect.stringContaining('bash') as string,
    });
    expect(syntax.parse('a=(1 2)', 'bash')).toHaveProperty('script');
  });
});
