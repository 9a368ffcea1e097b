import { operators } from '../shell/syntax-nodes.js';
import type { CallExpression, Literal, Redirect, Statement } from '../shell/syntax-nodes.js';
import { expandText, expandWords } from './expand-word.js';
import { judgeSecretWord, judgeWrite, noteWritten, resolvePaths } from './paths.js';
import { placeOf } from './run.js';
import type { Run, Site } from './run.js';
import type { Scope } from './scope.js';
import { canBeOption, constant, joined, known, shown } from './value.js';
import { refuse } from './refuse.js';
import type { Value } from './value.js';

/** Judges where a statement reads from and writes to. @returns what its standard input holds, where the script tells. */
export function judgeRedirects(statement: Statement, scope: Scope, run: Run): Value | undefined {
  let input: Value | undefined;
  for (const redirect of statement.Redirs ?? []) {
    const isHere = (operators.hereDocuments as readonly number[]).includes(redirect.Op);
    if (isHere || redirect.Op === operators.hereString) {
      const values = isHere ? hereDocument(redirect, scope, run) : expandText(redirect.Word, scope, run);
      const [value, more] = values;
      input = more === undefined ? value : undefined;
      continue;
    }
    for (const value of expandText(redirect.Word, scope, run)) judgeTarget(redirect, value, statement, scope, run);
  }
  return input;
}

function hereDocument({ Hdoc, Word: delimiter, Op }: Redirect, scope: Scope, run: Run): readonly Value[] {
  if (Hdoc === null) return [{ pieces: [''] }];
  const isRaw = (delimiter.Parts ?? []).some((part) => part.kind !== 'Lit' || (part as Literal).Value.includes('\\'));
  const values = isRaw
    ? [known((Hdoc.Parts ?? []).map((part) => (part as Literal).Value).join(''))]
    : expandText(Hdoc, scope, run, true);
  return Op === operators.hereDocuments[1] ? values.map(withoutTabs) : values;
}

function withoutTabs(value: Value): Value {
  return {
    ...value,
    pieces: value.pieces.map((piece) => (typeof piece === 'string' ? piece.replace(/^\t+/gm, '') : piece)),
  };
}

function judgeTarget(redirect: Redirect, value: Value, statement: Statement, scope: Scope, run: Run): void {
  const site: Site = { run, scope, at: placeOf(run, redirect), words: [value] };
  judgeSecretWord(site, value);
  const copiesDescriptor = redirect.Op === operators.duplicatesOutput && /^(?:\d+-?|-)$/.test(constant(value) ?? '');
  const writes = (operators.writes as readonly number[]).includes(redirect.Op);
  if (redirect.Op === operators.reads && canBeOption(value)) {
    refuse(site, 'unknown-path', `It cannot be told what ${shown(value)} opens; put ./ in front where it is a file.`);
  }
  if (copiesDescriptor || !(writes || redirect.Op === operators.duplicatesOutput)) return;
  judgeWrite(site, value);
  const content = literalOutput(statement, scope, run);
  if (content === undefined) return;
  for (const path of resolvePaths(value, scope)) {
    run.written.get(path)?.pop();
    noteWritten(run, path, content);
  }
}

/** All text that `echo`, `printf` or a `cat` of a here-document writes; escapes as they stand. */
function literalOutput({ Cmd, Redirs }: Statement, scope: Scope, run: Run): Value | undefined {
  if (Cmd === null || Cmd.kind !== 'CallExpr') return undefined;
  const { Args } = Cmd as CallExpression;
  const name = (Args?.[0]?.Parts?.[0] as Literal | undefined)?.Value;
  if (name === 'cat' && Args?.length === 1) {
    const document = Redirs?.find((redirect) => redirect.Hdoc !== null);
    const [value, more] = document ? hereDocument(document, scope, run) : [];
    return more === undefined ? value : undefined;
  }
  if (name !== 'echo' && name !== 'printf') return undefined;
  const [words, more] = expandWords(Args, scope, run);
  if (!words || more) return undefined;
  const [, first, ...rest] = words;
  if (name === 'echo') return joined(words.slice(1), ' ');
  const format = constant(first);
  if (/^%s(?:\\n)?$/.test(format ?? '')) return rest.length === 1 ? rest[0] : undefined;
  return format !== undefined && !format.includes('%') && rest.length === 0 ? first : undefined;
}
