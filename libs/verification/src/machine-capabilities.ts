import type { CommandRunner } from '@devops-orchestrator/contracts';
import { toolVerifiers } from './tools/tool-verifier-registry.js';

/** One thing that a machine can or cannot do, as `doctor` tells it. */
export interface MachineCapability {
  readonly name: string;
  readonly available: boolean;
  /** As the program prints it, one line; absent when it is not there. */
  readonly version?: string;
  /** Why it is not available. */
  readonly reason?: string;
  /** What it proves. */
  readonly proves: string;
}

interface Probe {
  name: string;
  program: string;
  arguments: readonly string[];
  proves: string;
}

const dockerProbes: readonly Probe[] = [
  {
    name: 'docker',
    program: 'docker',
    arguments: ['version', '--format', '{{.Server.Version}}'],
    proves: 'images build, start and answer',
  },
  {
    name: 'compose',
    program: 'docker',
    arguments: ['compose', 'version', '--short'],
    proves: 'the whole stack starts and is healthy',
  },
  {
    name: 'buildx',
    program: 'docker',
    arguments: ['buildx', 'version'],
    proves: 'Dockerfiles with BuildKit features build',
  },
  { name: 'git', program: 'git', arguments: ['--version'], proves: 'each task is committed' },
];

/** Asks which tools the machine has, whether a Docker engine answers, and what each of them proves. */
export async function machineCapabilities(commands: CommandRunner): Promise<readonly MachineCapability[]> {
  const capabilities: MachineCapability[] = [];
  for (const probe of [...dockerProbes, ...toolProbes()]) capabilities.push(await ask(probe, commands));
  return capabilities;
}

function toolProbes(): Probe[] {
  const programs = [...new Set(toolVerifiers.map(({ program }) => program))]
    .filter((program) => program !== 'docker')
    .sort();
  return programs.map((program) => {
    const tools = toolVerifiers.filter((tool) => tool.program === program);
    return {
      name: program,
      program,
      arguments: tools[0]?.versionArguments ?? ['--version'],
      proves: tools.map(({ proves }) => proves).join('; '),
    };
  });
}

async function ask(probe: Probe, commands: CommandRunner): Promise<MachineCapability> {
  const { name, proves } = probe;
  const program = await commands.find(probe.program);
  if (program === undefined) return { name, available: false, reason: `${probe.program} is not on the PATH`, proves };
  const result = await commands.run({
    program,
    arguments: probe.arguments,
    timeoutMs: 10_000,
    mayReach: ['docker', 'network'],
  });
  const output =
    firstLine(name === 'shellcheck' ? (/version: .*/.exec(result.stdout)?.[0] ?? '') : result.stdout) ||
    firstLine(result.stderr);
  if (result.exitCode === 0 && !result.timedOut && output !== '')
    return { name, available: true, version: output, proves };
  const reason = result.timedOut
    ? 'it does not answer within ten seconds'
    : output || `it fails with status ${result.exitCode ?? 'unknown'}`;
  return { name, available: false, reason, proves };
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').trim().slice(0, 200);
}
