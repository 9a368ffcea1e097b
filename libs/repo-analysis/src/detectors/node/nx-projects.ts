import type { AnalysisNote } from '@devops-orchestrator/contracts';
import { directoryName, joinPath, type RepositoryView } from '../../repository-view.js';
import { isObject } from './package-manifest.js';

/**
 * Applications of an Nx workspace that have a `project.json` and no manifest: they are built by plugins, so how they start is
 * not read from them.
 *
 * Source: nx.dev/reference/project-configuration.
 */
export function nxNotes(view: RepositoryView): AnalysisNote[] {
  if (!view.tree.has('nx.json')) return [];
  const applications = view
    .named('project.json')
    .slice(0, 200)
    .filter((path) => !view.tree.has(joinPath(directoryName(path), 'package.json') ?? path))
    .filter((path) => isApplication(view.json(path)));
  if (applications.length === 0) return [];
  const folders = applications.map(directoryName).join(', ');
  return [
    {
      code: 'unsupported-stack',
      message: `Applications of Nx without a package.json are not described: ${folders}. With a package.json of its own that has \`build\` and \`start\` scripts, each is an application like any other.`,
      evidence: applications.slice(0, 5).map((file) => ({ file, line: 1, reason: 'an Nx application' })),
    },
  ];
}

function isApplication(project: unknown): boolean {
  return isObject(project) && project['projectType'] === 'application' && hasBuild(project['targets']);
}

function hasBuild(targets: unknown): boolean {
  return isObject(targets) && targets['build'] !== undefined;
}
