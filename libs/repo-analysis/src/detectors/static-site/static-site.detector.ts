import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent, Detection, Detector } from '../../detector.js';
import { baseName, directoryName, isAside, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { generatorNotes } from './site-generators.js';

/** Sites of plain files: an index.html that no program builds, serves or owns. */
export const staticSiteDetector: Detector = {
  id: 'static-site',
  detect(view: RepositoryView): Detection {
    const notes: AnalysisNote[] = generatorNotes(view);
    const generated = notes.length > 0;
    const candidates = view.named('index.html').filter((path) => isSite(view, path));
    const roots = candidates.map(directoryName);
    const outer = candidates.filter(
      (path) => !roots.some((root) => root !== directoryName(path) && isInside(directoryName(path), root)),
    );
    // A generator's site is built from its sources: what lies there is a layout or an old result.
    const components = generated ? [] : outer.map((path) => siteComponent(view, path));
    return { components, notes };
  },
};

/** Folders whose index.html is part of a program, a report, or text. */
const ownedFolders =
  /(?:^|\/)(?:templates|views|resources|layouts?|_layouts|partials|coverage|htmlcov|javadoc|apidocs|reports?|storybook-static|wwwroot|src\/main|webapp|assets\/templates|e2e|cypress|supabase|android|ios|demo|example)(?:\/|$)/;

const manifests = [
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'Pipfile',
  'setup.py',
  'manage.py',
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'composer.json',
  'Gemfile',
  'mix.exs',
  'deno.json',
  'deno.jsonc',
  'CMakeLists.txt',
  'Package.swift',
  'pubspec.yaml',
  'angular.json',
  'artisan',
];

function isSite(view: RepositoryView, path: string): boolean {
  const directory = directoryName(path);
  if (isAside(path) || ownedFolders.test(directory)) return false;
  const text = (view.read(path) ?? '').slice(0, 20_000);
  if (!/<(?:!doctype|html|body|head)\b/i.test(text) || isTemplate(text)) return false;
  return !isOwned(view, directory);
}

/** Placeholders of server-side templates and of bundlers. */
function isTemplate(text: string): boolean {
  return /\{%[-\s]|<%[=\s-]|<\?php|%PUBLIC_URL%|\{\{\s*(?:define|template|block|content|page|site)\b|<script[^>]{0,200}src="\/?src\/[^"]{1,100}\.(?:[jt]sx?|mjs)"/i.test(
    text,
  );
}

/** True when a manifest at or above the directory says that a program owns these files. */
function isOwned(view: RepositoryView, directory: string): boolean {
  for (let at = directory; ; at = joinPath(at, '..') ?? '.') {
    for (const name of manifests) {
      const manifest = at === '.' ? name : `${at}/${name}`;
      if (view.tree.has(manifest) && (name !== 'package.json' || isProgram(view, manifest))) return true;
    }
    if (hasProject(view, at)) return true;
    if (at === '.') return false;
  }
}

/** A package.json that only holds a linter or a file server does not own the site beside it. */
function isProgram(view: RepositoryView, manifest: string): boolean {
  const document = view.json(manifest);
  if (typeof document !== 'object' || document === null) return false;
  const { scripts, dependencies, main, workspaces } = document as Record<string, unknown>;
  const names =
    typeof scripts === 'object' && scripts !== null ? Object.entries(scripts as Record<string, unknown>) : [];
  const builds = names.some(
    ([name, command]) =>
      name === 'build' ||
      (name === 'start' && !/\b(?:serve|http-server|live-server|browser-sync|lite-server)\b/.test(String(command))),
  );
  const hasDependencies =
    typeof dependencies === 'object' &&
    dependencies !== null &&
    Object.keys(dependencies).some((name) => !/^(?:serve|http-server|live-server)$/.test(name));
  return (
    builds ||
    hasDependencies ||
    workspaces !== undefined ||
    (typeof main === 'string' &&
      view.tree.has(joinPath(directoryName(manifest), main) ?? main) &&
      main.endsWith('.js') &&
      names.length === 0)
  );
}

function hasProject(view: RepositoryView, directory: string): boolean {
  const prefix = directory === '.' ? '' : `${directory}/`;
  return view.tree.paths.some(
    (path) =>
      path.startsWith(prefix) && !path.slice(prefix.length).includes('/') && /\.(?:csproj|fsproj|sln|slnx)$/.test(path),
  );
}

function isInside(directory: string, root: string): boolean {
  return root === '.' || directory.startsWith(`${root}/`);
}

function siteComponent(view: RepositoryView, path: string): DetectedComponent {
  const directory = directoryName(path);
  const folder = baseName(directory);
  // `public/` in the root is the whole site: its component is the folder above, which is what a Dockerfile stands in.
  const isOutput = ['public', 'site', 'dist', 'www', 'build', 'html', '_site', 'out', 'htdocs', 'web'].includes(folder);
  const owner = isOutput ? directoryName(directory) : directory;
  const name = owner === '.' ? 'site' : baseName(owner);
  return {
    idHint: name,
    name,
    path: owner,
    kind: 'static',
    role: 'site',
    language: 'html',
    outputDirectory: isOutput ? folder : '.',
    environment: [],
    services: [],
    ...(isOutput && ['dist', 'build', 'out', '_site'].includes(folder) ? { traits: { committedOutput: 'true' } } : {}),
    evidence: [
      { file: path, line: 1, reason: 'a page that no program builds' },
      ...['404.html', 'robots.txt', 'CNAME']
        .map((name) => (directory === '.' ? name : `${directory}/${name}`))
        .filter((file) => view.tree.has(file))
        .map((file) => ({ file, line: 1, reason: 'part of a published site' })),
    ],
  };
}
