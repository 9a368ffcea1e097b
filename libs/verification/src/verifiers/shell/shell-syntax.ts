import { NotJudgedError } from '../../verifier.js';
import { withGoRuntime } from '../../wasm/go-runtime.js';

/** What every `sh` in use takes although POSIX does not name it. */
const takenBySh = /`local` builtin/;

/** Each parse starts a WebAssembly program, and documents repeat their commands: what was judged lately is remembered. */
const keptTexts = 500;
const judged = new Map<string, Promise<ShellProblem | undefined>>();

/** Where a text stops being shell; undefined when it parses. @throws {NotJudgedError} when the parser gives up. */
export function shellProblem(content: string, dialect: 'bash' | 'posix'): Promise<ShellProblem | undefined> {
  const key = `${dialect}\n${content}`;
  const known = judged.get(key);
  if (known !== undefined) return known;
  const problem = judge(content, dialect);
  judged.set(key, problem);
  for (const oldest of judged.keys()) if (judged.size > keptTexts) judged.delete(oldest);
  return problem;
}

async function judge(content: string, dialect: 'bash' | 'posix'): Promise<ShellProblem | undefined> {
  const problem = await parseShell(content, dialect);
  return problem && dialect === 'posix' && takenBySh.test(problem.message) ? parseShell(content, 'bash') : problem;
}

interface ShellProblem {
  line: number;
  message: string;
}

function problemOf(line: number, text: string): ShellProblem {
  return { line, message: `The shell cannot read this: ${text}.` };
}

function parseShell(content: string, dialect: 'bash' | 'posix'): Promise<ShellProblem | undefined> {
  return withGoRuntime(
    'sh-syntax',
    () => import('sh-syntax'),
    async ({ LangVariant, parse, ParseError }) => {
      try {
        await parse(content, { variant: dialect === 'bash' ? LangVariant.LangBash : LangVariant.LangPOSIX });
        return undefined;
      } catch (error) {
        if (!(error instanceof Error)) throw new NotJudgedError('the shell parser gave up on this text');
        if (error instanceof ParseError && error.Pos) return problemOf(error.Pos.Line, error.Text);
        const [, line, text] = /^(\d+):\d+: ([^\n]+)$/.exec(error.message) ?? [];
        if (line === undefined) throw new NotJudgedError('the shell parser gave up on this text');
        return problemOf(Number(line), text ?? '');
      }
    },
  );
}
