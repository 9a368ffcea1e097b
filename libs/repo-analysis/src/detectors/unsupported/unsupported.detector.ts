import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent, Detection, Detector } from '../../detector.js';
import { baseName, directoryName, isAside } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { judgeBareSources } from './bare-sources.js';
import type { ForeignProject } from './foreign-project.js';
import { readDotnet, readGradle, readMaven } from './jvm-and-dotnet.js';
import { manifestReaders } from './manifest-readers.js';

/** Stacks that are recognised and not built yet: named with evidence and confidence, never with an invented port or command. */
export const unsupportedDetector: Detector = {
  id: 'unsupported',
  detect(view: RepositoryView): Detection {
    const projects = withoutParts(findProjects(view));
    if (projects.length > 0) {
      const shown = projects.slice(0, mostProjects);
      return { components: shown.map(componentOf), notes: notesOf(projects) };
    }
    return hasSupportedManifest(view) ? { components: [], notes: [] } : judgeRest(view);
  },
};

/** A repository with more modules is described by its first. */
const mostProjects = 40;

/** Folders of tools, tests and platforms beside the main program. */
const strayFolders =
  /(?:^|\/)(?:supabase|functions|tools?|scripts?|build|\.config|ci|android|ios|windows|macos|linux|native|bindings|benchmarks?|bench|fuzz|xtask|e2e|buildSrc|build-logic|packaging|misc|website|site|src-tauri|deps|external|extern|subprojects|submodules|lib\/vendor|Pods)(?:\/|$)/;

function findProjects(view: RepositoryView): ForeignProject[] {
  const projects: ForeignProject[] = [];
  for (const path of view.tree.paths) {
    const name = baseName(path);
    const directory = directoryName(path);
    if (isAside(path) || strayFolders.test(directory)) continue;
    const project = readProject(view, path, name);
    if (project !== undefined) projects.push(project);
  }
  return projects;
}

function readProject(view: RepositoryView, path: string, name: string): ForeignProject | undefined {
  if (name === 'pom.xml') return readMaven(view, path);
  if (name === 'build.gradle' || name === 'build.gradle.kts') return readGradle(view, path);
  if (/\.(?:csproj|fsproj|vbproj)$/.test(name)) return readDotnet(view, path);
  return Object.hasOwn(manifestReaders, name) ? manifestReaders[name]?.(view, path) : undefined;
}

/** CMake and Meson projects have a file in every folder: only the outermost counts. One directory and language is one project. */
function withoutParts(projects: readonly ForeignProject[]): ForeignProject[] {
  const nested = new Set(['cpp', 'c', 'fortran', 'zig']);
  const kept: ForeignProject[] = [];
  for (const project of [...projects].sort(
    (a, b) => depth(a) - depth(b) || compare(a.directory, b.directory) || compare(a.name, b.name),
  )) {
    const same = kept.some(
      (other) =>
        other.directory === project.directory &&
        other.language === project.language &&
        project.packageManager !== 'nuget',
    );
    const part = nested.has(project.language) && kept.some((other) => isInside(project.directory, other.directory));
    // A native part of another project (a gem's extension, a crate's C library) is no project of its own.
    if (!same && !part) kept.push(project);
  }
  return kept.sort((a, b) => compare(a.directory, b.directory) || compare(a.name, b.name));
}

function depth(project: ForeignProject): number {
  return project.directory === '.' ? 0 : project.directory.split('/').length;
}

function isInside(directory: string, root: string): boolean {
  return directory !== root && (root === '.' || directory.startsWith(`${root}/`));
}

function componentOf(project: ForeignProject): DetectedComponent {
  const { language, directory, name, packageManager, framework, runtimeVersion, kind, evidence } = project;
  return {
    idHint: name,
    name,
    path: directory,
    kind,
    // Nothing here is built, so a supported stack at the same path is always the one that is deployed.
    role: 'tooling',
    language,
    ...(packageManager === undefined ? {} : { packageManager }),
    ...(framework === undefined ? {} : { framework }),
    ...(runtimeVersion === undefined ? {} : { runtimeVersion }),
    environment: [],
    services: [],
    traits: { unsupported: 'true' },
    evidence: [...evidence],
  };
}

/** One note per stack, naming its first places. */
function notesOf(projects: readonly ForeignProject[]): AnalysisNote[] {
  const byLabel = new Map<string, ForeignProject[]>();
  for (const project of projects) byLabel.set(project.label, [...(byLabel.get(project.label) ?? []), project]);
  return [...byLabel].map(([label, group]) => {
    const places = group.slice(0, 3).map(({ directory }) => (directory === '.' ? 'the root' : directory));
    const more = group.length > 3 ? ` and ${group.length - 3} more` : '';
    return {
      code: 'unsupported-stack',
      message: `${label} in ${places.join(', ')}${more} is recognised and not built yet (confidence: ${group[0]?.confidence ?? 'low'}); no port, command or image is made up for it.`,
      evidence: group.slice(0, 3).flatMap(({ evidence }) => evidence.slice(0, 1)),
    };
  });
}

const supportedManifest =
  /^(?:package\.json|pyproject\.toml|requirements[\w.-]*\.txt|Pipfile|setup\.py|manage\.py|go\.mod)$/;

function hasSupportedManifest(view: RepositoryView): boolean {
  return view.tree.paths.some(
    (path) => supportedManifest.test(baseName(path)) && !isAside(path) && !onlyNotebooks(view, path),
  );
}

/** Requirements that serve notebooks alone do not make a program. */
function onlyNotebooks(view: RepositoryView, manifest: string): boolean {
  if (/package\.json|go\.mod|manage\.py/.test(manifest)) return false;
  const directory = directoryName(manifest);
  return view.below(directory, ['.ipynb']).length > 0 && view.below(directory, ['.py']).length === 0;
}

function judgeRest(view: RepositoryView): Detection {
  const judged = judgeBareSources(view);
  if (judged === undefined) return { components: [], notes: [] };
  if ('notebooks' in judged) {
    return note(
      'Notebooks only: nothing in it listens or works by itself (confidence: high). Export what is to run as a module.',
      judged.notebooks,
      'a notebook',
    );
  }
  if ('documents' in judged) {
    return note('Documents only: there is no program to deploy (confidence: high).', judged.documents, 'a document');
  }
  const isPhpSite = judged.language === 'php' && view.tree.has('index.php');
  const project: ForeignProject = isPhpSite ? { ...judged, kind: 'web' } : judged;
  return { components: [componentOf(project)], notes: notesOf([project]) };
}

function note(message: string, file: string, reason: string): Detection {
  return { components: [], notes: [{ code: 'unsupported-stack', message, evidence: [{ file, line: 1, reason }] }] };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
