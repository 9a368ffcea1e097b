import { parse as parseToml } from 'smol-toml';
import type { FileTree } from '@devops-orchestrator/contracts';
import { plainText } from './markdown-text.js';

/** A person or team that the repository itself names. */
export interface Contact {
  /** Name, handle or address, as stated. */
  who: string;
  /** What the file says they answer for. */
  role: string;
  /** `CODEOWNERS:3` */
  source: string;
}

const codeownersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];
const maximumContacts = 40;

/** Reads contacts from CODEOWNERS, manifests and MAINTAINERS files; only what stands there. */
export function readContacts(tree: FileTree): Contact[] {
  const all = [...codeowners(tree), ...packageJson(tree), ...pyproject(tree), ...maintainers(tree)];
  const seen = new Map(
    all.map((contact) => [`${contact.who}\0${contact.role}`, contact]).reverse() as [string, Contact][],
  );
  return [...seen.values()].reverse().slice(0, maximumContacts);
}

/** Lines of the first CODEOWNERS that GitHub would take. Source: https://docs.github.com/articles/about-code-owners */
function codeowners(tree: FileTree): Contact[] {
  const path = codeownersPaths.find((candidate) => tree.has(candidate));
  return linesOf(tree, path).flatMap(([line, number]) => {
    const [pattern = '', ...owners] = (line.split('#', 1)[0] ?? '').trim().split(/\s{1,100}/);
    return owners
      .filter((owner) => /^@[\w.-]{1,100}(?:\/[\w.-]{1,100})?$|^[^\s@<>]{1,100}@[^\s@<>]{1,100}$/.test(owner))
      .map((who) => ({ who, role: `owns ${pattern}`, source: `${path ?? ''}:${number}` }));
  });
}

function packageJson(tree: FileTree): Contact[] {
  const text = tree.read('package.json');
  const manifest = parsed(() => JSON.parse(text ?? '{}') as unknown);
  return (['author', 'maintainers', 'contributors'] as const).flatMap((field) => {
    const value = manifest[field];
    const line = lineOf(text ?? '', `"${field}"`);
    const role = field.replace(/s$/, '');
    return people(value).map((who) => ({ who, role, source: `package.json:${line}` }));
  });
}

function pyproject(tree: FileTree): Contact[] {
  const text = tree.read('pyproject.toml');
  if (text === undefined || text.length > 200_000) return [];
  const manifest = parsed(() => parseToml(text));
  const sections = [manifest['project'], record(manifest['tool'])['poetry']].map(record);
  return sections.flatMap((section) =>
    (['authors', 'maintainers'] as const).flatMap((field) =>
      people(section[field]).map((who) => ({
        who,
        role: field.replace(/s$/, ''),
        source: `pyproject.toml:${lineOf(text, field)}`,
      })),
    ),
  );
}

/** Lines of a MAINTAINERS file that hold a handle or an address. */
function maintainers(tree: FileTree): Contact[] {
  const path = tree.paths.find((candidate) => /^(?:\.github\/|docs\/)?MAINTAINERS(?:\.md|\.txt)?$/i.test(candidate));
  return linesOf(tree, path).flatMap(([line, number]) => {
    if (!/(?:^|[\s(<[|])@[\w-]|[\w.+-]@[\w-]/.test(line.slice(0, 500))) return [];
    const who = line
      .slice(0, 500)
      .replace(/\]\([^)\s]{0,300}\)/g, ']')
      .replace(/[|[\]]/g, ' ')
      .replace(/^[\s*+-]{1,20}/, '');
    return [{ who: plainText(who, 120), role: 'maintainer', source: `${path ?? ''}:${number}` }];
  });
}

function people(value: unknown): string[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.flatMap((person) => {
    if (typeof person === 'string') return plainText(person.replace(/\([^)]{0,300}\)/g, ''), 120) || [];
    const { name, email } = record(person);
    const parts = [typeof name === 'string' ? name : '', typeof email === 'string' ? `<${email}>` : ''];
    return plainText(parts.join(' '), 120) || [];
  });
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A manifest that cannot be parsed names nobody; the analysis reports it. */
function parsed(parse: () => unknown): Record<string, unknown> {
  try {
    return record(parse());
  } catch {
    return {};
  }
}

function linesOf(tree: FileTree, path: string | undefined): [line: string, number: number][] {
  const lines = path === undefined ? [] : (tree.read(path) ?? '').split(/\r?\n/).slice(0, 2000);
  return lines.map((line, index) => [line, index + 1]);
}

function lineOf(text: string, word: string): number {
  const at = text.indexOf(word);
  return at < 0 ? 1 : text.slice(0, at).split('\n').length;
}
