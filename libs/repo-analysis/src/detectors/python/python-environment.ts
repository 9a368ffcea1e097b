import type { EnvironmentRead } from '../../environment/collect-environment.js';
import { pydanticReads } from './pydantic-settings.js';
import { sourceText, statementEvidence } from './python-project.js';
import type { PythonProject, PythonSource } from './python-project.js';
import type { PythonStatement } from './python-statements.js';

/** Every place of the project's code that reads an environment variable. */
export function pythonEnvironmentReads(project: PythonProject): EnvironmentRead[] {
  const reads = project.sources.flatMap((source) => {
    if (!/env|config/i.test(sourceText(source))) return [];
    const reader = readersOf(source);
    return source.statements.flatMap((statement) => readsOf(source, statement, reader));
  });
  return [...reads, ...pydanticReads(project)];
}

/** Names under which a file reaches django-environ, environs, decouple or Starlette's config. */
interface Readers {
  /** `env('X')`, `env.str('X')`. */
  environ: readonly string[];
  /** `config('X')`. */
  config: readonly string[];
  djDatabaseUrl: boolean;
}

function readersOf(source: PythonSource): Readers {
  const text = source.statements.map((statement) => statement.text);
  const named = (pattern: RegExp): string[] => text.flatMap((line) => pattern.exec(line)?.[1] ?? []);
  const environ = named(/^\s*([A-Za-z_]\w*)\s*(?::\s*[\w.]+\s*)?=\s*(?:environ\.)?(?:Env|FileAwareEnv)\(/);
  const imported = text.some((line) => /^\s*from\s+[\w.]+\s+import\s+[^#]*\benv\b/.test(line));
  return {
    environ: imported && !environ.includes('env') ? [...environ, 'env'] : environ,
    config: text.some((line) => /^\s*from\s+decouple\s+import\b/.test(line))
      ? ['config']
      : named(/^\s*([A-Za-z_]\w*)\s*=\s*(?:decouple\.)?(?:Config|AutoConfig)\(/),
    djDatabaseUrl: text.some((line) => /\bdj_database_url\b/.test(line)),
  };
}

const plain =
  /(\b(?:os\.)?environ\s*\[|\b(?:os\.)?environ\.get\(|\b(?:os\.)?environ\.pop\(|\b(?:os\.)?getenv\()\s*(?:key\s*=\s*)?["']([A-Za-z_]\w{0,127})["']\s*(,|\]|\))/g;

function readsOf(source: PythonSource, statement: PythonStatement, readers: Readers): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  const { text } = statement;
  for (const match of text.matchAll(plain)) {
    const [, how = '', name = '', after] = match;
    const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 300);
    const indexed = how.endsWith('[');
    if (indexed && /^\s*=[^=]/.test(rest)) continue;
    const fallback = after === ',' ? literal(rest) : literal(/^\s*or\s+(.*)$/.exec(rest)?.[1] ?? '');
    reads.push({
      name,
      required: indexed,
      default: fallback,
      evidence: statementEvidence({ source, statement }, `reads ${name}`),
    });
  }
  reads.push(...libraryReads(source, statement, readers));
  return reads;
}

function libraryReads(source: PythonSource, statement: PythonStatement, readers: Readers): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  const add = (name: string, rest: string, hasMore: boolean): void => {
    const named = /\bdefault\s*=\s*(.*)$/.exec(hasMore ? argumentsOf(rest) : '')?.[1];
    const positional = /^\s*(["'][^"']*["']|-?\d[\d.]*|True|False)/.exec(hasMore ? rest : '')?.[1];
    const given = named ?? positional;
    reads.push({
      name,
      required: given === undefined && !/^\s*(?:None|\[\]|\(\))/.test(hasMore ? rest : ''),
      default: literal(given ?? ''),
      evidence: statementEvidence({ source, statement }, `reads ${name}`),
    });
  };
  const names = [...readers.environ, ...readers.config];
  if (names.length > 0) {
    const call = new RegExp(
      `\\b(?:${names.join('|')})(?:\\.[a-z_]{2,20})?\\(\\s*(?:var\\s*=\\s*)?["']([A-Za-z_]\\w{0,127})["']\\s*(,|\\))`,
      'g',
    );
    for (const match of statement.text.matchAll(call)) {
      const end = match.index + match[0].length;
      add(match[1] ?? '', statement.text.slice(end, end + 400), match[2] === ',');
    }
    const unnamed = new RegExp(
      `\\b(?:${readers.environ.join('|') || '(?!)'})\\.(db|db_url|cache|cache_url|email|email_url)\\(\\s*(\\)|default\\s*=)`,
      'g',
    );
    for (const match of statement.text.matchAll(unnamed)) {
      const name = `${(match[1] ?? '').replace('_url', '').replace('db', 'database').toUpperCase()}_URL`;
      add(name, match[2] === ')' ? '' : 'default=""', match[2] !== ')');
    }
  }
  if (readers.djDatabaseUrl && /\bdj_database_url\.config\(/.test(statement.text)) {
    const rest = statement.text.slice(statement.text.indexOf('dj_database_url.config('));
    reads.push({
      name: /\benv\s*=\s*["'](\w+)["']/.exec(rest)?.[1] ?? 'DATABASE_URL',
      default: literal(/\bdefault\s*=\s*(.*)$/.exec(rest)?.[1] ?? ''),
      evidence: statementEvidence({ source, statement }, 'dj-database-url reads it'),
    });
  }
  return reads;
}

/** Text up to the bracket that closes the call. */
function argumentsOf(rest: string): string {
  let depth = 1;
  for (let at = 0; at < rest.length; at += 1) {
    const character = rest[at] ?? '';
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth === 0) return rest.slice(0, at);
  }
  return rest;
}

/** The value of a literal at the start of the text, as an environment variable would hold it. */
export function literal(text: string): string | undefined {
  const found =
    /^\s*(?:r?"([^"\\]{0,300})"|r?'([^'\\]{0,300})'|(-?\d{1,18}(?:\.\d{1,9})?)\b|(True|False)\b)\s*(?:[,)\]}]|$|or\b)/.exec(
      text,
    );
  return found === null ? undefined : (found[1] ?? found[2] ?? found[3] ?? found[4]?.toLowerCase());
}
