import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isInside } from '../find-program.js';

/** Programs and libraries of the system; some are links on most systems. Source: hier(7). */
const systemFolders = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/opt', '/nix', '/gnu', '/snap'];
/** Files below `/etc` that hold secrets; the rest of it tells programs how to work. */
const secretSettings = [
  ...['shadow', 'shadow-', 'gshadow', 'gshadow-', 'sudoers', 'sudoers.d', 'ssh', 'ssl/private', 'krb5.keytab'],
  ...[
    'docker',
    'kubernetes',
    'rancher',
    'NetworkManager',
    'wireguard',
    'openvpn',
    'ppp',
    'wpa_supplicant',
    'letsencrypt',
  ],
  ...['mysql/debian.cnf', 'pki/tls/private', 'netplan', 'cloud', 'salt', 'puppet', 'vault.d', 'environment'],
].map((name) => join('/etc', name));
/** Folders of version managers, whose programs look for each other there. */
const versionManagers = ['.nvm', '.rbenv', '.pyenv', '.sdkman', '.asdf', '.volta', '.rustup'];
/** They, tools and package caches below the home folder; no credentials are kept there. */
const homeTools = [
  ...versionManagers,
  ...['.deno/bin', '.bun/bin', '.local/bin', '.cargo/bin', '.local/share/uv', '.local/share/mise', '.npm/_cacache'],
  ...['.cache/pip', '.cache/uv', '.cache/go-build', '.cache/pypoetry', '.cache/yarn', '.cache/node', 'go/pkg'],
  ...['.cargo/registry', '.cargo/git', '.m2/repository', '.m2/wrapper', '.gradle/caches', '.gradle/wrapper'],
  ...['.local/share/pnpm/store', '.docker/cli-plugins'],
];

export interface VisiblePaths {
  /** Bound read-only, in this order. */
  readable: readonly string[];
  /** Links of the system, as they are: path and target. */
  links: readonly (readonly [string, string])[];
  /** Shown empty: folders and files. */
  hidden: readonly { path: string; isFolder: boolean }[];
}

/** What every command may read: the system, the programs on its PATH, caches; no other file of a user. */
export function systemPaths(home: string | undefined, path: readonly string[], more: readonly string[]): VisiblePaths {
  const present = systemFolders.filter((folder) => existsSync(folder));
  const links = present.filter(isLink).map((folder) => [folder, readlinkSync(folder)] as const);
  const folders = present.filter((folder) => !isLink(folder));
  const seen = (wanted: string) => folders.some((folder) => isInside(folder, wanted));
  const tools = path.flatMap((entry) => toolFolders(entry, home)).filter((folder) => !seen(realpathSync(folder)));
  const caches = home === undefined ? [] : homeTools.map((name) => join(home, name)).filter((name) => existsSync(name));
  return {
    readable: [...new Set([...folders, '/etc', ...tools, ...caches, ...more.filter((name) => existsSync(name))])],
    links,
    hidden: secretSettings
      .filter((name) => existsSync(name))
      .map((name) => ({ path: name, isFolder: lstatSync(realpathSync(name)).isDirectory() })),
  };
}

/** A folder of programs, with what belongs to them where they were installed on their own. */
function toolFolders(entry: string, home: string | undefined): string[] {
  if (!existsSync(entry)) return [];
  const parts = entry.split('/');
  const manager = parts.findIndex((part) => versionManagers.includes(part));
  if (manager !== -1) return [parts.slice(0, manager + 1).join('/')];
  const prefix = dirname(entry);
  const isPrefix =
    /^s?bin$/.test(basename(entry)) && ['lib', 'pyvenv.cfg'].some((name) => existsSync(join(prefix, name)));
  // ~/.local and ~/.cargo hold keys too
  const isAboveHome = home !== undefined && (isInside(prefix, home) || dirname(prefix) === home);
  return [isPrefix && prefix !== '/' && !isAboveHome ? prefix : entry];
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}

/** Where git keeps the history, which commands may read: hooks and settings in it would be run later, outside. */
export function gitFolders(root: string): string[] {
  const own = join(root, '.git');
  if (!existsSync(own) || isLink(own)) return [];
  if (lstatSync(own).isDirectory()) return [own];
  const target = /^gitdir: (.+)$/m.exec(readFileSync(own, 'utf8').slice(0, 5000))?.[1];
  const folder = target === undefined ? undefined : resolve(root, target.trim());
  if (folder === undefined || !existsSync(join(folder, 'HEAD')) || !existsSync(join(folder, 'commondir'))) return [own];
  const common = resolve(folder, readFileSync(join(folder, 'commondir'), 'utf8').trim());
  // the file can name any folder: it is shown when it is git's
  const isGit = existsSync(join(common, 'objects')) && existsSync(join(common, 'HEAD')) && isInside(common, folder);
  return isGit ? [own, common] : [own];
}
