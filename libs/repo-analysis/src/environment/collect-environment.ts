import type { EnvironmentVariable, Evidence } from '@devops-orchestrator/contracts';
import type { RepositoryView } from '../repository-view.js';
import { isSecretName } from './secret-name.js';

/** One place where code or configuration reads a variable. */
export interface EnvironmentRead {
  name: string;
  /** The literal that the code falls back to. */
  default?: string | undefined;
  required?: boolean | undefined;
  buildTime?: boolean | undefined;
  evidence: Evidence;
}

export interface EnvironmentScope {
  /** The component's directory: its example file wins over the root's. */
  directory: string;
  /** Names that only an example file mentions are added from these directories; without it, from `directory` alone. */
  exampleDirectories?: readonly string[];
}

/**
 * Merges reads by name into sorted variables, with what example files (`.env.example`) add.
 * `.env` itself is never opened, and the value of a secret is never kept.
 */
export function collectEnvironment(
  view: RepositoryView,
  scope: EnvironmentScope,
  reads: readonly EnvironmentRead[],
): EnvironmentVariable[] {
  const byName = new Map<string, EnvironmentRead[]>();
  const add = (read: EnvironmentRead) => {
    const known = byName.get(read.name);
    if (known === undefined) byName.set(read.name, [read]);
    else known.push(read);
  };
  reads.filter(isUsable).forEach(add);
  const adding = new Set([scope.directory, ...(scope.exampleDirectories ?? [])]);
  for (const directory of new Set([...adding, '.'])) {
    for (const read of exampleReads(view, directory)) {
      if (adding.has(directory) || byName.has(read.name)) add(read);
    }
  }
  return [...byName.keys()].sort(byCodeUnit).map((name) => merge(name, byName.get(name) ?? []));
}

const exampleNames = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', '.env.local.example'];
const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const exampleLine = /^(?:export )?[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=(.*)$/;
const maximumEvidence = 5;

/** Set by the image, the platform or the shell, not by who deploys. */
const ambientNames = new Set(
  'NODE_ENV CI HOME PATH PWD USER SHELL TERM LANG TMPDIR TEMP TMP HOSTNAME OLDPWD SHLVL EDITOR PAGER'.split(' '),
);

function isUsable(read: EnvironmentRead): boolean {
  return variableName.test(read.name) && !ambientNames.has(read.name) && !read.name.startsWith('npm_');
}

function exampleReads(view: RepositoryView, directory: string): EnvironmentRead[] {
  const reads: EnvironmentRead[] = [];
  for (const name of exampleNames) {
    const path = directory === '.' ? name : `${directory}/${name}`;
    const text = view.read(path);
    if (text === undefined) continue;
    for (const [index, line] of text.split('\n').entries()) {
      const found = line.length > 2000 ? null : exampleLine.exec(line.trim());
      if (found?.[1] === undefined) continue;
      const evidence = { file: path, line: index + 1, reason: `names ${found[1]}` };
      reads.push({ name: found[1], default: exampleValue(found[2] ?? ''), evidence });
    }
  }
  return reads.filter(isUsable);
}

/** The value without quotes and trailing comment; undefined when empty or an obvious placeholder. */
function exampleValue(raw: string): string | undefined {
  const text = raw.trim();
  const quote = text[0];
  const end = quote === '"' || quote === "'" ? text.indexOf(quote, 1) : -1;
  const value = end > 0 ? text.slice(1, end) : (text.split(' #')[0] ?? '').trim();
  const placeholder =
    value === '' || /^(?:<.*>|\[.*\]|your[-_ ].*|change[-_]?me.*|replace[-_]?me.*|xxx+|todo)$/i.test(value);
  return placeholder ? undefined : value;
}

function merge(name: string, reads: readonly EnvironmentRead[]): EnvironmentVariable {
  const fallback = reads.find((read) => read.default !== undefined)?.default;
  const secret = isSecretName(name) || (fallback !== undefined && carriesPassword(fallback));
  const evidence = new Map(reads.map((read) => [`${read.evidence.file}:${read.evidence.line}`, read.evidence]));
  const inCode = reads.filter((read) => read.required !== undefined || read.buildTime !== undefined);
  const required = inCode.some((read) => read.required === true);
  return {
    name,
    secret,
    ...(fallback !== undefined && !secret ? { default: fallback.slice(0, 500) } : {}),
    ...(reads.some((read) => read.buildTime === true) ? { buildTime: true } : {}),
    ...(required ? { required: true } : {}),
    evidence: [...evidence.values()].sort(byPlace).slice(0, maximumEvidence),
  };
}

/** True for `scheme://user:password@host`. */
function carriesPassword(value: string): boolean {
  const authority = /^[a-z][a-z0-9+.-]{0,40}:\/\/([^/@\s]{1,500})@/i.exec(value.slice(0, 1000))?.[1];
  return authority?.includes(':') ?? false;
}

function byPlace(a: Evidence, b: Evidence): number {
  return byCodeUnit(a.file, b.file) || a.line - b.line;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
