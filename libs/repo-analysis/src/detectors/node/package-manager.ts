import type { Component, Evidence } from '@devops-orchestrator/contracts';
import { evidenceAt, joinPath, type RepositoryView } from '../../repository-view.js';
import { isLockInSync } from './lock-sync.js';
import type { PackageManifest } from './package-manifest.js';

export type PackageManagerName = 'npm' | 'yarn' | 'pnpm' | 'bun';

/** How the dependencies of one install root (a package, or a whole workspace) are installed. */
export interface PackageManagerChoice {
  name: PackageManagerName;
  version?: string;
  install: string;
  lockfile?: NonNullable<Component['lockfile']>;
  /** True for Yarn 2 and later. */
  berry: boolean;
  /** Lock files of other package managers that lie beside it. */
  otherLockfiles: readonly string[];
}

/** Chooses by the `packageManager` field, then the lock file (one in sync with the manifest first), then `engines`, then npm. */
export function choosePackageManager(
  view: RepositoryView,
  root: PackageManifest,
  members: readonly PackageManifest[],
): PackageManagerChoice {
  const locks = lockNames.flatMap(([file, name]) => {
    const path = joinPath(root.directory, file);
    return path !== undefined && view.tree.has(path) ? [{ path, name }] : [];
  });
  const stated = statedManager(root);
  const candidates = stated === undefined ? locks : locks.filter((lock) => lock.name === stated.name);
  const compared = candidates.map((lock) => ({ ...lock, inSync: isLockInSync(view, lock.path, root, members) }));
  const lock = compared.find(({ inSync }) => inSync !== false) ?? compared[0];
  const name =
    stated?.name ??
    lock?.name ??
    engineManager(root) ??
    (view.tree.has(inDirectory(root, 'pnpm-workspace.yaml')) ? 'pnpm' : 'npm');
  const version = stated?.version ?? versionFromLock(view, root, lock) ?? engineVersion(root, name);
  const berry =
    name === 'yarn' &&
    (version === undefined ? view.tree.has(inDirectory(root, '.yarnrc.yml')) : !version.startsWith('1'));
  const inSync = lock !== undefined && lock.inSync !== false;
  return {
    name,
    ...(version === undefined ? {} : { version }),
    install: installCommand(name, berry, inSync),
    ...(lock === undefined ? {} : { lockfile: { path: lock.path, inSync, evidence: [lockEvidence(lock)] } }),
    berry,
    otherLockfiles: locks.filter((other) => other.path !== lock?.path).map((other) => other.path),
  };
}

const lockNames: readonly (readonly [string, PackageManagerName])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

function inDirectory(manifest: PackageManifest, file: string): string {
  return manifest.directory === '.' ? file : `${manifest.directory}/${file}`;
}

function isManager(name: string | undefined): name is PackageManagerName {
  return name === 'npm' || name === 'yarn' || name === 'pnpm' || name === 'bun';
}

function statedManager(root: PackageManifest): { name: PackageManagerName; version?: string } | undefined {
  const [name, version] = (root.packageManager ?? '').split('+')[0]?.split('@') ?? [];
  if (isManager(name)) return version !== undefined && exactVersion.test(version) ? { name, version } : { name };
  const named = [...root.devEngines.keys()].find(isManager);
  return named === undefined ? undefined : { name: named };
}

const exactVersion = /^\d+(?:\.\d+){0,2}(?:-[\w.]+)?$/;

function engineManager(root: PackageManifest): PackageManagerName | undefined {
  return (['pnpm', 'yarn', 'bun'] as const).find((name) => root.engines.has(name));
}

function engineVersion(root: PackageManifest, name: string): string | undefined {
  return /^[\^~>=v ]{0,4}(\d+(?:\.\d+){0,2})/.exec(root.devEngines.get(name) ?? root.engines.get(name) ?? '')?.[1];
}

/** Source: pnpm/pnpm lockfile versions; yarnpkg/berry `__metadata.version`. */
const pnpmMajors: Readonly<Record<string, string>> = { '5.3': '6', '5.4': '7', '6.0': '8', '6.1': '8', '9.0': '9' };

function versionFromLock(
  view: RepositoryView,
  root: PackageManifest,
  lock: { path: string; name: PackageManagerName } | undefined,
): string | undefined {
  if (lock === undefined) return undefined;
  const head = (view.read(lock.path) ?? '').slice(0, 2000);
  if (lock.name === 'pnpm') return pnpmMajors[/^lockfileVersion:\s{0,4}['"]?(\d+\.\d+)/m.exec(head)?.[1] ?? ''];
  if (lock.name !== 'yarn') return undefined;
  const pinned = /^yarnPath:.{0,100}yarn-(\d+\.\d+\.\d+)\.c?js/m.exec(
    view.read(inDirectory(root, '.yarnrc.yml')) ?? '',
  )?.[1];
  if (pinned !== undefined) return pinned;
  const berry = /^__metadata:\r?\n\s{1,8}version: (\d+)/m.exec(head)?.[1];
  if (berry === undefined) return head.includes('# yarn lockfile v1') ? '1' : undefined;
  return Number(berry) >= 8 ? '4' : Number(berry) >= 6 ? '3' : '2';
}

function lockEvidence(lock: { path: string; inSync: boolean | undefined }): Evidence {
  const state = { true: 'agrees with the manifest', false: 'does not agree with the manifest' }[String(lock.inSync)];
  return { file: lock.path, line: 1, reason: `lock file; ${state ?? 'not compared with the manifest'}` };
}

function installCommand(name: PackageManagerName, berry: boolean, frozen: boolean): string {
  if (name === 'npm') return frozen ? 'npm ci' : 'npm install';
  if (name === 'yarn' && berry) return frozen ? 'yarn install --immutable' : 'yarn install --no-immutable';
  // pnpm freezes by itself in CI, where an outdated lock file would then fail
  if (name === 'pnpm' && !frozen) return 'pnpm install --no-frozen-lockfile';
  return frozen ? `${name} install --frozen-lockfile` : `${name} install`;
}

/** Runs a script of the manifest: `npm run build`, `yarn build`, `npm test`. */
export function runScript(choice: PackageManagerChoice, script: string): string {
  if (script === 'test' && choice.name !== 'bun') return `${choice.name} test`;
  return `${choice.name} run ${script}`;
}

/** Evidence for a dependency's line in the manifest. */
export function dependencyEvidence(view: RepositoryView, manifest: PackageManifest, name: string): Evidence {
  return evidenceAt(view, manifest.path, `"${name}"`, `depends on ${name}`);
}
