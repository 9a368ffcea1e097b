import { posix } from 'node:path';
import type { Report } from '../verifier.js';
import { asList, asMapping, asText, isMapping } from '../yaml/values.js';
import { textsOf } from '../verifiers/compose/interpolation-rules.js';
import type { InfrastructureFacts, ServiceFacts } from './infrastructure-facts.js';
import { localPorts } from './port-rules.js';

/** A compose file agrees with the Dockerfiles it builds, the files it mounts and the variables that are documented. */
export function verifyComposeFile(path: string, facts: InfrastructureFacts, report: Report): void {
  for (const service of facts.services.filter(({ file }) => file === path)) {
    verifyBuild(service, facts, report);
    verifyMounts(service, facts, report);
    verifyImageVersions(service, facts, report);
  }
  verifyVariables(path, facts, report);
}

function verifyBuild(service: ServiceFacts, facts: InfrastructureFacts, report: Report): void {
  const { name, definition, source, dockerfile } = service;
  if (dockerfile === undefined) return;
  const line = (key: string) => source.lineOf(['services', name, key]);
  if (!facts.tree.has(dockerfile)) {
    const isUnread = facts.tree.skipped.some(({ path }) => dockerfile.startsWith(path));
    if (!isUnread)
      report(
        'dockerfile-missing',
        'error',
        line('build'),
        `Service '${name}' is built from '${dockerfile}', which does not exist.`,
      );
    return;
  }
  const image = facts.dockerfiles.get(dockerfile);
  const shown = image?.ports.map(({ port }) => port) ?? [];
  if (!image || shown.length === 0) return;
  const settings =
    JSON.stringify([definition.environment, definition.command, definition.entrypoint, definition.env_file]) ?? '';
  const isMeant = (port: number) =>
    shown.includes(port) ||
    'env_file' in definition ||
    /PORT|LISTEN|BIND|ADDR/.test(settings) ||
    new RegExp(`\\b${port}\\b`).test(settings);
  for (const port of containerPorts(definition.ports)) {
    if (!isMeant(port))
      report(
        'port-mismatch',
        'error',
        line('ports'),
        `Service '${name}' publishes container port ${port}, but ${dockerfile} shows ${shown.join(', ')}.`,
      );
  }
  for (const port of localPorts(JSON.stringify(asMapping(definition.healthcheck).test) ?? '')) {
    if (!isMeant(port))
      report(
        'port-mismatch',
        'error',
        line('healthcheck'),
        `Service '${name}' asks port ${port} for its health, but ${dockerfile} shows ${shown.join(', ')}.`,
      );
  }
}

/** Container side of published ports that are written as plain numbers. */
export function containerPorts(ports: unknown): readonly number[] {
  return asList(ports).flatMap((item) => {
    const text = isMapping(item) ? asText(item.target) : asText(item);
    const last = (text ?? '').split('/')[0]?.split(':').at(-1) ?? '';
    return /^\d{1,5}$/.test(last) ? Number(last) : [];
  });
}

/** Docker makes a folder of a missing file that is mounted, and the program inside fails on it. */
function verifyMounts(
  { name, definition, source, file }: ServiceFacts,
  facts: InfrastructureFacts,
  report: Report,
): void {
  asList(definition.volumes).forEach((item, index) => {
    const from = isMapping(item)
      ? item.type === 'bind'
        ? asText(item.source)
        : undefined
      : asText(item)?.split(':')[0];
    if (from === undefined || !/^\.{1,2}\/[^$]*\.(ya?ml|conf|json|toml|ini|cfg|sql|sh|template|rules)$/.test(from))
      return;
    const path = posix.join(posix.dirname(file), from);
    const isUnseen =
      path.startsWith('..') || facts.tree.has(path) || facts.tree.skipped.some((entry) => path.startsWith(entry.path));
    const isFolder = facts.tree.paths.some((each) => each.startsWith(`${path}/`));
    if (isUnseen || isFolder) return;
    report(
      'mount-missing',
      'error',
      source.lineOf(['services', name, 'volumes', index]),
      `Service '${name}' mounts '${from}', which does not exist.`,
    );
  });
}

function verifyImageVersions(
  { name, definition, source, file }: ServiceFacts,
  facts: InfrastructureFacts,
  report: Report,
): void {
  const image = asText(definition.image);
  if (image === undefined || image.includes('$') || 'build' in definition) return;
  const [repository = '', tag] = split(image);
  const other = facts.services.find((each) => {
    const theirs = asText(each.definition.image) ?? '';
    const isSameService = each.file !== file && each.name === name && posix.dirname(each.file) === posix.dirname(file);
    return isSameService && !theirs.includes('$') && split(theirs)[0] === repository && split(theirs)[1] !== tag;
  });
  if (other)
    report(
      'image-version-differs',
      'warning',
      source.lineOf(['services', name, 'image']),
      `'${image}' is '${asText(other.definition.image) ?? ''}' in ${other.file}.`,
    );
}

function split(image: string): [string, string] {
  const at = image.search(/[:@][^/]*$/);
  return at < 0 ? [image, ''] : [image.slice(0, at), image.slice(at + 1)];
}

/** Where the variables of a compose file are documented; the second adds what a kept `.env.example` lacks. */
const environmentExamples = ['.env.example', 'env.compose.example'];

/** Variables without a default that no environment example names. */
function verifyVariables(path: string, facts: InfrastructureFacts, report: Report): void {
  const source = facts.composeFiles.get(path);
  const examples = environmentExamples.flatMap(
    (name) => facts.tree.read(posix.join(posix.dirname(path), name))?.slice(0, 200_000) ?? [],
  );
  if (!source || examples.length === 0) return;
  const known = new Set(
    [...examples.join('\n').matchAll(/^#?\s*(?:export\s+)?([A-Za-z_]\w*)=/gm)].map((match) => match[1]),
  );
  for (const { path: place, text } of textsOf(source.value)) {
    for (const match of text.replace(/\$\$/g, '').matchAll(/\$(?:\{([A-Za-z_]\w*)(:?[-+?])?|([A-Za-z_]\w*))/g)) {
      const name = match[1] ?? match[3] ?? '';
      const hasDefault = match[2]?.endsWith('-') || match[2]?.endsWith('+');
      const isGiven =
        known.has(name) ||
        hasDefault ||
        /^(PWD|HOME|USER|UID|GID|HOSTNAME|COMPOSE_\w+|IMAGE_\w+|TAG|VERSION)$/.test(name);
      if (!isGiven)
        report('variable-undocumented', 'warning', source.lineOf(place), `'${name}' is not in .env.example.`);
    }
  }
}
