import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { InventoryPart, VariableUse } from './inventory-part.js';
import { withoutSecrets } from './secret-text.js';

/** Set by the shell, the terminal or the CI system: not configuration of the script. */
const ambient = new Set(
  `BASH BASH_ENV BASH_REMATCH BASH_SOURCE BASH_VERSION COLUMNS DIRSTACK EUID FUNCNAME GROUPS HOME HOSTNAME IFS LANG LC_ALL LINENO
  LINES LOGNAME MACHTYPE OLDPWD OPTARG OPTERR OPTIND OSTYPE PATH PIPESTATUS PPID PS1 PS4 PWD RANDOM REPLY SECONDS SHELL SHLVL
  TERM TMPDIR UID USER XDG_CACHE_HOME XDG_CONFIG_HOME`.split(/\s+/),
);
const reference = /\$(?:\{([A-Z][A-Z0-9_]{0,99})(:?[-?=+])?([^}$\n]{0,300})|([A-Z][A-Z0-9_]{0,99})\b)/g;
const maximumUsageLines = 80;

/** Reads what a shell script says about itself, and which environment variables it reads. */
export function readScript(path: string, text: string): InventoryPart {
  const lines = text.split(/\r?\n/);
  const usage = usageText(lines);
  const variables = readVariables(path, lines);
  return {
    scripts: [
      {
        path,
        line: 1,
        description: withoutSecrets(firstComment(lines)),
        ...(usage === undefined ? {} : { usage: withoutSecrets(usage) }),
        variables: [...new Set(variables.map(({ name }) => name))].sort(byCodeUnit),
      },
    ],
    variables,
  };
}

function firstComment(lines: readonly string[]): string {
  const body = lines[0]?.startsWith('#!') ? lines.slice(1) : lines;
  const start = body.findIndex((line) => line.trim() !== '' && !line.startsWith('# shellcheck'));
  if (start < 0) return '';
  const length = body.slice(start).findIndex((line) => !line.startsWith('#'));
  const block = length < 0 ? body.slice(start) : body.slice(start, start + length);
  return block
    .filter((line) => !line.startsWith('# shellcheck'))
    .map((line) => line.replace(/^#+ ?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** The first heredoc that talks of usage, else the lines that `echo` or `printf` it. */
function usageText(lines: readonly string[]): string | undefined {
  for (const [index, line] of lines.entries()) {
    const marker = /<<-?\s?["'\\]?([A-Za-z_]\w{0,50})["']?/.exec(line)?.[1];
    if (marker === undefined) continue;
    const length = lines.slice(index + 1, index + 1 + maximumUsageLines).findIndex((next) => next.trim() === marker);
    const body = length < 0 ? [] : lines.slice(index + 1, index + 1 + length);
    if (body.some((next) => /\busage\b/i.test(next))) return body.join('\n').trim();
  }
  const printed = lines.flatMap(
    (line) => /^\s*(?:echo|printf)\s[^"']{0,20}["'](Usage:[^"']{0,300})/i.exec(line)?.[1] ?? [],
  );
  return printed.length === 0 ? undefined : printed.join('\n').replaceAll('\\n', '\n').trim();
}

function readVariables(path: string, lines: readonly string[]): VariableUse[] {
  const own = new Set<string>();
  const uses: VariableUse[] = [];
  lines.forEach((content, index) => {
    if (content.trimStart().startsWith('#')) return;
    for (const match of content.slice(0, 4000).matchAll(reference)) {
      const name = match[1] ?? match[4] ?? '';
      if (ambient.has(name) || own.has(name)) continue;
      uses.push(variableUse({ name, path, line: index + 1 }, match));
    }
    for (const name of assignedNames(content)) own.add(name);
  });
  return uses;
}

function variableUse(use: VariableUse, match: RegExpExecArray): VariableUse {
  if (match[2]?.endsWith('?')) use.required = true;
  if (match[2] !== undefined && /[-=]$/.test(match[2]) && match[3] !== '') use.default = match[3] ?? '';
  return use;
}

/** Variables that the script gives a value itself: what it reads afterwards is its own. */
function assignedNames(line: string): string[] {
  const assigned = /^\s*(?:(?:readonly|export|local|declare(?: -\w+)?)\s+)?([A-Z][A-Z0-9_]{0,99})\+?=/.exec(line)?.[1];
  const looped = /\bfor\s+([A-Z][A-Z0-9_]{0,99})\s+in\b/.exec(line)?.[1];
  const read = /\bread\s+(?:-\w+\s+)?([A-Z][A-Z0-9_]{0,99})/.exec(line)?.[1];
  return [assigned, looped, read].filter((name) => name !== undefined);
}
