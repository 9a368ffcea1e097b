import { directoryName, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';

/** One requirement of a requirements file or of a list in pyproject.toml. */
export interface Requirement {
  /** Normalised: lower case, runs of `-_.` are one `-`. Source: packaging.python.org name normalization. */
  name: string;
  extras: readonly string[];
  /** `>=2,<3`; empty when any version will do. */
  specifier: string;
  /** `git+https://…`, a path, or a URL, when it does not come from the index. */
  source?: string;
}

export interface RequirementLine extends Requirement {
  file: string;
  line: number;
}

export interface RequirementsFile {
  requirements: readonly RequirementLine[];
  /** Index options (`--index-url`, `--extra-index-url`) with their place; the address itself may hold a password. */
  indexOptions: readonly { file: string; line: number }[];
  /** Every file that installing reads, constraints (`-c`) and the first included. */
  files: readonly string[];
}

/** Reads a requirements file and those it includes, each once; unknown options are passed over. */
export function readRequirementsFile(view: RepositoryView, path: string): RequirementsFile {
  const requirements: RequirementLine[] = [];
  const indexOptions: { file: string; line: number }[] = [];
  const files: string[] = [];
  const read = (file: string): void => {
    if (files.includes(file) || files.length >= 50) return;
    const text = view.read(file);
    if (text === undefined) return;
    files.push(file);
    for (const { content, line } of logicalLines(text)) {
      const include = /^(?:-r|--requirement)[ =]?\s*(\S+)/.exec(content)?.[1];
      if (include !== undefined) {
        const target = joinPath(directoryName(file), include);
        if (target !== undefined) read(target);
        continue;
      }
      const constraint = /^(?:-c|--constraint)[ =]?\s*(\S+)/.exec(content)?.[1];
      if (constraint !== undefined) {
        const target = joinPath(directoryName(file), constraint);
        if (target !== undefined && view.tree.has(target) && !files.includes(target)) files.push(target);
      } else if (/^(?:-i|--index-url|--extra-index-url)[ =]/.test(content)) indexOptions.push({ file, line });
      else {
        const requirement = parseRequirement(content.replace(/^(?:-e|--editable)[ =]?\s*/, ''));
        if (requirement !== undefined) requirements.push({ ...requirement, file, line });
      }
    }
  };
  read(path);
  return { requirements, indexOptions, files };
}

/** Reads one PEP 508 requirement, URL or path; undefined for options and what is neither. */
export function parseRequirement(text: string): Requirement | undefined {
  const content = text.trim();
  if (content === '' || content.startsWith('-')) return undefined;
  if (/^(?:[a-z]+\+)?[a-z]+:\/\//i.test(content) || /^\.{0,2}\//.test(content) || content === '.') {
    const named = /#egg=([A-Za-z0-9._-]+)/.exec(content)?.[1] ?? nameFromAddress(content);
    return { name: normalizeName(named), extras: [], specifier: '', source: content };
  }
  const match = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]{0,200})\])?\s*(.*)$/.exec(content);
  if (match === null) return undefined;
  const [, name = '', extras = '', rest = ''] = match;
  const requirement = {
    name: normalizeName(name),
    extras: extras
      .split(',')
      .map((extra) => extra.trim().toLowerCase())
      .filter((extra) => extra !== ''),
  };
  if (rest.startsWith('@')) return { ...requirement, specifier: '', source: rest.slice(1).trim() };
  const specifier = (rest.split(';')[0] ?? '').replace(/\s--.*$/, '').trim();
  if (specifier !== '' && !/^[(=<>!~^*\d]/.test(specifier)) return undefined;
  return { ...requirement, specifier: specifier.replace(/^\(|\)$/g, '') };
}

export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function logicalLines(text: string): { content: string; line: number }[] {
  const result: { content: string; line: number }[] = [];
  let pending = '';
  let start = 1;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    if (pending === '') start = index + 1;
    // A comment starts a line or follows a blank; `#egg=` in a URL does neither.
    const content = raw.slice(0, 4000).replace(/(?:^|\s)#.*$/, '');
    if (content.endsWith('\\')) {
      pending += `${content.slice(0, -1)} `;
      continue;
    }
    const whole = (pending + content).trim();
    pending = '';
    if (whole !== '') result.push({ content: whole, line: start });
  }
  return result;
}

function nameFromAddress(address: string): string {
  const last =
    address
      .replace(/[?#].*$/, '')
      .split('/')
      .filter(Boolean)
      .at(-1) ?? 'local';
  return last
    .replace(/@.*$/, '')
    .replace(/\.git$/, '')
    .replace(/-\d.*$/, '');
}
