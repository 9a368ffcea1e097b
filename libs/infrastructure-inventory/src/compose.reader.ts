import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { InventoryService } from '@devops-orchestrator/contracts';
import { composePorts } from './compose-port.js';
import { interpolatedVariables } from './interpolation.js';
import type { InventoryPart, VariableUse } from './inventory-part.js';
import { asList, asRecord, asText, asTexts } from './lenient-value.js';
import { holdsCredentials, isSecretName, withoutSecrets } from './secret-text.js';
import { parseYamlSource } from './yaml-source.js';
import type { YamlSource } from './yaml-source.js';

/** Reads a compose file, short and long forms, merge keys resolved. @throws {Error} when it has no map of services. */
export function readCompose(path: string, text: string): InventoryPart {
  const source = parseYamlSource(text);
  const root = asRecord(source.value);
  const services = Object.entries(asRecord(root['services']));
  if (services.length === 0 && !('include' in root || 'networks' in root || 'volumes' in root)) {
    throw new Error('it has no services');
  }
  return {
    services: services.map(([name, value]) => readService(path, source, name, asRecord(value))),
    networks: Object.entries(asRecord(root['networks'])).map(([name, value]) => ({
      path,
      line: source.line(['networks', name]),
      name,
      internal: asRecord(value)['internal'] === true,
    })),
    volumes: Object.keys(asRecord(root['volumes'])).map((name) => ({
      path,
      line: source.line(['volumes', name]),
      name,
    })),
    variables: [
      ...interpolatedVariables(path, text),
      ...services.flatMap((entry) => serviceVariables(path, source, entry)),
    ],
    mounts: [
      ...services.flatMap(([, value]) => readVolumes(asRecord(value)).flatMap(({ source: from }) => from ?? [])),
      ...['configs', 'secrets'].flatMap((key) =>
        Object.values(asRecord(root[key])).flatMap((value) => asText(asRecord(value)['file']) ?? []),
      ),
    ].flatMap((from) => repositoryPath(path, from) ?? []),
  };
}

function readService(path: string, source: YamlSource, name: string, value: Record<string, unknown>): InventoryService {
  const image = asText(value['image']);
  const build = readBuild(value['build']);
  const healthcheck = readHealthcheck(asRecord(value['healthcheck']));
  const command = commandText(value['command']);
  return {
    path,
    line: source.line(['services', name]),
    name,
    ...(image === undefined ? {} : { image: withoutSecrets(image) }),
    ...(build === undefined ? {} : { build }),
    ports: [
      ...asList(value['ports']).flatMap(composePorts),
      ...asTexts(value['expose']).flatMap((port) => composePorts(port)),
    ],
    environment: readEnvironment(value['environment']),
    dependsOn: readDependencies(value['depends_on']),
    networks: namesOf(value['networks']),
    volumes: readVolumes(value),
    ...(healthcheck === undefined ? {} : { healthcheck }),
    profiles: asTexts(value['profiles']).sort(byCodeUnit),
    ...(command === undefined ? {} : { command }),
  };
}

function readBuild(value: unknown): InventoryService['build'] {
  const context = asText(value);
  if (context !== undefined) return { context };
  const build = asRecord(value);
  const dockerfile = asText(build['dockerfile']);
  if (Object.keys(build).length === 0) return undefined;
  return { context: asText(build['context']) ?? '.', ...(dockerfile === undefined ? {} : { dockerfile }) };
}

/** Entries of a map (`A: 1`) or a list (`- A=1`) of environment variables, in name order. */
function environmentEntries(value: unknown): [name: string, value: string | undefined][] {
  const listed = asTexts(value).map((line): [string, string | undefined] => {
    const at = line.indexOf('=');
    return at < 0 ? [line, undefined] : [line.slice(0, at), line.slice(at + 1)];
  });
  const mapped = Object.entries(asRecord(value)).map(([name, item]): [string, string | undefined] => [
    name,
    asText(item),
  ]);
  return [...listed, ...mapped].filter(([name]) => name !== '').sort(([a], [b]) => byCodeUnit(a, b));
}

function readEnvironment(value: unknown): InventoryService['environment'] {
  return environmentEntries(value).map(([name, text]) => {
    const shown =
      text !== undefined &&
      !holdsCredentials(text) &&
      (!isSecretName(name) || /^\$\{?\w+(?::?\?[^}]{0,200})?\}?$/.test(text));
    return { name, ...(shown ? { value: text } : {}) };
  });
}

function serviceVariables(path: string, source: YamlSource, [name, value]: [string, unknown]): VariableUse[] {
  return environmentEntries(asRecord(value)['environment']).map(([variable, text]) => ({
    name: variable,
    path,
    line: source.line(['services', name, 'environment', variable]),
    ...(text !== undefined && holdsCredentials(text) ? { secret: true } : {}),
  }));
}

function readDependencies(value: unknown): InventoryService['dependsOn'] {
  const listed = asTexts(value).map((service) => ({ service, condition: 'service_started' }));
  const mapped = Object.entries(asRecord(value)).map(([service, item]) => ({
    service,
    condition: asText(asRecord(item)['condition']) ?? 'service_started',
  }));
  return [...listed, ...mapped].sort((a, b) => byCodeUnit(a.service, b.service));
}

function namesOf(value: unknown): string[] {
  return [...asTexts(value), ...Object.keys(asRecord(value))].sort(byCodeUnit);
}

function readVolumes(service: Record<string, unknown>): InventoryService['volumes'] {
  return asList(service['volumes']).flatMap((entry) => {
    const short = asText(entry);
    const long = asRecord(entry);
    const [first = '', second] =
      short === undefined ? [asText(long['source']) ?? '', asText(long['target'])] : short.split(':');
    if (second === undefined) return short === undefined ? [] : [{ target: first }];
    return [{ ...(first === '' ? {} : { source: first }), target: second }];
  });
}

function readHealthcheck(value: Record<string, unknown>): string | undefined {
  if (value['disable'] === true) return undefined;
  const words = asTexts(value['test']);
  if (words[0] === 'NONE') return undefined;
  return words.length === 0
    ? undefined
    : withoutSecrets(words.filter((word, index) => index > 0 || !/^CMD(-SHELL)?$/.test(word)).join(' '));
}

function commandText(value: unknown): string | undefined {
  const words = asTexts(value);
  return words.length === 0 ? undefined : withoutSecrets(words.join(' '));
}

/** Resolves a bind mount against the folder of the compose file; undefined for named volumes and paths outside. */
function repositoryPath(composePath: string, source: string): string | undefined {
  if (!source.startsWith('.')) return undefined;
  const parts = composePath.split('/').slice(0, -1);
  for (const part of source.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
