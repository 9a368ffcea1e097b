import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent, Detection, Detector } from '../../detector.js';
import { isAside, type RepositoryView } from '../../repository-view.js';
import { describePackage } from './describe-package.js';
import { nxNotes } from './nx-projects.js';
import { openPackage, type NodePackage } from './node-package.js';
import { choosePackageManager, type PackageManagerChoice } from './package-manager.js';
import { readManifest, type PackageManifest } from './package-manifest.js';
import { withoutServedSites, type DescribedPackage } from './served-sites.js';
import { findWorkspaces, type Workspace } from './workspaces.js';

/** Finds the packages of `package.json` files: servers, sites, workers, tools and libraries, alone or in workspaces. */
export const nodeDetector: Detector = {
  id: 'node',
  detect(view): Detection {
    const all = view
      .everyNamed('package.json')
      .filter((path) => !path.split('/').includes('node_modules'))
      .slice(0, mostPackages)
      .flatMap((path) => readManifest(view, path) ?? []);
    const workspaces = findWorkspaces(view, all);
    const manifests = all.filter((manifest) => !isAside(manifest.path) || isApplicationFolder(manifest, workspaces));
    const directories = manifests.map((manifest) => manifest.directory);
    const managers = new Map<string, PackageManagerChoice>();
    const packages: DescribedPackage[] = [];
    const notes: AnalysisNote[] = [];
    for (const manifest of manifests) {
      const workspace = workspaces.find(({ root, members }) => root === manifest || members.includes(manifest));
      const root = workspace?.root ?? manifest;
      const manager = managers.get(root.path) ?? choosePackageManager(view, root, workspace?.members ?? []);
      if (!managers.has(root.path)) notes.push(...managerNotes(root, manager));
      managers.set(root.path, manager);
      const node = openPackage(view, manifest, manager, workspace, directories);
      const described = describePackage(node);
      if (isOnlyAHolder(node, workspace, manifests, described.components)) continue;
      packages.push({ node, components: described.components });
      notes.push(...described.notes);
    }
    const { components, notes: served } = withoutServedSites(packages);
    return { components, notes: [...notes, ...served, ...nxNotes(view), ...unreadNotes(view, all)] };
  },
};

/** `apps/docs` of a workspace is an application among others, `docs` beside the code is not. */
function isApplicationFolder({ directory }: PackageManifest, workspaces: readonly Workspace[]): boolean {
  const isMember = workspaces.some(({ members }) => members.some((member) => member.directory === directory));
  return isMember && /^(?:apps|sites|applications)\/(?:docs?|templates)$/.test(directory);
}

/** Bounds the work in a repository of fixtures. */
const mostPackages = 500;

/** A root whose manifest holds a workspace together, or starts the packages below it, and delivers nothing itself. */
function isOnlyAHolder(
  { manifest, sources }: NodePackage,
  workspace: Workspace | undefined,
  manifests: readonly PackageManifest[],
  components: readonly DetectedComponent[],
): boolean {
  if (components.some(({ role }) => role !== 'tooling')) return false;
  const prefix = manifest.directory === '.' ? '' : `${manifest.directory}/`;
  const holdsOthers = manifests.some((other) => other !== manifest && other.directory.startsWith(prefix));
  return workspace?.root === manifest || (holdsOthers && (manifest.dependencies.size === 0 || sources.length === 0));
}

function managerNotes(root: PackageManifest, manager: PackageManagerChoice): AnalysisNote[] {
  const hasDependencies = root.dependencies.size + root.devDependencies.size > 0 || root.workspaces !== undefined;
  const notes: AnalysisNote[] = [];
  const evidence = [{ file: root.path, line: 1, reason: 'the manifest' }];
  if (manager.lockfile === undefined && hasDependencies) {
    notes.push({
      code: 'lockfile-missing',
      message: `${root.path}: there is no lock file for ${manager.name}, so every install may bring other versions; commit the one that \`${manager.name} install\` writes.`,
      evidence,
    });
  }
  if (manager.lockfile?.inSync === false) {
    notes.push({
      code: 'lockfile-out-of-sync',
      message: `${manager.lockfile.path} does not agree with ${root.path}, so \`${manager.install}\` is used; run it and commit the lock file.`,
      evidence: [...evidence, ...manager.lockfile.evidence],
    });
  }
  if (manager.otherLockfiles.length > 0) {
    notes.push({
      code: 'several-lockfiles',
      message: `${root.path}: ${manager.name} is used; lock files of other package managers lie beside it: ${manager.otherLockfiles.join(', ')}.`,
      evidence: manager.otherLockfiles.map((file) => ({ file, line: 1, reason: 'a further lock file' })),
    });
  }
  return notes;
}

/** A manifest that is valid JSON and no object; text that is no JSON is noted by the view. */
function unreadNotes(view: RepositoryView, read: readonly PackageManifest[]): AnalysisNote[] {
  const known = new Set(read.map((manifest) => manifest.path));
  return view
    .named('package.json')
    .slice(0, mostPackages)
    .filter((path) => !known.has(path) && view.json(path) !== undefined)
    .map((file) => ({
      code: 'unreadable-file',
      message: `${file} is no JSON object; it was left out.`,
      evidence: [{ file, line: 1, reason: 'not a manifest' }],
    }));
}
