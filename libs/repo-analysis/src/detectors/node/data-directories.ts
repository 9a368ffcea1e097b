import { byCodeUnit } from '@devops-orchestrator/contracts';
import { directoryName, joinPath } from '../../repository-view.js';
import { matchSource } from '../../source/source-file.js';
import type { NodePackage } from './node-package.js';
import { prismaSchema } from './node-services.js';

const written =
  /\bnew (?:Database|DatabaseSync|sqlite3\.Database)\(\s{0,20}['"`]([^'"`\n$]{1,200})['"`]|\b(?:dest|destination)\s{0,5}:\s{0,5}['"`]([^'"`\n$]{1,200})['"`]|\b(?:storage|filename|database)['"]?\s{0,5}:\s{0,5}['"`]([^'"`\n$]{1,200}\.(?:db|sqlite3?))['"`]|['"`](?:file|sqlite):(?:\/\/)?([^'"`\n$?]{1,200})/g;

/** Directories that the code writes at run time: of a SQLite file, of uploads; relative to the package. */
export function dataDirectories(node: NodePackage): string[] {
  const inCode = node.sources.flatMap((file) =>
    matchSource(file, written).flatMap(({ groups }) => [
      ...[groups[0], groups[2], groups[3]].flatMap((path) => folderOf(path)),
      ...(groups[1] === undefined ? [] : [groups[1]]),
    ]),
  );
  const joined = node.sources.flatMap((file) =>
    matchSource(file, joinedFile).flatMap(({ groups }) => joinedFolder(node, file.path, groups[0], groups[1] ?? '')),
  );
  const schema = prismaSchema(node);
  const file =
    schema === undefined
      ? undefined
      : /\burl\s{0,10}=\s{0,10}"file:(?:\.\/)?([^"]{1,200})"/.exec(node.view.read(schema) ?? '')?.[1];
  // Prisma takes the path from the schema's folder
  const ofPrisma = file === undefined ? [] : folderOf(`prisma/${file}`);
  return [...new Set([...inCode, ...joined, ...ofPrisma].flatMap(clean))].sort(byCodeUnit);
}

/** `path.join(__dirname, 'data', 'app.db')`, also as a constant or a fallback. */
const joinedFile =
  /\b(?:join|resolve)\(\s{0,20}(__dirname|import\.meta\.dirname|process\.cwd\(\))((?:\s{0,20},\s{0,20}['"`][^'"`\n$]{1,200}['"`]){1,5})\s{0,20},?\s{0,20}\)/g;

function joinedFolder(node: NodePackage, file: string, base: string | undefined, rest: string): string[] {
  const parts = [...rest.matchAll(/['"`]([^'"`\n]{1,200})['"`]/g)].map((found) => found[1] ?? '');
  if (!/\.(?:db|sqlite3?|sqlite-db)$/.test(parts.at(-1) ?? '')) return [];
  const { directory } = node.manifest;
  const from = base === 'process.cwd()' ? directory : directoryName(file);
  const path = joinPath(from, parts.join('/'));
  if (path === undefined) return [];
  const below = directory === '.' ? path : path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : '';
  return folderOf(below);
}

function folderOf(path: string | undefined): string[] {
  if (path === undefined || path.startsWith(':')) return [];
  const slash = path.lastIndexOf('/');
  return slash > 0 ? [path.slice(0, slash)] : [];
}

function clean(path: string): string[] {
  const relative = path.replace(/^\.\//, '').replace(/\/$/, '');
  const usable =
    /^[\w][\w./-]{0,100}$/.test(relative) &&
    !relative.split('/').includes('..') &&
    relative !== 'dist' &&
    relative !== 'build';
  return usable ? [relative] : [];
}
