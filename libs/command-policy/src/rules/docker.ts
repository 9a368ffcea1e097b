import { areaOf, judgeInside, judgeWrite, resolvePaths } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import type { Site } from '../evaluate/run.js';
import { constant, knownPrefix, shown, splitAt } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import type { Call } from './command-rule.js';

/** The flags of `docker run` and its relatives that can reach the host. */
export function startsContainer({ options, site }: Call): void {
  for (const { name, value } of options) {
    if (value === undefined) continue;
    if (name === '-v' || name === '--volume') judgeVolume(site, value);
    if (name === '--mount') judgeMount(site, value);
    if (name === '--network' || name === '--net') judgeNetwork(site, value);
    if (name === '--security-opt') judgeSecurity(site, value);
  }
}

/** `source:target`: the source is a named volume or a path of the repository. */
export function judgeVolume(site: Site, value: Value): void {
  const [source] = splitAt(value, ':') ?? [];
  if (source === undefined) {
    const text = constant(value);
    // one path alone is an anonymous volume
    if (text === undefined || text.includes(',')) judgeHostPath(site, value);
    return;
  }
  if (/^[A-Za-z0-9][\w.-]*$/.test(source)) return;
  judgeHostPath(site, { pieces: [source] });
}

function judgeHostPath(site: Site, value: Value): void {
  const text = constant(value);
  const isPath = text === undefined || /^[./~]/.test(text);
  if (!isPath) {
    refuse(site, 'outside-path', `The mount ${shown(value)} is neither a named volume nor a path of the repository.`);
  } else if (areaOf(value, site.scope, site.run) === 'temporary-root') {
    refuse(site, 'outside-path', 'A mount may be a folder of mktemp, not the temporary folder of everybody.');
  } else judgeInside(site, value, 'mount');
}

function judgeMount(site: Site, value: Value): void {
  const text = constant(value);
  if (text === undefined) return refuse(site, 'unknown-path', `It cannot be told what ${shown(value)} mounts.`);
  const fields = new Map(text.split(',').map((field) => field.split(/=(.*)/s, 2) as [string, string | undefined]));
  const source = fields.get('source') ?? fields.get('src');
  if ([...fields.keys()].some((key) => /volume-opt|volume-driver|bind-propagation/.test(key))) {
    refuse(site, 'outside-path', `The mount ${text} can reach any device.`);
  }
  if (fields.get('type') === 'bind') judgeHostPath(site, { pieces: [(source ?? '/').replace(/^(?=[^./~])/, './')] });
  else if (source !== undefined && !/^[A-Za-z0-9][\w.-]*$/.test(source))
    judgeInside(site, { pieces: [source] }, 'mount');
}

function judgeNetwork(site: Site, value: Value): void {
  if (!/^(?!host$)[\w.-]+$/.test(constant(value) ?? '')) {
    refuse(site, 'refused-option', `The network ${shown(value)} is the host's, or cannot be told.`);
  }
}

function judgeSecurity(site: Site, value: Value): void {
  if (!/^no-new-privileges(?:[:=]true)?$/.test(constant(value) ?? '')) {
    refuse(site, 'refused-option', `The security option ${shown(value)} loosens what holds a container.`);
  }
}

/** `docker build`: context in the repository, nothing that leaves the build. */
export function buildsImage({ operands, options, site }: Call): void {
  for (const operand of operands) {
    if (constant(operand) !== '-') judgeInside(site, operand, 'build context');
  }
  for (const { name, value } of options) {
    if (value === undefined) continue;
    if (name === '--secret' || name === '--build-context') judgeNamedPath(site, value);
    if (name === '--network') judgeNetwork(site, value);
    if (name === '-o' || name === '--output') judgeOutput(site, value);
    if ((name === '-f' || name === '--file') && constant(value) !== '-') judgeInside(site, value, 'Dockerfile');
    if (
      /^--cache-(?:to|from)$/.test(name) &&
      !/^(?:type=(?:local|inline|gha)\b|[\w./-]+:[\w.-]+$)/.test(knownPrefix(value))
    ) {
      refuse(site, 'network', `The cache ${shown(value)} leaves this machine.`);
    }
  }
}

/** `id=x,src=path`, `name=path`; `env=NAME` is none. */
function judgeNamedPath(site: Site, value: Value): void {
  const text = constant(value);
  if (text === undefined)
    return refuse(site, 'unknown-path', `It cannot be told what ${shown(value)} hands to the build.`);
  for (const [, key, path] of text.matchAll(/(?:^|,)([^=,]+)=([^,]*)/g)) {
    if (key === 'id' || key === 'type' || key === 'env') continue;
    if (/^docker-image:\/\/|^target:/.test(path!)) continue;
    judgeInside(site, { pieces: [path!] }, 'path');
  }
}

