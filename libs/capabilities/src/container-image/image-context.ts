import type { Evidence } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { buildImage, imageOwners } from './build-image.js';
import { bindsToLoopback } from './loopback-opening.js';
import { processCommand } from './process-command.js';

/** `## Context` of the images: what each component is, where that was read, and what its image does. */
export function imagesContext(input: CapabilityInput): string {
  const paragraphs = imageOwners(input).map((deployable) => describe(deployable, input));
  const excluded = input.analysis.notes.filter((note) => note.code === 'unsupported-stack');
  return [...paragraphs, ...excluded.map((note) => `- ${oneLine(note.message)}`)].join('\n');
}

function describe(deployable: DeployableComponent, input: CapabilityInput): string {
  const { component, name, dockerfile } = deployable;
  const seen = cite(component.evidence[0]);
  if (deployable.dockerfileKept)
    return `- **${name}**: \`${dockerfile}\` is yours and is kept as it is; it is built, and judged without failing the task.`;
  const facts = [
    `- **${name}** (${[component.framework, component.language].filter(Boolean).join(', ')}${seen}): \`${dockerfile}\`, built from \`${deployable.context}\`.`,
    runtimeFact(deployable),
    lockFact(deployable),
    startFact(deployable, input),
    ...sharedFacts(deployable, input),
    ...(buildImage(deployable, input)?.notes ?? []),
  ];
  return facts.filter((fact) => fact !== '').join('\n  ');
}

function runtimeFact({ component }: DeployableComponent): string {
  const { runtime } = component;
  if (runtime === undefined) return '';
  const stated =
    runtime.stated === undefined ? 'nothing stated, so the long-supported line' : `stated as \`${runtime.stated}\``;
  const ended = runtime.status === 'end-of-life' ? ' This line no longer gets security fixes.' : '';
  return `Runtime ${runtime.runtime} ${runtime.resolved} (${stated}${cite(runtime.evidence[0])}).${ended}`;
}

function lockFact({ component }: DeployableComponent): string {
  if (component.packageManager === undefined || component.language === 'go') return '';
  if (component.lockfile === undefined)
    return `No lock file: ${component.packageManager} resolves versions anew at each build.`;
  const state = component.lockfile.inSync ? 'is enforced' : 'disagrees with the manifest, so it is not enforced';
  return `\`${component.lockfile.path}\` ${state}.`;
}

function startFact(deployable: DeployableComponent, { files }: CapabilityInput): string {
  const { component, port } = deployable;
  if (component.kind === 'static')
    return `nginx serves it on port ${String(port)}${deployable.proxies.map((proxy) => `, and hands \`${proxy.prefix}\` on to ${proxy.component}`).join('')}.`;
  const command = processCommand(deployable, files).command.join(' ');
  const health =
    deployable.healthPath === undefined
      ? 'no health route was found, so the port itself is probed'
      : `healthy when \`${deployable.healthPath}\` answers`;
  const loopback = component.bindAddress === '127.0.0.1' || component.bindAddress === 'localhost';
  const bound = deployable.environment.some((variable) => variable.value?.startsWith('0.0.0.0') === true);
  const bind =
    loopback && !bindsToLoopback(deployable)
      ? bound
        ? ' It binds to the loopback address by default; a variable overrides that.'
        : ' **The code binds to the loopback address: outside its container nobody reaches it until it binds to 0.0.0.0.**'
      : '';
  if (port === undefined)
    return `Starts with \`${command}\`; it listens on no port, so it has no health check: when its process ends, the container ends and is started again.`;
  return `Starts with \`${command}\` on port ${String(port)}; ${health}.${bind}`;
}

function sharedFacts(deployable: DeployableComponent, { model }: CapabilityInput): string[] {
  const others = model.components.filter((other) => other.sharesImageOf === deployable.name).map((other) => other.name);
  return [
    ...(others.length === 0 ? [] : [`The same image runs ${others.join(', ')} with another command.`]),
    ...(deployable.volumes.length === 0
      ? []
      : [
          `Keeps its data in ${deployable.volumes.map((volume) => `\`${volume.target}\``).join(', ')}: one replica only.`,
        ]),
  ];
}

function cite(evidence: Evidence | undefined): string {
  return evidence === undefined ? '' : `, \`${evidence.file}:${String(evidence.line)}\``;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
