import type { Component } from '@devops-orchestrator/contracts';
import { joinPath, type RepositoryView } from '../../repository-view.js';
import { scanSources } from '../../source/scan-sources.js';
import { parseSourceFile, type SourceFile } from '../../source/source-file.js';
import type { PackageManagerChoice } from './package-manager.js';
import type { PackageManifest } from './package-manifest.js';
import { internalClosure, membershipOf, type Workspace } from './workspaces.js';
import { readTypeScript, type TypeScriptSettings } from './typescript-settings.js';

/** Everything that the parts of the Node detector look at for one package. */
export interface NodePackage {
  view: RepositoryView;
  manifest: PackageManifest;
  manager: PackageManagerChoice;
  workspace?: Workspace | undefined;
  membership?: Component['workspace'];
  /** Internal packages it needs, dependencies first. */
  internal: readonly PackageManifest[];
  /** Its own sources, without those of packages below it. */
  sources: readonly SourceFile[];
  /** Sources of the internal packages it needs. */
  internalSources: readonly SourceFile[];
  /** Configuration that is data: where the code takes its port from. */
  settings: readonly SourceFile[];
  typescript?: TypeScriptSettings | undefined;
  /** True when a regular file stands at this path, relative to the package. */
  hasFile(path: string): boolean;
  /** First of these files that stands in the package. */
  firstFile(paths: readonly string[]): string | undefined;
  /** Repository-relative path of a file of the package. */
  pathOf(path: string): string;
}

export function openPackage(
  view: RepositoryView,
  manifest: PackageManifest,
  manager: PackageManagerChoice,
  workspace: Workspace | undefined,
  packageDirectories: readonly string[],
): NodePackage {
  const { directory } = manifest;
  const pathOf = (path: string) => joinPath(directory, path) ?? path;
  const hasFile = (path: string) => view.tree.has(pathOf(path));
  const isMember = workspace !== undefined && workspace.members.includes(manifest);
  const internal = isMember ? internalClosure(workspace, manifest) : [];
  const sourcesOf = (at: string) =>
    scanSources(view, { directory: at, language: 'javascript', without: foldersBelow(at, packageDirectories) });
  return {
    view,
    manifest,
    manager,
    workspace: isMember ? workspace : undefined,
    ...(isMember ? { membership: membershipOf(workspace, manifest) } : {}),
    internal,
    sources: [...sourcesOf(directory), ...programWithoutEnding(view, pathOf('bin/www'))],
    internalSources: internal.flatMap((member) => sourcesOf(member.directory)),
    settings: settingsFiles.flatMap((name) => settingsFile(view, pathOf(name))),
    typescript: readTypeScript(view, directory),
    hasFile,
    firstFile: (paths) => paths.find(hasFile),
    pathOf,
  };
}

/** Source: github.com/node-config/node-config: the production file wins over the default one. */
const settingsFiles = ['config/production.json', 'config/default.json', 'config.json', 'config/config.json'];

function settingsFile(view: RepositoryView, path: string): SourceFile[] {
  const text = view.tree.has(path) ? view.read(path) : undefined;
  return text === undefined || text.length > 100_000 ? [] : [parseSourceFile(path, text, 'c')];
}

/** The start file that the Express generator writes. */
function programWithoutEnding(view: RepositoryView, path: string): SourceFile[] {
  const text = view.read(path);
  return text === undefined || text.length > 100_000 ? [] : [parseSourceFile(path, text, 'c')];
}

function foldersBelow(directory: string, all: readonly string[]): string[] {
  return all.filter(
    (other) => other !== directory && other !== '.' && (directory === '.' || other.startsWith(`${directory}/`)),
  );
}
