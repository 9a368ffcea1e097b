import type { FileTree } from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import { copyArguments, runInstruction } from './dockerfile-text.js';
import type { ImageInput } from './image-plan.js';

/** How a Python project's packages come into `/opt/venv`. */
export interface PythonInstallation {
  /** COPY that brings the tool from its own image; empty for none. */
  toolCopy: string;
  toolImages: readonly string[];
  environment: Readonly<Record<string, string>>;
  setup: string;
  /** COPY arguments; empty when the sources are needed to install. */
  manifests: readonly string[];
  install: string;
  /** After the sources are there: the project itself, where it is a package. */
  installProject: string;
}

/** Source: the tools' own documentation; versions are the lines that wrote the lock formats in use. */
const uvImage = 'ghcr.io/astral-sh/uv:0.9';
const defaultPoetry = '2.2.1';
const pipenvVersion = '2025.0.4';
/** With the last line of its downloader that this version works with: it does not bound it itself. */
const pdmRequirements = "pdm==2.26.2 'unearth<0.18'";
const virtualEnvironment = '/opt/venv';

/** The installation by the project's own tool, production packages only. */
export function pythonInstallation(input: ImageInput): PythonInstallation {
  switch (input.deployable.component.packageManager) {
    case 'uv':
      return uv(input);
    case 'poetry':
      return poetry(input);
    case 'pipenv':
      return pipenv(input);
    case 'pdm':
      return pdm(input);
    default:
      return pip(input);
  }
}

/** True when the environment holds the project itself. */
function isPackage({ deployable, files }: ImageInput): boolean {
  const { component } = deployable;
  if (component.traits?.['projectPackage'] === 'true') return true;
  const manifest = files.read(joinPath(component.path, 'pyproject.toml')) ?? '';
  if (/^[ \t]*package-mode\s*=\s*false/m.test(manifest) || /^[ \t]*package\s*=\s*false/m.test(manifest)) return false;
  if (component.packageManager === 'poetry') return component.install?.includes('--no-root') !== true;
  return /^\[build-system\]/m.test(manifest);
}

function present(files: FileTree, directory: string, names: readonly string[]): string[] {
  return names.filter((name) => files.has(joinPath(directory, name)));
}

const createEnvironment = `python -m venv ${virtualEnvironment}`;
const pipCache = ['--mount=type=cache,target=/root/.cache/pip'];

