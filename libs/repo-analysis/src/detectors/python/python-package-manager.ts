import type { AnalysisNote, Component, Evidence } from '@devops-orchestrator/contracts';
import { evidenceAt, joinPath } from '../../repository-view.js';
import { checkPythonLockfile } from './python-lockfile.js';
import { inProject } from './python-project.js';
import type { PythonProject } from './python-project.js';
import { asRecord, asStrings, asText } from './unknown-values.js';

export interface PythonInstallation {
  packageManager: string;
  /** As the lock file's first line says (poetry), or absent. */
  version?: string;
  install: string;
  /** Installs what tests and linters need too. */
  installDevelopment: string;
  /** Prefix that runs a program of the environment where it is not on the PATH: `uv run`. */
  runner?: string;
  /** True when the project itself is installed as a package. */
  installsProject: boolean;
  lockfile?: NonNullable<Component['lockfile']>;
  /** uv workspace root, when the lock file stands there. */
  workspaceRoot?: string;
  evidence: Evidence;
  notes: AnalysisNote[];
}

const lockfiles = [
  ['uv', 'uv.lock'],
  ['poetry', 'poetry.lock'],
  ['pipenv', 'Pipfile.lock'],
  ['pdm', 'pdm.lock'],
] as const;

/** Chooses the package manager by lock file, then by manifest, and gives its commands without development groups. */
export function choosePackageManager(project: PythonProject): PythonInstallation {
  const { view } = project;
  const locks = lockfiles.filter(([, name]) => view.tree.has(inProject(project, name)));
  const workspaceRoot = locks.length === 0 ? uvWorkspaceRoot(project) : undefined;
  const manager = locks[0]?.[0] ?? (workspaceRoot === undefined ? managerByManifest(project) : 'uv');
  const lockPath =
    workspaceRoot === undefined
      ? locks[0] && inProject(project, locks[0][1])
      : (joinPath(workspaceRoot, 'uv.lock') ?? 'uv.lock');
  const installsProject = isPackage(project, manager);
  const commands = installCommands(project, manager, { locked: lockPath !== undefined, installsProject });
  const lockfile = lockPath === undefined ? undefined : checkPythonLockfile(project, manager, lockPath);
  const version = lockPath === undefined ? undefined : lockedWithVersion(project, manager, lockPath);
  const evidenceFile = lockPath ?? project.dependencies.requirementsFile ?? project.manifests[0] ?? 'pyproject.toml';
  return {
    packageManager: manager,
    ...commands,
    ...(version === undefined ? {} : { version }),
    installsProject,
    ...(lockfile === undefined ? {} : { lockfile }),
    ...(workspaceRoot === undefined ? {} : { workspaceRoot }),
    evidence: { file: evidenceFile, line: 1, reason: `dependencies are managed by ${manager}` },
    notes: installationNotes(project, manager, locks, lockfile),
  };
}

function managerByManifest(project: PythonProject): string {
  const tool = asRecord(project.pyproject['tool']);
  if (project.view.tree.has(inProject(project, 'Pipfile'))) return 'pipenv';
  if (project.dependencies.requirementsFile !== undefined) return 'pip';
  if (tool['poetry'] !== undefined) return 'poetry';
  if (tool['uv'] !== undefined) return 'uv';
  return tool['pdm'] === undefined ? 'pip' : 'pdm';
}

/** Directory above that holds a `uv.lock` and names this project among its workspace members. */
function uvWorkspaceRoot(project: PythonProject): string | undefined {
  for (let at = project.directory; at !== '.';) {
    at = joinPath(at, '..') ?? '.';
    const file = joinPath(at, 'pyproject.toml') ?? 'pyproject.toml';
    if (!project.view.tree.has(joinPath(at, 'uv.lock') ?? 'uv.lock')) continue;
    const tool = asRecord(asRecord(project.view.toml(file))['tool']);
    const members = asStrings(asRecord(asRecord(tool['uv'])['workspace'])['members']);
    const relative = at === '.' ? project.directory : project.directory.slice(at.length + 1);
    if (members.some((member) => matchesMember(member, relative))) return at;
  }
  return undefined;
}

function matchesMember(pattern: string, path: string): boolean {
  const wanted = pattern.replace(/\/$/, '').split('/');
  const parts = path.split('/');
  return wanted.length === parts.length && wanted.every((part, at) => part === '*' || part === parts[at]);
}

/** True when the environment holds the project itself: it has a build system, or poetry installs its packages. */
function isPackage(project: PythonProject, manager: string): boolean {
  const tool = asRecord(project.pyproject['tool']);
  const poetry = asRecord(tool['poetry']);
  if (manager === 'uv' && asRecord(tool['uv'])['package'] === false) return false;
  if (manager === 'poetry') return poetry['package-mode'] !== false && hasPoetryPackage(project, poetry);
  if (manager === 'pip' && project.dependencies.requirementsFile !== undefined) return false;
  return project.pyproject['build-system'] !== undefined || project.view.tree.has(inProject(project, 'setup.py'));
}

