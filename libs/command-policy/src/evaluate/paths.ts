import { posix } from 'node:path';
import { refuse } from './refuse.js';
import type { Run, Site } from './run.js';
import { homeFolder, temporaryFolder } from './scope.js';
import type { Scope } from './scope.js';
import { constant, plainText, shown } from './value.js';
import type { Value } from './value.js';

/** Stands for the repository where its path is not given. */
const unnamedRoot = '/.repository';

export function rootOf(run: Run): string {
  const root = run.options.workspaceRoot;
  return root === undefined ? unnamedRoot : posix.normalize(root).replace(/(?<=.)\/+$/, '');
}

export type Area =
  'repository' | 'repository-root' | 'git-folder' | 'temporary' | 'temporary-root' | 'device' | 'outside' | 'unknown';

const gitFolder = /(?:^|\/)\.git(?:\/|$)/i;
const devices = /^\/dev\/(?:null|stdout|stderr|stdin|tty|zero|urandom|random|fd\/\w+)$/;

/** Where a path leads, by its letters alone; of several possible places the worst. */
export function areaOf(value: Value, scope: Scope, run: Run): Area {
  const areas = resolvePaths(value, scope).map((path) => areaOfPath(path, run));
  const order: Area[] = [
    'unknown',
    'outside',
    'repository-root',
    'temporary-root',
    'git-folder',
    'repository',
    'temporary',
  ];
  return order.find((area) => areas.includes(area)) ?? areas[0] ?? 'unknown';
}

/** Absolute forms of a path; none when it is not known. */
export function resolvePaths(value: Value, scope: Scope): readonly string[] {
  const text = value.many ? undefined : plainText(value);
  if (text === undefined) return [];
  // `.*` and `.?` match `..` too
  const path = value.glob ? text.replace(/(?<=^|\/)\.[*?[][^/]*(?=\/|$)/g, '..') : text;
  if (path.startsWith('/')) return [posix.normalize(path)];
  return (scope.folders ?? []).map((folder) => posix.join(folder, path));
}

function areaOfPath(path: string, run: Run): Area {
  const root = rootOf(run);
  const clean = path.replace(/(?<=.)\/+$/, '');
  if (devices.test(clean)) return 'device';
  if (clean === root) return 'repository-root';
  if (clean.startsWith(`${root}/`)) {
    const inside = clean.slice(root.length + 1);
    if (gitFolder.test(inside)) return 'git-folder';
    return isWholeFolder(inside) ? 'repository-root' : 'repository';
  }
  for (const folder of [temporaryFolder, '/var/tmp']) {
    if (clean === folder || (/^\/[*?[\]]+$/.test(clean.slice(folder.length)) && clean.startsWith(`${folder}/`)))
      return 'temporary-root';
    if (clean.startsWith(`${folder}/`)) return gitFolder.test(clean) ? 'git-folder' : 'temporary';
  }
  return 'outside';
}

/** A pattern of one level that can be every name: `*`, `?*`, `[a-z]*`. */
function isWholeFolder(path: string): boolean {
  return !path.includes('/') && path.replace(/\[[^\]]*\]|[*?.]/g, '') === '';
}

/** Refuses a write that does not stay in the repository or the temporary folder. */
export function judgeWrite(site: Site, value: Value, how: 'file' | 'whole-tree' | 'no-content' = 'file'): void {
  // no file has an empty name
  if (constant(value) === '') return;
  const area = areaOf(value, site.scope, site.run);
  const isRoot = area === 'repository-root' || area === 'temporary-root';
  if (area === 'unknown') {
    refuse(
      site,
      'unknown-path',
      `It cannot be told where ${shown(value)} leads; write to a path of the repository or of mktemp.`,
    );
  } else if (area === 'outside') {
    refuse(site, 'write-outside', `${shown(value)} is outside of the repository and the temporary folder.`);
  } else if (area === 'git-folder') {
    refuse(site, 'write-to-git', `${shown(value)} is in .git, which only git may write.`);
  } else if (isRoot && how === 'whole-tree') {
    refuse(
      site,
      'write-outside',
      `${shown(value)} is the whole repository or temporary folder; name what is meant in it.`,
    );
  }
  if (how === 'file') for (const path of resolvePaths(value, site.scope)) noteWritten(site.run, path, undefined);
}

