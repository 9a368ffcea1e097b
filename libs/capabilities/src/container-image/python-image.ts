import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import { linkCommands } from '../delivery-model/linked-databases.js';
import { baseImage } from './base-image.js';
import * as text from './dockerfile-text.js';
import { componentProbe, healthcheckInstruction } from './health-probe.js';
import { bindVariables, directoryInImage, type ImageInput, type ImagePlan } from './image-plan.js';
import { buildPlaceholders } from './node-build.js';
import { needsInit, processCommand } from './process-command.js';
import { pythonInstallation } from './python-install.js';

/** The image of a Python server or worker: packages go into a virtual environment in one stage, which the other takes whole. */
export function pythonImage(input: ImageInput): ImagePlan {
  const { deployable, processes, files } = input;
  const { component, context, port } = deployable;
  const base = baseImage('python', component);
  const installation = pythonInstallation(input);
  const workdir = directoryInImage(context, component.path);
  const start = processCommand(deployable, files);
  const init = processes.some((process) => needsInit(process, files));
  const dockerfile = renderTemplate('docker/python.Dockerfile', {
    title: `Image of ${deployable.name}: Python, built from ${context === '.' ? 'the repository root' : quoteShell(context)}.`,
    base,
    workroot: '/app',
    workdir,
    buildPackages: text.packagesInstruction(component.systemPackages?.build ?? []),
    toolCopy: installation.toolCopy,
    buildEnvironment: text.environmentLines(installation.environment).join(' \\\n    '),
    setup: installation.setup,
    manifests: installation.manifests,
    install: installation.install,
    installProject: installation.installProject,
    steps: buildStep(input, workdir),
    environment: text.environmentLines(runtimeEnvironment(input)).join(' \\\n    '),
    setupRuntime: text.packagesInstruction(
      [...(component.systemPackages?.runtime ?? []), ...(init ? ['tini'] : [])],
      text.createUser,
    ),
    directories: text.writableDirectories(deployable.volumes.map((volume) => volume.target)),
    user: text.applicationUser,
    port: port ?? false,
    healthcheck: healthcheckInstruction(componentProbe(deployable, files) ?? []),
    init,
    command: JSON.stringify(start.command),
  });
  return { dockerfile, extraFiles: [], notes: [], images: [base, ...installation.toolImages], scratch: [] };
}

/** What the project builds, such as `manage.py collectstatic`; settings that insist on variables get ones that connect to nothing. */
function buildStep({ deployable, files }: ImageInput, workdir: string): string {
  const { component } = deployable;
  const links = linkCommands(component, {
    prefix: '',
    owner: text.applicationUser,
    committed: (path) => files.has(joinPath(component.path, path)),
  });
  if (component.build === undefined && links.length === 0) return '';
  const command =
    component.build === undefined
      ? []
      : [
          `${text.assignments({
            ...settingsModule(component),
            ...buildPlaceholders(deployable),
            ...settingsPlaceholders(deployable),
          })}${component.build.replace(/^(?:uv|poetry|pipenv|pdm)\s+run\s+/, '')}`,
        ];
  const steps = [text.runInstruction(command), text.runInstruction(links)].filter((step) => step !== '');
  return `${workdir === '/app' ? '' : `WORKDIR ${workdir}\n`}${steps.join('\n')}`;
}

function runtimeEnvironment({ deployable }: ImageInput): Record<string, string> {
  const { component, context, port } = deployable;
  return {
    PATH: '/opt/venv/bin:$PATH',
    ...(component.traits?.['pythonPath'] === undefined
      ? {}
      : { PYTHONPATH: joinPath(directoryInImage(context, component.path), component.traits['pythonPath']) }),
    ...settingsModule(component),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    ...(component.portVariable !== undefined && port !== undefined ? { [component.portVariable]: String(port) } : {}),
    ...bindVariables(deployable),
  };
}

/** Production settings: `manage.py` alone would take those that it names, which are often a developer's. */
function settingsModule({ traits }: ImageInput['deployable']['component']): Record<string, string> {
  const stated = traits?.['djangoSettings'] ?? '';
  return /^[A-Za-z_][\w.]*$/.test(stated) ? { DJANGO_SETTINGS_MODULE: stated } : {};
}

/** Values with which the settings load at build time, of the kind that a variable's name promises; they connect to nothing. */
function settingsPlaceholders({ component, environment }: ImageInput['deployable']): Record<string, string> {
  const names = component.traits?.['buildEnvironment']?.split(' ').filter((name) => name !== '') ?? [];
  return Object.fromEntries(
    names.map((name) => {
      const variable = environment.find((known) => known.name === name);
      const given = variable?.value?.replace(/\$\{\w+\}/g, 'placeholder') ?? variable?.default;
      return [name, given ?? placeholder(name)];
    }),
  );
}

function placeholder(name: string): string {
  if (/(?:^|_)(?:DEBUG|ENABLED?|DISABLED?)(?:_|$)|^(?:USE|IS|HAS)_/.test(name)) return 'False';
  if (/(?:^|_)(?:PORT|TIMEOUT|TTL|SIZE|COUNT|LIMIT|SECONDS|MINUTES|HOURS|DAYS|EXPIRY|MAX_AGE)$/.test(name)) return '1';
  return /(?:^|_)(?:URL|URI)$/.test(name) ? 'http://localhost' : 'placeholder';
}
