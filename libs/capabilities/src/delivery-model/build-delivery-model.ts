import type { Component, FileTree, Intent, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { monitoringVariables } from '../monitoring/monitoring-variables.js';
import { buildComponentEnvironment } from './component-environment.js';
import type { DeliveryModel, DeployableComponent, ServiceInstance } from './delivery-model.js';
import { joinPath, locateDockerfile, type DockerfileLocation } from './dockerfile-location.js';
import { goMigration } from './go-migration.js';
import { linkedDatabaseFolder, linkedDatabases } from './linked-databases.js';
import { findProxies } from './proxies.js';
import { buildServiceInstances } from './service-instances.js';

export interface DeliveryModelInput {
  analysis: RepositoryAnalysis;
  intent: Intent;
  /** Name of the repository's folder: the project's name where no manifest gives one. */
  repositoryName: string;
  files: FileTree;
}

/** Port that the image of a static site listens on: nginx without root cannot have 80. */
const staticPort = 8080;
const buildable = new Set(['javascript', 'typescript', 'python', 'go', 'html']);
/** Where one image holds a whole package, whatever is started in it. A compiled program has an image of its own. */
const sharedLanguages = new Set(['javascript', 'typescript', 'python']);
const deployableKinds = new Set(['web', 'static', 'worker', 'job']);

/** A component on its way into the model. */
interface Draft {
  component: Component;
  location: DockerfileLocation;
  port: number | undefined;
  hostPort: number | undefined;
  /** Component whose image it shares: the same package, another command. */
  sharesImageOf: string | undefined;
}

/** Decides every name, port, path and variable once; the same input gives the same model. */
export function buildDeliveryModel(input: DeliveryModelInput): DeliveryModel {
  const { analysis, files } = input;
  const project = projectName(input);
  const selected = selectComponents(input);
  const { instances, external } = buildServiceInstances(analysis.services, selected, project);
  const drafts = withHostPorts(draftComponents(selected, files));
  const components = drafts.map((draft) => finish(draft, { drafts, instances, files, project }));
  return {
    project,
    components,
    services: instances,
    external,
    compose: locateCompose(files, ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']),
    productionCompose: locateCompose(
      files,
      ['production', 'prod'].flatMap((name) =>
        ['compose', 'docker-compose'].flatMap((file) => [`${file}.${name}.yaml`, `${file}.${name}.yml`]),
      ),
    ),
    monitoringCompose: locateCompose(files, [
      'compose.monitoring.yaml',
      'compose.monitoring.yml',
      'docker-compose.monitoring.yml',
    ]),
    network: 'app',
    toolVariables: input.intent.capabilities.some(({ id }) => id === 'monitoring')
      ? [{ owner: 'monitoring', environment: monitoringVariables({ components }) }]
      : [],
  };
}

/** Names that say nothing about a project. */
const genericNames = new Set([
  '',
  'app',
  'application',
  'main',
  'monorepo',
  'project',
  'root',
  'workspace',
  'workspaces',
]);

/** RFC 1123 label: lower case, digits and single hyphens, at most 50 characters so that suffixes still fit. */
function projectName({ repositoryName, files }: DeliveryModelInput): string {
  const stated = [
    /"name"\s*:\s*"([^"\n]{1,200})"/.exec(topLevel(files.read('package.json') ?? ''))?.[1],
    /^name\s*=\s*["']([^"'\n]{1,200})["']/m.exec((files.read('pyproject.toml') ?? '').slice(0, 10_000))?.[1],
    /^module\s+\S*?([^\s/]{1,200})(?:\/v\d+)?\s*$/m.exec((files.read('go.mod') ?? '').slice(0, 10_000))?.[1],
    repositoryName,
  ];
  const labels = stated.map((name) => toLabel(name ?? ''));
  return labels.find((label) => !genericNames.has(label)) ?? labels.find((label) => label !== '') ?? 'app';
}

function toLabel(name: string): string {
  const label = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return label.slice(0, 50).replace(/^-|-$/g, '');
}

/** The part of a manifest before its first nested value, where its own name stands. */
function topLevel(json: string): string {
  const text = json.slice(0, 10_000);
  const nested = text.indexOf('{', text.indexOf('{') + 1);
  return nested < 0 ? text : text.slice(0, nested);
}

/** What becomes a container: a kind that runs, in a language we build or with a Dockerfile of the user's. */
function selectComponents({ analysis, intent, files }: DeliveryModelInput): Component[] {
  const wanted = intent.components.length === 0 ? undefined : new Set(intent.components);
  const runnable = analysis.components.filter(({ kind, id }) => deployableKinds.has(kind) && (wanted?.has(id) ?? true));
  const sole = runnable.length === 1;
  return runnable.filter(
    (component) => buildable.has(component.language) || locateDockerfile(component, sole, files).kept,
  );
}

