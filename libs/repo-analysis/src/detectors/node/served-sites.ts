import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../../detector.js';
import { baseName } from '../../repository-view.js';
import type { NodePackage } from './node-package.js';

/** A package with the components that were found in it. */
export interface DescribedPackage {
  node: NodePackage;
  components: readonly DetectedComponent[];
}

/**
 * Takes out sites that the server above them builds and serves itself (`npm run build --prefix client`, then
 * `express.static('client/dist')`): they are in that server's image already.
 */
export function withoutServedSites(packages: readonly DescribedPackage[]): {
  components: DetectedComponent[];
  notes: AnalysisNote[];
} {
  const servers = packages.filter(({ components }) => components.some(({ kind }) => kind === 'web'));
  const notes: AnalysisNote[] = [];
  const components = packages.flatMap(({ components: own }) =>
    own.filter((site) => {
      const server = site.kind === 'static' ? servers.find(({ node }) => buildsAndServes(node, site)) : undefined;
      if (server === undefined) return true;
      notes.push({
        code: 'site-of-server',
        message: `${site.path}: ${server.node.manifest.path} builds this site and serves it, so it is part of that image and has none of its own.`,
        evidence: site.evidence.slice(0, 1),
      });
      return false;
    }),
  );
  return { components, notes };
}

function buildsAndServes(node: NodePackage, site: DetectedComponent): boolean {
  const { directory, scripts } = node.manifest;
  const prefix = directory === '.' ? '' : `${directory}/`;
  if (site.path === directory || !site.path.startsWith(prefix)) return false;
  const below = site.path.slice(prefix.length);
  const builds = calledScripts(scripts, 'build').some((text) => entersFolder(text, below));
  const folder = `${baseName(site.path)}/${site.outputDirectory ?? 'dist'}`;
  return builds && node.sources.some(({ text }) => text.replace(/['"`]\s{0,20},\s{0,20}['"`]/g, '/').includes(folder));
}

/** The text of a script and of the scripts that it calls. */
function calledScripts(scripts: ReadonlyMap<string, string>, name: string, depth = 0): string[] {
  const text = scripts.get(name);
  if (text === undefined || text.length > 2000 || depth > 3) return [];
  const called = [...text.matchAll(/\b(?:npm|yarn|pnpm) (?:run )?([\w:.-]{1,80})/g)].map((found) => found[1] ?? '');
  return [text, ...called.filter((one) => one !== name).flatMap((one) => calledScripts(scripts, one, depth + 1))];
}

function entersFolder(text: string, folder: string): boolean {
  const words = text.split(/[\s=]+/).map((word) => word.replace(/^['"]?(?:\.\/)?|[/;'"]{1,3}$/g, ''));
  return words.some(
    (word, index) => word === folder && /^(?:--prefix|--cwd|-C|--dir|cd|--workspace|-w)$/.test(words[index - 1] ?? ''),
  );
}