/** Notes what stands in a file that the script writes. */
export function noteWritten(run: Run, path: string, content: Value | undefined): void {
  run.written.set(path, [...(run.written.get(path) ?? []), content]);
}

/** Refuses to read, mount or send something that is neither the repository's nor temporary. */
export function judgeInside(site: Site, value: Value, what: string): void {
  if (isUrl(value)) return refuse(site, 'network', `The ${what} ${shown(value)} is on another machine.`);
  const area = areaOf(value, site.scope, site.run);
  if (area === 'unknown') refuse(site, 'unknown-path', `It cannot be told where the ${what} ${shown(value)} leads.`);
  else if (area === 'outside' || area === 'device') {
    refuse(site, 'outside-path', `The ${what} ${shown(value)} is outside of the repository.`);
  }
}

const secretPlaces =
  /(?:^|\/)(?:\.ssh|\.aws|\.azure|\.gnupg|\.kube|\.config\/(?:gcloud|gh|helm|op)|\.docker\/config\.json|\.netrc|\.npmrc|\.pypirc|\.pgpass|\.my\.cnf|\.git-credentials|\.terraform\.d|\.vault-token|\.cargo\/credentials(?:\.toml)?|\.m2\/settings\.xml|\.gradle\/gradle\.properties|id_(?:rsa|dsa|ecdsa|ed25519)|\.bash_history)(?:\/|$)/;
const secretSystemFiles =
  /^\/(?:etc\/(?:shadow|gshadow|sudoers|ssl\/private|ssh\/ssh_host)|proc\/(?:[^/]*\/(?:environ|mem|maps|root|cwd|fd)|kcore)|root|run\/secrets|var\/run\/secrets|dev\/(?:mem|kmem|sd|nvme|vd|xvd|mapper|disk))/;
const sockets = /(?:docker|containerd|podman|crio|buildkitd)\.sock\b|\/run\/docker(?:\/|$)/;

/** Refuses words that name credentials, the engine's socket or a network device, whatever the program would do with them. */
export function judgeSecretWord(site: Site, value: Value): void {
  const text = shown(value);
  if (sockets.test(text)) refuse(site, 'engine-socket', `${text} is the engine's socket, which makes its holder root.`);
  if (/\/dev\/(?:tcp|udp)(?:\/|$)/.test(text)) refuse(site, 'network', `${text} opens a connection.`);
  const isAbsolute = text.startsWith('/');
  if (text.startsWith(`${homeFolder}/`)) {
    refuse(site, 'secret-file', `${text} is in the home folder, which is not the command's.`);
  } else if (isAbsolute && value.glob && areaOf(value, site.scope, site.run) === 'outside') {
    refuse(site, 'secret-file', `It cannot be told which files ${text} names.`);
  }
  const candidates = [text, ...text.split(/[=:,@]/)];
  const isHome = (path: string) => !path.startsWith('/') || !path.startsWith(`${rootOf(site.run)}/`);
  const isRepositoryFile = (path: string) =>
    /^(?!\/|.*\.\.)/.test(path) && /(?:^|\/)\.npmrc$|(?:^|\/)\.docker\//.test(path);
  if (
    candidates.some(
      (path) => secretSystemFiles.test(path) || (secretPlaces.test(path) && isHome(path) && !isRepositoryFile(path)),
    )
  ) {
    refuse(site, 'secret-file', `${text} holds credentials.`);
  }
}

/** Refuses code that is not the repository's own, or that the same command has written. */
export function judgeOwnCode(site: Site, file: Value): void {
  if (areaOf(file, site.scope, site.run) !== 'repository') {
    refuse(site, 'outside-program', `${shown(file)} is not a file of the repository.`);
  } else if (wasWritten(site, file)) {
    refuse(site, 'written-and-run', `${shown(file)} is written and run by the same command, so nobody saw it.`);
  }
}

export function wasWritten(site: Site, value: Value): boolean {
  const written = [...site.run.written.keys()];
  return resolvePaths(value, site.scope).some((path) =>
    written.some((file) => path === file || path.startsWith(`${file}/`) || file.startsWith(`${path}/`)),
  );
}

export function isUrl(value: Value): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/|^git@|^oci:|^(?:github|gitlab)\.com\/|^bitbucket\.org\/|\.git(?:[#?]|$)/i.test(
    shown(value),
  );
}