function draftComponents(components: readonly Component[], files: FileTree): Draft[] {
  const sole = components.length === 1;
  const taken = new Map<string, Draft>();
  // The server of a package owns the Dockerfile; its workers come after it.
  const ownersFirst = [...components].sort((a, b) => Number(a.kind !== 'web') - Number(b.kind !== 'web'));
  for (const component of ownersFirst) {
    const location = locateDockerfile(component, sole, files);
    const owner = taken.get(location.path);
    const shares =
      owner !== undefined &&
      sharedLanguages.has(component.language) &&
      owner.component.language === component.language &&
      component.kind !== 'static';
    const path = owner === undefined || shares ? location.path : joinPath(component.path, `${component.id}.Dockerfile`);
    taken.set(owner === undefined ? path : `${path}#${component.id}`, {
      component,
      location: { ...location, path, kept: location.kept && path === location.path },
      port: portOf(component, location),
      hostPort: undefined,
      sharesImageOf: shares ? owner.component.id : undefined,
    });
  }
  const drafts = [...taken.values()];
  return components.flatMap((component) => drafts.filter((draft) => draft.component === component));
}

function portOf(component: Component, location: DockerfileLocation): number | undefined {
  if (component.kind === 'worker' || component.kind === 'job') return undefined;
  if (location.kept)
    return location.exposed ?? component.port ?? (component.kind === 'static' ? staticPort : undefined);
  return component.kind === 'static' ? staticPort : (component.port ?? 8080);
}

function withHostPorts(drafts: readonly Draft[]): Draft[] {
  const taken = new Set<number>();
  return drafts.map((draft) => {
    if (draft.port === undefined) return draft;
    let hostPort = draft.port < 1024 ? draft.port + 8000 : draft.port;
    while (taken.has(hostPort)) hostPort = hostPort >= 65_535 ? 1024 : hostPort + 1;
    taken.add(hostPort);
    return { ...draft, hostPort };
  });
}

interface FinishContext {
  drafts: readonly Draft[];
  instances: readonly ServiceInstance[];
  files: FileTree;
  project: string;
}

function finish(draft: Draft, { drafts, instances, files, project }: FinishContext): DeployableComponent {
  const { component, location, port, hostPort, sharesImageOf } = draft;
  const services = instances.filter((service) => service.usedBy.includes(component.id));
  const published = drafts.flatMap((other) =>
    other.port === undefined || other.hostPort === undefined
      ? []
      : [
          {
            port: other.component.port ?? other.port,
            name: other.component.id,
            hostPort: other.hostPort,
            kind: other.component.kind,
          },
        ],
  );
  const healthPath = component.kind === 'static' ? '/' : component.healthPath;
  const environment = buildComponentEnvironment({ component, port, services, files, published });
  const migrates =
    component.migrations !== undefined &&
    sharesImageOf === undefined &&
    (component.language !== 'go' || goMigration(component, environment) !== undefined);
  const owner = sharesImageOf ?? component.id;
  return {
    component,
    name: component.id,
    image: drafts.length === 1 ? project : `${project}-${owner}`,
    dockerfile: location.path,
    dockerfileKept: location.kept,
    context: location.context,
    ...(port === undefined ? {} : { port }),
    ...(hostPort === undefined ? {} : { hostPort }),
    ...(healthPath === undefined || port === undefined ? {} : { healthPath }),
    needs: services.map((service) => service.name),
    environment:
      component.kind === 'static' && !location.kept
        ? buildComponentEnvironment({ component, port: undefined, services, files, published }).filter(
            ({ buildTime }) => buildTime,
          )
        : environment,
    ...(migrates ? { migrationService: `${component.id}-migrate` } : {}),
    ...(sharesImageOf === undefined ? {} : { sharesImageOf }),
    volumes: dataVolumes(component, owner, location),
    proxies: findProxies(component, drafts, files),
  };
}

/** Volumes for what it writes; processes of one package share them. The code lives in `/app` of the image. */
function dataVolumes(
  component: Component,
  owner: string,
  { kept }: DockerfileLocation,
): { name: string; target: string }[] {
  const linked = linkedDatabases(component);
  const among = new Set(linked.map((path) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.')));
  const directories = [
    ...(component.dataDirectories ?? []).filter((path) => !among.has(path)),
    // An image of the user's has no links into it.
    ...(linked.length === 0 || kept ? [] : [linkedDatabaseFolder]),
  ].filter((path) => /^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/.test(path));
  // A Go program lies in `/app` itself, whichever module of a workspace it comes from.
  const root =
    component.workspace === undefined || component.language === 'go'
      ? '/app'
      : joinBelow('/app', relativeTo(component.workspace.root, component.path));
  return directories
    .filter((path) => path !== '.' && !path.split('/').includes('..'))
    .map((path) => ({
      name: `${owner}-${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}`,
      target: `${root}/${path}`,
    }));
}

function relativeTo(root: string, path: string): string {
  return root === '.' ? path : path.slice(root.length + 1);
}

function joinBelow(root: string, path: string): string {
  return path === '.' || path === '' ? root : `${root}/${path}`;
}

function locateCompose(files: FileTree, names: readonly string[]): { path: string; kept: boolean } {
  const own = names.find((name) => files.has(name));
  return { path: own ?? names[0] ?? 'compose.yaml', kept: own !== undefined };
}
