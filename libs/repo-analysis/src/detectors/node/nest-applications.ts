import type { DetectedComponent } from '../../detector.js';
import type { NodePackage } from './node-package.js';
import { isObject } from './package-manifest.js';

/** One application of a Nest monorepo: all share a manifest, a build and an image. */
export interface NestApplication {
  name: string;
  /** The package as this application sees it: without the sources of the others, started by its own file. */
  node: NodePackage;
}

/**
 * Applications of a Nest monorepo, the one of the start script first; empty for a standard project.
 *
 * Source: docs.nestjs.com/cli/monorepo: each is bundled to `dist/apps/<name>/main.js`.
 */
export function nestApplications(node: NodePackage): NestApplication[] {
  const path = node.pathOf('nest-cli.json');
  const settings = node.view.tree.has(path) ? node.view.json(path) : undefined;
  if (!isObject(settings) || !isObject(settings['projects'])) return [];
  const projects = Object.entries(settings['projects']).flatMap(([name, project]) =>
    isObject(project) && project['type'] === 'application' && /^[\w.-]{1,60}$/.test(name)
      ? [{ name, root: rootOf(project, name), entry: entryOf(project) }]
      : [],
  );
  if (projects.length < 2) return [];
  const started = [...node.manifest.scripts.values()].join('\n');
  const first =
    projects.find(({ name }) => started.includes(`dist/apps/${name}/`)) ??
    projects.find(({ root }) => root === settings['root']) ??
    projects[0];
  return [...projects]
    .sort((a, b) => Number(a !== first) - Number(b !== first) || (a.name < b.name ? -1 : 1))
    .map(({ name, entry }) => {
      const others = projects.filter((other) => other.name !== name).map((other) => `${node.pathOf(other.root)}/`);
      const scripts = new Map([...node.manifest.scripts, ['start:prod', `node dist/apps/${name}/${entry}`]]);
      const sources = node.sources.filter((file) => !others.some((other) => file.path.startsWith(other)));
      return { name, node: { ...node, sources, manifest: { ...node.manifest, scripts } } };
    });
}

/** Builds every application: `nest build` alone builds the default one. */
export function nestBuild(node: NodePackage, applications: readonly NestApplication[], build: string): string {
  const script = node.manifest.scripts.get('build') ?? '';
  if (/\s--all\b/.test(script) || applications.every(({ name }) => script.includes(name))) return build;
  const run = { npm: 'npx', yarn: 'yarn', pnpm: 'pnpm exec', bun: 'bunx' }[node.manager.name];
  return applications.map(({ name }) => `${run} nest build ${name}`).join(' && ');
}

/** The first application stands for the package; the others are further processes of its image. */
export function asProcess(component: DetectedComponent, name: string, isFirst: boolean): DetectedComponent {
  return isFirst ? component : { ...component, process: name };
}

function rootOf(project: Record<string, unknown>, name: string): string {
  const root = project['root'];
  return typeof root === 'string' && /^[\w./-]{1,200}$/.test(root) ? root.replace(/\/$/, '') : `apps/${name}`;
}

function entryOf(project: Record<string, unknown>): string {
  const entry = project['entryFile'];
  return typeof entry === 'string' && /^[\w./-]{1,200}$/.test(entry) ? entry : 'main';
}
