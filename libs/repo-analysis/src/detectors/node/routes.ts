import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { Evidence } from '@devops-orchestrator/contracts';
import { directoryName, joinPath } from '../../repository-view.js';
import { matchSource, type SourceFile } from '../../source/source-file.js';
import { argumentsAt } from './port.js';

/** A GET route whose full path is known. */
export interface Route {
  path: string;
  evidence: Evidence;
}

/** A router mounted under a path: another file's, or a variable of the same file. */
interface Mount {
  prefix: string;
  /** File whose routes it prefixes. */
  target: string;
}

/** GET routes that the code registers by literal paths, with the prefixes under which their routers are mounted. */
export function findCodeRoutes(sources: readonly SourceFile[]): Route[] {
  const files = new Map(sources.map((file) => [file.path, file]));
  const mounts = new Map<string, Mount[]>();
  for (const file of sources) mounts.set(file.path, mountsOf(file, files));
  const prefixes = prefixesByFile(sources, mounts);
  return sources.flatMap((file) => routesOf(file).flatMap((route) => mounted(route, file, prefixes.get(file.path))));
}

/** `local`: registered on a router of this file that is mounted under a prefix there. */
interface FileRoute {
  receiver: string;
  path: string;
  line: number;
}

const registration =
  /([A-Za-z_$][\w$]*)\.(?:get|all|use|route|head)(?:<[^>\n]{0,100}>)?\(\s{0,20}['"`](\/[^'"`\n]{0,200}|)['"`]/g;
const objectRoute = /\b(?:url|path)['"]?\s{0,10}:\s{0,10}['"`](\/[^'"`\n]{0,200})['"`]/g;
const comparedPath = /\b(?:url|pathname|path)\s{0,5}===?\s{0,5}['"`](\/[^'"`\n]{0,200})['"`]/g;

function routesOf(file: SourceFile): FileRoute[] {
  const calls = matchSource(file, registration)
    .filter(({ end }) => isHandled(file.text, end))
    .map(({ groups, line }) => ({ receiver: groups[0] ?? '', path: groups[1] ?? '', line }));
  const isServer = /\b(?:route|createServer|Bun\.serve)\(/.test(file.text);
  const others = isServer ? [...matchSource(file, objectRoute), ...matchSource(file, comparedPath)] : [];
  return [...calls, ...others.map(({ groups, line }) => ({ receiver: '', path: groups[0] ?? '', line }))];
}

/** Paths that a file registers, whatever it is mounted under. */
export function registeredPaths(file: SourceFile): { path: string; line: number }[] {
  return routesOf(file);
}

/** `app.get('name')` alone reads a setting. */
function isHandled(text: string, end: number): boolean {
  return (
    /^\s{0,20}[,)]/.test(text.slice(end, end + 25)) && !/^\s{0,20}\)(?!\s{0,20}\.)/.test(text.slice(end, end + 45))
  );
}

const application = /^(?:app|server|fastify|api|instance|application|http|web|_app|express|hono)$/i;

function mounted(route: FileRoute, file: SourceFile, prefixes: readonly string[] | undefined): Route[] {
  const own = ownPrefix(file, route.receiver);
  // a router that nobody mounts answers nowhere we know of
  const known =
    prefixes ?? (application.test(route.receiver) || route.receiver === '' ? [''] : own === undefined ? [] : ['']);
  return known.map((prefix) => ({
    path: joinRoute(prefix, own ?? '', route.path),
    evidence: { file: file.path, line: route.line, reason: 'registers the route' },
  }));
}

/** The prefix that a router of this file has from its constructor or from being mounted in the same file. */
function ownPrefix(file: SourceFile, receiver: string): string | undefined {
  if (receiver === '' || receiver.length > 60) return undefined;
  const name = receiver.replaceAll('$', String.raw`\$`);
  const local = new RegExp(
    `\\.(?:use|route|register)\\(\\s{0,20}['"\`](/[^'"\`\\n]{0,200})['"\`],[^;\\n]{0,200}\\b${name}(?:\\.routes\\(\\))?\\s{0,5}\\)`,
  ).exec(file.text)?.[1];
  const constructed = new RegExp(
    `\\b${name}\\s{0,5}=\\s{0,5}new \\w{1,40}\\(\\s{0,20}\\{[^}]{0,200}\\bprefix['"]?\\s{0,5}:\\s{0,5}['"\`](/[^'"\`\\n]{0,200})`,
  ).exec(file.text)?.[1];
  const basePath = new RegExp(`\\b${name}\\s{0,5}=[^;\\n]{0,100}\\.basePath\\(['"\`](/[^'"\`\\n]{0,200})`).exec(
    file.text,
  )?.[1];
  return local ?? constructed ?? basePath;
}

const mounting = /\.(?:use|route|register)\(/g;

function mountsOf(file: SourceFile, files: ReadonlyMap<string, SourceFile>): Mount[] {
  const imports = importsOf(file, files);
  return matchSource(file, mounting).flatMap(({ end }) => {
    const call = argumentsAt(file.text, end);
    const literal = /^['"`](\/[^'"`]*)['"`]$/.exec(call[0] ?? '')?.[1];
    const option = /\bprefix['"]?\s{0,5}:\s{0,5}['"`](\/[^'"`\n]{0,200})/.exec(call.at(-1) ?? '')?.[1];
    return call.flatMap((argument) => {
      const inline = /(?:require|import)\(['"](\.[^'"]{0,200})['"]\)/.exec(argument)?.[1];
      const name = /^([A-Za-z_$][\w$]*)/.exec(argument)?.[1] ?? '';
      const target = inline === undefined ? imports.get(name) : resolveImport(file.path, inline, files);
      return target === undefined ? [] : [{ prefix: literal ?? option ?? '', target }];
    });
  });
}

const importing =
  /\bimport\s{1,10}([^'"`;]{1,300}?)\s{1,10}from\s{0,10}['"](\.[^'"\n]{0,200})['"]|\b(?:const|let|var)\s{1,10}([\w$]{1,60}|\{[^}]{1,300}\})\s{0,10}=\s{0,10}(?:await\s{1,5})?(?:require|import)\(\s{0,10}['"](\.[^'"\n]{0,200})['"]/g;

function importsOf(file: SourceFile, files: ReadonlyMap<string, SourceFile>): Map<string, string> {
  const names = new Map<string, string>();
  for (const { groups } of matchSource(file, importing)) {
    const target = resolveImport(file.path, groups[1] ?? groups[3] ?? '', files);
    if (target === undefined) continue;
    for (const name of (groups[0] ?? groups[2] ?? '').split(/[{},\s]+|\bas\b/))
      if (name !== '') names.set(name, target);
  }
  return names;
}

function resolveImport(from: string, specifier: string, files: ReadonlyMap<string, SourceFile>): string | undefined {
  const path = joinPath(directoryName(from), specifier);
  if (path === undefined) return undefined;
  const stem = path.replace(/\.[cm]?jsx?$/, '');
  const endings = ['.ts', '.js', '.mts', '.mjs', '.cjs', '.tsx', '.jsx'];
  return [path, ...endings.map((end) => stem + end), ...endings.map((end) => `${stem}/index${end}`)].find((one) =>
    files.has(one),
  );
}

/** Every prefix under which a file's routes answer; no entry for files that are mounted nowhere. */
function prefixesByFile(
  sources: readonly SourceFile[],
  mounts: ReadonlyMap<string, readonly Mount[]>,
): Map<string, string[]> {
  const prefixes = new Map<string, string[]>();
  // each round carries prefixes one mount further down
  for (let round = 0; round < 5; round += 1) {
    for (const file of sources) {
      for (const { prefix, target } of mounts.get(file.path) ?? []) {
        if (target === file.path) continue;
        const known = prefixes.get(target) ?? [];
        for (const outer of prefixes.get(file.path) ?? ['']) {
          const path = joinRoute(outer, prefix);
          if (!known.includes(path) && known.length < 10) known.push(path);
        }
        prefixes.set(target, known);
      }
    }
  }
  for (const [target, known] of prefixes) {
    // a path reached first without its outer prefix is only a shorter form of the full one
    const full = known.filter((path) => !known.some((other) => other !== path && other.endsWith(path) && path !== '/'));
    prefixes.set(target, full.sort(byCodeUnit));
  }
  return prefixes;
}

export function joinRoute(...parts: readonly string[]): string {
  const path = parts
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .join('/');
  return `/${path}`;
}
