import type { EnvironmentRead } from '../../environment/collect-environment.js';
import { evidenceOf, matchSource, type SourceFile } from '../../source/source-file.js';
import { frameworkReads } from './framework-environment.js';
import { argumentsAt } from './port.js';

/** Variables that JavaScript and TypeScript sources read, with the literals they fall back to. */
export function findEnvironmentReads(sources: readonly SourceFile[]): EnvironmentRead[] {
  return sources.flatMap((file) => {
    if (!/env|config/i.test(file.text)) return [];
    return firstOfEach([
      ...directReads(file),
      ...destructuredReads(file),
      ...bundledReads(file),
      ...callReads(file),
      ...schemaReads(file),
      ...frameworkReads(file),
    ]);
  });
}

/** One read for each name and what it says: a file that reads a variable a thousand times says it once. */
function firstOfEach(reads: readonly EnvironmentRead[]): EnvironmentRead[] {
  const unique = new Map<string, EnvironmentRead>();
  for (const read of reads) {
    const key = `${read.name} ${String(read.required)} ${String(read.default)}`;
    if (!unique.has(key)) unique.set(key, read);
  }
  return [...unique.values()];
}

const direct = /(if\s{0,3}\(\s{0,3}!\s{0,3})?(?:\bprocess\.env|\bBun\.env)(?:\.([A-Za-z_]\w*)|\[['"](\w+)['"]\])/g;
const fallback = /^!?\)?\s{0,20}(?:\|\||\?\?)\s{0,20}(?:['"`]([^'"`\n$]{0,300})['"`]|(\d[\d_.]{0,20}|true|false)\b)/;

function directReads(file: SourceFile): EnvironmentRead[] {
  return matchSource(file, direct).flatMap((match) => {
    const name = match.groups[1] ?? match.groups[2] ?? '';
    const after = file.text.slice(match.end, match.end + 400);
    const found = fallback.exec(after);
    const read = { name, evidence: evidenceOf(match, `reads ${name}`) };
    const value = found?.[1] ?? found?.[2];
    if (value !== undefined) return [{ ...read, default: value }];
    return isRequired(file, match.groups[0] !== undefined, after, match.line) ? [{ ...read, required: true }] : [read];
  });
}

const failing = /\bthrow\b|process\.exit\(/;

/** True when the code stops without the value: `if (!process.env.X) throw`, `?? fail()`, or a check of the constant it fills. */
function isRequired(file: SourceFile, isChecked: boolean, after: string, line: number): boolean {
  if (isChecked && failing.test(after.slice(0, 200))) return true;
  if (/^\s{0,20}(?:\|\||\?\?)\s{0,20}(?:\(\(\)\s{0,5}=>\s{0,5}\{?\s{0,5}throw|throw\b|fail|raise|die)/.test(after))
    return true;
  const constant = /\b(?:const|let|var)\s{1,10}(\w{1,60})[^=]{0,60}=/.exec(file.lines[line - 1] ?? '')?.[1];
  if (constant === undefined) return false;
  return new RegExp(
    `if\\s{0,3}\\([^)\\n]{0,100}(?:!${constant}\\b|\\b${constant}\\s{1,3}===?\\s{1,3}undefined)[^)\\n]{0,100}\\)[^]{0,60}?(?:\\bthrow\\b|process\\.exit)`,
  ).test(after);
}

const destructuring = /\b(?:const|let|var)\s{0,10}\{([^}]{0,2000})\}\s{0,10}=\s{0,10}process\.env\b/g;

function destructuredReads(file: SourceFile): EnvironmentRead[] {
  if (!file.text.includes('process.env')) return [];
  return matchSource(file, destructuring).flatMap((match) =>
    (match.groups[0] ?? '').split(',').flatMap((part) => {
      const found =
        /^\s*([A-Za-z_]\w*)[^=]{0,80}(?:=\s{0,10}(?:['"`]([^'"`\n]{0,300})['"`]|(\d[\d.]{0,20}|true|false)))?/.exec(
          part,
        );
      if (found?.[1] === undefined) return [];
      return [{ name: found[1], default: found[2] ?? found[3], evidence: evidenceOf(match, `reads ${found[1]}`) }];
    }),
  );
}

const bundled = /\bimport\.meta\.env\.([A-Z][A-Z0-9_]*)/g;
const bundlerNames = new Set(['MODE', 'DEV', 'PROD', 'SSR', 'BASE_URL']);

function bundledReads(file: SourceFile): EnvironmentRead[] {
  return matchSource(file, bundled)
    .filter(({ groups }) => !bundlerNames.has(groups[0] ?? ''))
    .map((match) => {
      const found = fallback.exec(file.text.slice(match.end, match.end + 400));
      const name = match.groups[0] ?? '';
      return { name, default: found?.[1] ?? found?.[2], buildTime: true, evidence: evidenceOf(match, `reads ${name}`) };
    });
}

const namedCall = /\(\s{0,20}['"`]([A-Z][A-Z0-9_]{1,80})['"`]/g;
const callee =
  /(\w{0,40}(?:[eE]nv|ENV)\w{0,40}|\w{0,40}[cC]onfig\w{0,40}\.(?:get|getOrThrow|required?))(?:<[\w[\]| ]{1,40}>)?$/;

function callReads(file: SourceFile): EnvironmentRead[] {
  return matchSource(file, namedCall).flatMap((match) => {
    const name = match.groups[0] ?? '';
    const called = callee.exec(file.text.slice(Math.max(0, match.start - 130), match.start))?.[1];
    if (called === undefined) return [];
    const found = /^(?:['"`]([^'"`\n]{0,300})['"`]|(\d[\d.]{0,20}|true|false))$/.exec(
      argumentsAt(file.text, match.end)[0] ?? '',
    );
    const value = found?.[1] ?? found?.[2];
    const required = /require|must|throw|ensure|assert|mandatory/i.test(called) && value === undefined;
    return [{ name, default: value, ...(required ? { required } : {}), evidence: evidenceOf(match, `reads ${name}`) }];
  });
}

const schemaKey =
  /(?:^|[\n{,])\s{0,40}['"]?([A-Z][A-Z0-9_]{1,80})['"]?\s{0,5}:\s{0,5}(z\s{0,20}\.|Joi\.|joi\.|yup\.|v\.|envalid\.|(?:str|num|port|bool|url|host|email|json)\()/g;

/** Keys of zod, Joi, yup and envalid schemas, in files that have to do with the environment. */
function schemaReads(file: SourceFile): EnvironmentRead[] {
  if (!/process\.env|\benvalid\b|cleanEnv|validationSchema|env/i.test(file.text)) return [];
  return matchSource(file, schemaKey).map((match) => {
    const [name = '', opening = ''] = match.groups;
    const rule = argumentsAt(`${file.text.slice(match.end - opening.length, match.end + 400)})`, 0)[0] ?? '';
    const found =
      /\bdefault(?:\(|['"]?\s{0,5}:)\s{0,10}(?:['"`]([^'"`\n]{0,300})['"`]|(\d[\d_.]{0,20}|true|false))/.exec(rule);
    const value = found?.[1] ?? found?.[2];
    const isOptional = /\.(?:optional|nullish|nullable|catch|default)\(|\bdefault\b/.test(rule);
    const isJoi = /^[jJ]oi/.test(opening);
    const required = value === undefined && (isJoi ? /\.required\(/.test(rule) : !isOptional);
    return {
      name,
      default: value,
      ...(required ? { required } : {}),
      evidence: evidenceOf(match, `the schema names ${name}`),
    };
  });
}