function judgeOutput(site: Site, value: Value): void {
  const text = constant(value);
  if (text === undefined) return judgeWrite(site, value);
  const type = /(?:^|,)type=([^,]*)/.exec(text)?.[1];
  if (type === 'docker' || type === 'cacheonly' || type === 'oci' || type === 'tar' || type === 'local') {
    const target = /(?:^|,)dest=([^,]*)/.exec(text)?.[1];
    if (target !== undefined && target !== '-') judgeWrite(site, { pieces: [target] });
    if (!text.includes('push')) return;
  } else if (type === undefined && !text.includes('=')) {
    if (text !== '-') judgeWrite(site, value);
    return;
  }
  refuse(site, 'network', `The output ${text} leaves this machine.`);
}

/** `docker cp`: the side that is not in a container. */
export function copiesFiles({ operands, site }: Call): void {
  const inContainer = (value: Value) =>
    /^[\w.-]+:/.test(knownPrefix(value)) || (knownPrefix(value) === '' && splitsLater(value));
  const [source, target] = operands;
  if (source && !inContainer(source) && constant(source) !== '-') judgeInside(site, source, 'source');
  if (target && !inContainer(target) && constant(target) !== '-') judgeWrite(site, target);
}

/** `$container:/path`, with an id that the script does not tell. */
function splitsLater({ pieces }: Value): boolean {
  const [first, second] = pieces.filter((piece) => piece !== '');
  return typeof first === 'object' && first.unknown === 'plain' && typeof second === 'string' && second.startsWith(':');
}

/** Names or ids that the command tells; not those of everybody. */
export function namesItsOwn({ operands, site, path }: Call): void {
  for (const operand of operands) {
    if (operand.pieces.some((piece) => typeof piece !== 'string' && piece.unknown === 'any')) {
      refuse(site, 'unknown-operand', `It cannot be told what ${path} ends: ${shown(operand)}.`);
    }
  }
}

const reachesHost =
  /\\|\b(?:privileged|cap_add|devices?|device_cgroup_rules|pid|ipc|uts|userns_mode|cgroup(?:_parent)?|network_mode|security_opt|volumes?|volumes_from|bind|secrets|configs|extends|include|runtime|credential_spec|develop|build|sysctls|provider|post_start|pre_stop|driver_opts|use_api_socket|gpus|env_file)\b/;

/** `docker compose --file`: a file of the repository, or one that the script wrote and that gives a service nothing new. */
export function readsComposeFiles({ options, site }: Call): void {
  for (const { name, value } of options) {
    if (value === undefined) continue;
    if (name === '-f' || name === '--file') judgeComposeFile(site, value);
    // the null device is no environment file at all
    if (name === '--env-file' && constant(value) !== '/dev/null') judgeInside(site, value, 'environment file');
  }
}

function judgeComposeFile(site: Site, value: Value): void {
  judgeInside(site, value, 'Compose file');
  if (constant(value) === '-') refuse(site, 'script-from-input', 'Compose may not read its file from a pipe.');
  const contents = resolvePaths(value, site.scope).flatMap((path) => site.run.written.get(path) ?? []);
  for (const content of contents) {
    const text = constant(content);
    if (text === undefined || reachesHost.test(text)) {
      refuse(
        site,
        'written-and-run',
        `${shown(value)} is written by the same command and can give a container more than its image needs.`,
      );
    }
  }
}

/** `docker compose run`, which takes mounts too. */
export function startsService({ options, site }: Call): void {
  for (const { name, value } of options) if (value && (name === '-v' || name === '--volume')) judgeVolume(site, value);
}

/** `docker volume create` without a driver, which could be any folder of the host. */
export function createsVolume({ options, site }: Call): void {
  if (options.some(({ name }) => /^(?:-o|-d|--opt|--driver)$/.test(name))) {
    refuse(site, 'refused-option', 'A volume with options can be any folder of the host.');
  }
}

/** `docker buildx bake` shows what it would build; what it would build may push. */
export function printsBake({ options, site }: Call): void {
  if (!options.some(({ name }) => name === '--print' || name === '--check')) {
    refuse(site, 'refused-option', 'docker buildx bake may only --print or --check.');
  }
}
