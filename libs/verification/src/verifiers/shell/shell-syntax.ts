import { LangVariant, parse, ParseError } from 'sh-syntax';
import { NotJudgedError } from '../../verifier.js';

/** Where a text stops being shell; undefined when it parses. */
export async function shellProblem(
  content: string,
  dialect: 'bash' | 'posix',
): Promise<{ line: number; message: string } | undefined> {
  try {
    await parse(content, { variant: dialect === 'bash' ? LangVariant.LangBash : LangVariant.LangPOSIX });
    return undefined;
  } catch (error) {
    if (!(error instanceof ParseError) || !error.Pos) throw new NotJudgedError('the shell parser gave up on this text');
    return { line: error.Pos.Line, message: `The shell cannot read this: ${error.Text}.` };
  }
}