function hasPoetryPackage(project: PythonProject, poetry: Record<string, unknown>): boolean {
  if (Array.isArray(poetry['packages'])) return true;
  const name = asText(poetry['name']) ?? asText(asRecord(project.pyproject['project'])['name']) ?? '';
  const folder = name.replace(/[-.]+/g, '_').toLowerCase();
  return project.sources.some(
    (source) => source.path.startsWith(`${folder}/`) || source.path.startsWith(`src/${folder}/`),
  );
}

interface CommandFacts {
  locked: boolean;
  installsProject: boolean;
}

function installCommands(
  project: PythonProject,
  manager: string,
  { locked, installsProject }: CommandFacts,
): Pick<PythonInstallation, 'install' | 'installDevelopment' | 'runner'> {
  switch (manager) {
    case 'uv': {
      const frozen = locked ? ' --frozen' : '';
      return { install: `uv sync${frozen} --no-dev`, installDevelopment: `uv sync${frozen}`, runner: 'uv run' };
    }
    case 'poetry': {
      const root = installsProject ? '' : ' --no-root';
      return {
        install: `poetry install --only main${root}`,
        installDevelopment: `poetry install${root}`,
        runner: 'poetry run',
      };
    }
    case 'pipenv': {
      const flag = locked ? ' --deploy' : '';
      return {
        install: `pipenv install${flag}`,
        installDevelopment: `pipenv install${flag} --dev`,
        runner: 'pipenv run',
      };
    }
    case 'pdm':
      return {
        install: locked ? 'pdm sync --prod' : 'pdm install --prod',
        installDevelopment: locked ? 'pdm sync' : 'pdm install',
        runner: 'pdm run',
      };
    default:
      return pipCommands(project, installsProject);
  }
}

function pipCommands(
  project: PythonProject,
  installsProject: boolean,
): Pick<PythonInstallation, 'install' | 'installDevelopment'> {
  const { requirementsFile, developmentFile, all } = project.dependencies;
  const relative = (path: string): string =>
    project.directory === '.' ? path : path.slice(project.directory.length + 1);
  const quoted = (development: boolean): string =>
    all
      .filter((dependency) => dependency.development === development)
      .map(({ name, extras, specifier, source }) => {
        const named = extras.length === 0 ? name : `${name}[${extras.join(',')}]`;
        return shellWord(source === undefined ? `${named}${specifier}` : source);
      })
      .join(' ');
  const install =
    requirementsFile !== undefined
      ? `pip install --no-cache-dir --requirement ${shellWord(relative(requirementsFile))}`
      : installsProject
        ? 'pip install --no-cache-dir .'
        : `pip install --no-cache-dir ${quoted(false)}`.trim();
  if (developmentFile !== undefined)
    return { install, installDevelopment: `${install} --requirement ${shellWord(relative(developmentFile))}` };
  const extra = requirementsFile === undefined && !installsProject ? quoted(true) : quoted(true);
  return { install, installDevelopment: extra === '' ? install : `${install} ${extra}` };
}

/** Plain words stay as they are; everything else is quoted for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}

/** Source: python-poetry.org: the lock file's first line says which Poetry wrote it. */
function lockedWithVersion(project: PythonProject, manager: string, lockPath: string): string | undefined {
  if (manager !== 'poetry') return undefined;
  return /generated by Poetry (\d+\.\d+\.\d+)/.exec((project.view.read(lockPath) ?? '').slice(0, 300))?.[1];
}

function installationNotes(
  project: PythonProject,
  manager: string,
  locks: readonly (readonly [string, string])[],
  lockfile: PythonInstallation['lockfile'],
): AnalysisNote[] {
  const notes: AnalysisNote[] = [];
  const place = project.directory === '.' ? 'the root' : project.directory;
  if (locks.length > 1) {
    notes.push({
      code: 'lockfile-conflict',
      message: `${place} has ${locks.map(([, name]) => name).join(' and ')}; ${locks[0]?.[1] ?? ''} is used.`,
      evidence: locks.map(([, name]) => ({ file: inProject(project, name), line: 1, reason: 'a lock file' })),
    });
  }
  if (lockfile === undefined && ['uv', 'poetry', 'pipenv', 'pdm'].includes(manager)) {
    const file = project.manifests[0] ?? inProject(project, 'pyproject.toml');
    notes.push({
      code: 'lockfile-missing',
      message: `${place} is managed by ${manager} and has no lock file; each build may install other versions.`,
      evidence: [{ file, line: 1, reason: 'no lock file beside it' }],
    });
  }
  if (lockfile?.inSync === false) {
    notes.push({
      code: 'lockfile-out-of-sync',
      message: `${lockfile.path} does not fit the manifest; run the lock command of ${manager} again.`,
      evidence: lockfile.evidence,
    });
  }
  const [option] = project.dependencies.indexOptions;
  if (option !== undefined) {
    notes.push({
      code: 'private-registry',
      message: `${option.file} names a package index of its own; builds need access to it (a build secret, never an ARG).`,
      evidence: [
        evidenceAt(project.view, option.file, /^\s*(?:-i|--index-url|--extra-index-url)/, 'names a package index'),
      ],
    });
  }
  return notes;
}
