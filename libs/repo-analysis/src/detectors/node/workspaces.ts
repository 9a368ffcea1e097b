import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { WorkspaceMembership } from '@devops-orchestrator/contracts';
import type { RepositoryView } from '../../repository-view.js';
import { matchesGlobs } from './glob.js';
import { isObject, type PackageManifest } from './package-manifest.js';

/** A monorepo: its root manifest and the packages that its globs name. */
export interface Workspace {
  root: PackageManifest;
  members: readonly PackageManifest[];
}

/** All workspaces of the repository; a package belongs to the nearest root above it. */
export function findWorkspaces(view: RepositoryView, manifests: readonly PackageManifest[]): Workspace[] {
  const roots = manifests.flatMap((root) => {
    const globs = pnpmGlobs(view, root.directory) ?? root.workspaces;
    return globs === undefined ? [] : [{ root, globs }];
  });
  // the deepest root first, so that a nested workspace keeps its own members
  roots.sort((a, b) => b.root.directory.length - a.root.directory.length || byCodeUnit(a.root.path, b.root.path));
  const taken = new Set<string>();
  return roots
    .map(({ root, globs }) => {
      const members = manifests.filter((manifest) => {
        const relative = relativeTo(root.directory, manifest.directory);
        return relative !== undefined && !taken.has(manifest.path) && matchesGlobs(relative, globs);
      });
      members.forEach((member) => taken.add(member.path));
      return { root, members };
    })
    .filter(({ members }) => members.length > 0);
}

/** What a package is in its workspace: its name there, and the internal packages it needs, dependencies first. */
export function membershipOf(workspace: Workspace, manifest: PackageManifest): WorkspaceMembership {
  return {
    root: workspace.root.directory,
    packageName: manifest.name ?? manifest.directory,
    internalDependencies: internalClosure(workspace, manifest).map((member) => member.directory),
    members: workspace.members.map((member) => member.directory).sort(byCodeUnit),
  };
}

/** The internal packages that a package needs to build and run, each after those it needs itself. */
export function internalClosure(workspace: Workspace, manifest: PackageManifest): PackageManifest[] {
  const byName = new Map(
    workspace.members.flatMap((member) => (member.name === undefined ? [] : [[member.name, member] as const])),
  );
  const ordered: PackageManifest[] = [];
  const seen = new Set([manifest.path]);
  const visit = (from: PackageManifest) => {
    for (const member of internalDependenciesOf(from, byName)) {
      if (seen.has(member.path)) continue;
      seen.add(member.path);
      visit(member);
      ordered.push(member);
    }
  };
  visit(manifest);
  return ordered;
}

function internalDependenciesOf(
  manifest: PackageManifest,
  byName: ReadonlyMap<string, PackageManifest>,
): PackageManifest[] {
  const names = [
    manifest.dependencies,
    manifest.devDependencies,
    manifest.optionalDependencies,
    manifest.peerDependencies,
  ];
  return [...new Set(names.flatMap((map) => [...map.keys()]))]
    .sort(byCodeUnit)
    .flatMap((name) => byName.get(name) ?? []);
}

function pnpmGlobs(view: RepositoryView, directory: string): readonly string[] | undefined {
  const path = directory === '.' ? 'pnpm-workspace.yaml' : `${directory}/pnpm-workspace.yaml`;
  const settings = view.tree.has(path) ? view.yaml(path) : undefined;
  const globs = isObject(settings) ? settings['packages'] : undefined;
  return Array.isArray(globs) ? globs.filter((glob): glob is string => typeof glob === 'string') : undefined;
}

function relativeTo(directory: string, path: string): string | undefined {
  if (path === directory) return undefined;
  if (directory === '.') return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
}