function pip(input: ImageInput): PythonInstallation {
  const { deployable, files } = input;
  const { component, context } = deployable;
  const install = pipCommand(component.install);
  const extra = serverRequirement(input);
  const wholeProject =
    component.traits?.['projectPackage'] === 'true' ||
    /(^|\s)(\.|-e\s|--editable)(\s|$|\[)/.test(install) ||
    / \.(\[|$)/.test(install);
  const requirements = [...install.matchAll(/(?:-r|--requirement|-c|--constraint)[ =]?(?:'([^']+)'|(\S+))/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  const manifests = wholeProject ? [] : requirementFiles(requirements, context, files);
  const command = runInstruction(
    [install, ...(extra === undefined ? [] : [`pip install ${quoteShell(extra)}`])],
    pipCache,
  );
  return {
    toolCopy: '',
    toolImages: [],
    environment: { PATH: `${virtualEnvironment}/bin:$PATH`, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
    setup: `RUN ${createEnvironment}`,
    manifests: manifests.map((path) => copyArguments([path], folderOf(path))),
    install: manifests.length === 0 ? '' : command,
    installProject: manifests.length === 0 ? command : '',
  };
}

/** The analysis's command without its cache switch: the cache is a mount, and never part of the image. */
function pipCommand(install: string | undefined): string {
  const command = install ?? 'pip install --requirement requirements.txt';
  return command.replace(/ --no-cache-dir/g, '').replace(/^(?:python3? -m )?pip3? /, 'pip ');
}

/** The files and, as pip would, those that they include. */
function requirementFiles(first: readonly string[], context: string, files: FileTree): string[] {
  const found = new Set<string>();
  const waiting = [...first];
  for (let path = waiting.shift(); path !== undefined && found.size < 50; path = waiting.shift()) {
    const text = files.read(joinPath(context, path));
    if (text === undefined || found.has(path)) continue;
    if (/^[ \t]*(?:-e\s|--editable|\.{1,2}\/|file:)/m.test(text)) return [];
    found.add(path);
    const folder = path.includes('/') ? `${path.slice(0, path.lastIndexOf('/'))}/` : '';
    for (const match of text.matchAll(/^[ \t]*(?:-r|--requirement|-c|--constraint)[ =]?(\S+)/gm)) {
      waiting.push(normalize(`${folder}${match[1] ?? ''}`));
    }
  }
  return [...found].sort();
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function folderOf(path: string): string {
  return path.includes('/') ? `./${path.slice(0, path.lastIndexOf('/'))}/` : './';
}

/** A production server that the start command names and the project does not install. */
function serverRequirement({ deployable }: ImageInput): string | undefined {
  return deployable.component.traits?.['serverRequirement'];
}

function extraInstall(input: ImageInput, installer: string): string[] {
  const requirement = serverRequirement(input);
  return requirement === undefined ? [] : [`${installer} ${quoteShell(requirement)}`];
}

function uv(input: ImageInput): PythonInstallation {
  const { deployable, files } = input;
  const { component, context } = deployable;
  const frozen = component.lockfile === undefined ? '' : component.lockfile.inSync ? ' --locked' : ' --frozen';
  const member = component.workspace === undefined ? '' : ` --package ${quoteShell(component.workspace.packageName)}`;
  const sync = `uv sync${frozen} --no-dev${member}`;
  const cache = ['--mount=type=cache,target=/root/.cache/uv'];
  const project = isPackage(input);
  const server = extraInstall(input, 'uv pip install');
  const early = member === '';
  const whole = [`${sync}${project ? ' --no-editable' : ''}`, ...server];
  return {
    toolCopy: `COPY --from=${uvImage} /uv /usr/local/bin/`,
    toolImages: [uvImage],
    environment: {
      PATH: `${virtualEnvironment}/bin:$PATH`,
      UV_COMPILE_BYTECODE: '1',
      UV_LINK_MODE: 'copy',
      UV_PROJECT_ENVIRONMENT: virtualEnvironment,
      UV_PYTHON: '/usr/local/bin/python3',
      UV_PYTHON_DOWNLOADS: 'never',
      VIRTUAL_ENV: virtualEnvironment,
    },
    setup: '',
    manifests: early ? [copyArguments(present(files, context, ['pyproject.toml', 'uv.lock']), './')] : [],
    install: early ? runInstruction([`${sync} --no-install-project`, ...(project ? [] : server)], cache) : '',
    installProject: early && !project ? '' : runInstruction(whole, cache),
  };
}

function poetry(input: ImageInput): PythonInstallation {
  const { deployable, files } = input;
  const { component, context } = deployable;
  const version = exact(component.packageManagerVersion) ?? defaultPoetry;
  const project = isPackage(input);
  const install = '/opt/poetry/bin/poetry install --only main --no-interaction';
  const cache = ['--mount=type=cache,target=/root/.cache/pypoetry'];
  return {
    toolCopy: '',
    toolImages: [],
    environment: { PATH: `${virtualEnvironment}/bin:$PATH`, VIRTUAL_ENV: virtualEnvironment },
    setup: runInstruction(
      [createEnvironment, 'python -m venv /opt/poetry', `/opt/poetry/bin/pip install poetry==${version}`],
      pipCache,
    ),
    manifests: [copyArguments(present(files, context, ['pyproject.toml', 'poetry.lock', 'poetry.toml']), './')],
    install: runInstruction([`${install} --no-root`, ...extraInstall(input, 'pip install')], cache),
    installProject: project ? runInstruction([install], cache) : '',
  };
}

function pipenv(input: ImageInput): PythonInstallation {
  const { component, context } = input.deployable;
  const locked = component.lockfile !== undefined;
  const source = locked
    ? '/opt/pipenv/bin/pipenv requirements'
    : // Told which Python it locks for, pipenv looks for no other that the Pipfile names.
      `/opt/pipenv/bin/pipenv --python ${virtualEnvironment}/bin/python lock && /opt/pipenv/bin/pipenv requirements`;
  return {
    toolCopy: '',
    toolImages: [],
    environment: { PATH: `${virtualEnvironment}/bin:$PATH`, PIPENV_IGNORE_VIRTUALENVS: '1' },
    setup: runInstruction(
      [createEnvironment, 'python -m venv /opt/pipenv', `/opt/pipenv/bin/pip install pipenv==${pipenvVersion}`],
      pipCache,
    ),
    manifests: [copyArguments(present(input.files, context, ['Pipfile', 'Pipfile.lock']), './')],
    install: runInstruction(
      [
        `${source} > /tmp/requirements.txt`,
        'pip install --requirement /tmp/requirements.txt',
        ...extraInstall(input, 'pip install'),
      ],
      pipCache,
    ),
    installProject: '',
  };
}

function pdm(input: ImageInput): PythonInstallation {
  const { component, context } = input.deployable;
  const command = component.lockfile === undefined ? 'install' : 'sync';
  const project = isPackage(input);
  return {
    toolCopy: '',
    toolImages: [],
    environment: { PATH: `${virtualEnvironment}/bin:$PATH`, PDM_CHECK_UPDATE: '0', VIRTUAL_ENV: virtualEnvironment },
    setup: runInstruction(
      [createEnvironment, 'python -m venv /opt/pdm', `/opt/pdm/bin/pip install ${pdmRequirements}`],
      pipCache,
    ),
    manifests: [copyArguments(present(input.files, context, ['pyproject.toml', 'pdm.lock']), './')],
    install: runInstruction([
      `/opt/pdm/bin/pdm ${command} --prod --no-self --no-editable`,
      ...extraInstall(input, 'pip install'),
    ]),
    installProject: project ? runInstruction([`/opt/pdm/bin/pdm ${command} --prod --no-editable`]) : '',
  };
}

function exact(version: string | undefined): string | undefined {
  return version !== undefined && /^\d+\.\d+\.\d+$/.test(version) ? version : undefined;
}
