import { satisfies as satisfiesPep440, validRange as validPep440Range } from '@renovatebot/pep440';
import semver from 'semver';

/** What a version statement means. */
export interface VersionRequest {
  /** `20`, `20.11.1`; absent for a range. */
  concrete?: string;
  /** The line of the lowest version in the range, for ranges below all listed lines. */
  lowestLine?: string;
  /** True when the version, or the version line, is what was asked for. */
  accepts(version: string): boolean;
}

/** Reads `v20.11.1`, `>=18 <23`, `lts/jod`, `>=3.11,<4`, `^3.12`, `go1.22`, …; undefined when it says nothing readable. */
export function parseVersionRequest(runtime: string, stated: string): VersionRequest | undefined {
  const text = stated.trim().slice(0, 200);
  if (text === '') return undefined;
  if (runtime === 'go') return goRequest(text);
  if (runtime === 'python') return pythonRequest(text);
  return semverRequest(nodeAlias(text));
}

const number = /^\d+(?:\.\d+){0,3}$/;
const decorated = /^(?:v|go|python-?|node-?|ruby-?|java-?|temurin-?|cpython[-@]?)?(\d+(?:\.\d+){0,3})$/i;

/** Source: nodejs/Release. */
const nodeCodenames: Readonly<Record<string, string>> = {
  argon: '4',
  boron: '6',
  carbon: '8',
  dubnium: '10',
  erbium: '12',
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};
const anyVersion = new Set(['*', 'x', 'lts/*', 'lts', 'node', 'latest', 'current', 'stable', '--lts', 'system']);

function nodeAlias(text: string): string {
  const lower = text.toLowerCase();
  if (anyVersion.has(lower)) return '*';
  return (lower.startsWith('lts/') ? nodeCodenames[lower.slice(4)] : undefined) ?? text;
}

function concreteRequest(concrete: string): VersionRequest {
  return { concrete, accepts: (version) => sameLine(version, concrete) };
}

/** `20` and `20.11.1` are one line; `20.11.1` and `20.12.0` are not. */
function sameLine(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function semverRequest(text: string): VersionRequest | undefined {
  const concrete = decorated.exec(text)?.[1];
  if (concrete !== undefined) return concreteRequest(concrete);
  const range = semver.validRange(text);
  if (range === null) return undefined;
  const lowest = semver.minVersion(range);
  return {
    ...(lowest === null ? {} : { lowestLine: String(lowest.major) }),
    accepts: (version) => {
      const full = semver.coerce(version);
      return full !== null && semver.satisfies(full, range);
    },
  };
}

/** A `go` directive is a minimum. */
function goRequest(text: string): VersionRequest | undefined {
  const minimum = semver.coerce(decorated.exec(text)?.[1] ?? '');
  if (minimum === null) return undefined;
  return {
    lowestLine: `${minimum.major}.${minimum.minor}`,
    accepts: (version) => {
      const full = semver.coerce(version);
      return full !== null && semver.gte(full, minimum);
    },
  };
}

function pythonRequest(text: string): VersionRequest | undefined {
  const concrete = decorated.exec(text)?.[1] ?? /^={2,3}\s?(\d+(?:\.\d+){1,3})$/.exec(text)?.[1];
  if (concrete !== undefined) return concreteRequest(concrete);
  const alternatives = text.split('||').map((part) => pep440Specifier(part.trim()));
  if (!alternatives.every((part) => validPep440Range(part))) return undefined;
  const lowest = /\d+\.\d+/.exec(text)?.[0];
  return {
    ...(lowest === undefined ? {} : { lowestLine: lowest }),
    accepts: (version) => number.test(version) && alternatives.some((part) => satisfiesPep440(version, part)),
  };
}

/** Poetry's carets, tildes and stars as PEP 440. Source: python-poetry.org/docs/dependency-specification. */
function pep440Specifier(text: string): string {
  if (text === '*' || text === '') return '>=0';
  return text
    .split(/[\s,]+(?=[<>=!~^\d])/)
    .filter((part) => part !== '')
    .map((part) => {
      const found = /^(\^|~(?!=))?\s?(\d+)(?:\.(\d+))?((?:\.\d+){0,2})(\.\*)?$/.exec(part);
      if (found === null) return part;
      const [, sign, major = '0', minor, , star] = found;
      const version = part.replace(/^[\^~]\s?/, '');
      if (sign === '^') return `>=${version},<${Number(major) + 1}`;
      if (sign === '~')
        return minor === undefined
          ? `>=${version},<${Number(major) + 1}`
          : `>=${version},<${major}.${Number(minor) + 1}`;
      return star === undefined ? `==${version}` : `==${version}`;
    })
    .join(',');
}
