import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import { classifyArtifact } from '../artifact-kind.js';
import { finalChain, isTooLong, readDockerfile, resolveArguments } from '../verifiers/dockerfile/dockerfile-model.js';
import { asList, asMapping, asText, isMapping } from '../yaml/values.js';
import type { Mapping } from '../yaml/values.js';
import { readYaml } from '../yaml/read-yaml.js';
import type { YamlSource } from '../yaml/read-yaml.js';

export interface ServiceFacts {
  readonly file: string;
  readonly name: string;
  readonly definition: Mapping;
  readonly source: YamlSource;
  /** Dockerfile that it is built from, in the repository. */
  readonly dockerfile?: string;
}

export interface DockerfileFacts {
  readonly path: string;
  readonly content: string;
  readonly ports: readonly { port: number; line: number }[];
  readonly healthcheck?: { text: string; line: number };
  readonly bases: readonly { reference: string; line: number }[];
}

/** What the repository's files say to each other. */
export interface InfrastructureFacts {
  readonly tree: FileTree;
  readonly services: readonly ServiceFacts[];
  readonly composeFiles: ReadonlyMap<string, YamlSource>;
  readonly dockerfiles: ReadonlyMap<string, DockerfileFacts>;
  /** Names by which containers reach each other: services, host names, aliases. */
  readonly hostNames: ReadonlySet<string>;
  /** True when the base compose file is there and nothing is included from elsewhere: no service is unseen. */
  readonly isComplete: boolean;
}

/** More files of one kind than a repository has; a bound on the work. */
const maximumFiles = 100;

/** Reads compose files and Dockerfiles of the tree; what cannot be read is left out (its own verifier says so). */
export function readFacts(tree: FileTree): InfrastructureFacts {
  const composeFiles = new Map<string, YamlSource>();
  const dockerfiles = new Map<string, DockerfileFacts>();
  for (const path of tree.paths) {
    if (!/compose|dockerfile|containerfile/i.test(path)) continue;
    const kind = classifyArtifact(path, '');
    if (kind === 'compose' && composeFiles.size < maximumFiles) {
      const source = readYaml(bounded(tree.read(path)), () => undefined)?.[0];
      if (source && isMapping(source.value)) composeFiles.set(path, source);
    }
    if (kind === 'dockerfile' && dockerfiles.size < maximumFiles)
      dockerfiles.set(path, dockerfileFacts(path, bounded(tree.read(path))));
  }
  const services = [...composeFiles].flatMap(([file, source]) => servicesOf(file, source));
  return {
    tree,
    services,
    composeFiles,
    dockerfiles,
    hostNames: hostNamesOf(services),
    isComplete: isComplete(composeFiles),
  };
}

function isComplete(composeFiles: ReadonlyMap<string, YamlSource>): boolean {
  const hasBase = [...composeFiles.keys()].some((path) => /^(docker-)?compose\.ya?ml$/.test(posix.basename(path)));
  return hasBase && ![...composeFiles.values()].some(({ value }) => 'include' in asMapping(value));
}

function bounded(content: string | undefined): string {
  return content !== undefined && content.length < 262_144 ? content : '';
}

function dockerfileFacts(path: string, content: string): DockerfileFacts {
  const model = readDockerfile(isTooLong(content) ? '' : content);
  const instructions = finalChain(model).flatMap((stage) => stage.instructions);
  const ports = instructions
    .filter(({ keyword }) => keyword === 'EXPOSE')
    .flatMap(({ text, line }) =>
      resolveArguments(text, model)
        .split(/\s+/)
        .map((word) => ({ port: Number.parseInt(word, 10), line })),
    )
    .filter(({ port }) => Number.isInteger(port));
  const health = instructions.filter(({ keyword }) => keyword === 'HEALTHCHECK').at(-1);
  const bases = model.stages.map((stage) => ({ reference: resolveArguments(stage.base, model), line: stage.line }));
  return { path, content, ports, bases, ...(health ? { healthcheck: { text: health.text, line: health.line } } : {}) };
}

function servicesOf(file: string, source: YamlSource): ServiceFacts[] {
  return Object.entries(asMapping(asMapping(source.value).services)).map(([name, value]) => {
    const definition = asMapping(value);
    const dockerfile = dockerfileOf(definition.build, posix.dirname(file));
    return { file, name, definition, source, ...(dockerfile === undefined ? {} : { dockerfile }) };
  });
}

function dockerfileOf(build: unknown, folder: string): string | undefined {
  if (build === undefined || build === null) return undefined;
  const settings = isMapping(build) ? build : { context: build };
  const context = asText(settings.context) ?? '.';
  const dockerfile = asText(settings.dockerfile) ?? 'Dockerfile';
  if (/[$:]/.test(context + dockerfile) || context.startsWith('/') || dockerfile.startsWith('/')) return undefined;
  if ('dockerfile_inline' in settings) return undefined;
  const path = posix.join(folder, context, dockerfile);
  return path.startsWith('..') ? undefined : path;
}

function hostNamesOf(services: readonly ServiceFacts[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, definition } of services) {
    for (const each of [name, asText(definition.hostname), asText(definition.container_name)])
      if (each !== undefined) names.add(each);
    for (const network of Object.values(asMapping(definition.networks))) {
      for (const alias of asList(asMapping(network).aliases)) names.add(asText(alias) ?? '');
    }
  }
  return names;
}
