import type { CommandRunner, TaskCheck, VerifyMode } from '@devops-orchestrator/contracts';

const pullTimeoutMs = 300_000;
const probeTimeoutMs = 15_000;

/** Whether a check can run here; each requirement is asked once a run. */
export class Requirements {
  private readonly commands: CommandRunner;
  private readonly known = new Map<string, Promise<string | undefined>>();

  constructor(commands: CommandRunner) {
    this.commands = commands;
  }

  /** @returns why the check cannot run, or undefined when it can. */
  async missing(check: TaskCheck): Promise<string | undefined> {
    for (const requirement of check.requires) {
      const reason = await this.reasonFor(requirement);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  private reasonFor(requirement: string): Promise<string | undefined> {
    let answer = this.known.get(requirement);
    if (answer === undefined) {
      answer = this.probe(requirement);
      this.known.set(requirement, answer);
    }
    return answer;
  }

  private async probe(requirement: string): Promise<string | undefined> {
    if (requirement.startsWith('image:')) return this.probeImage(requirement.slice('image:'.length));
    if (requirement === 'docker') return this.probeDocker();
    if (requirement === 'compose') return this.probeCompose();
    return (await this.commands.find(requirement)) === undefined ? `${requirement} is not installed` : undefined;
  }

  private async probeDocker(): Promise<string | undefined> {
    if ((await this.commands.find('docker')) === undefined) return 'docker is not installed';
    const result = await this.docker(['version', '--format', '{{.Server.Version}}'], probeTimeoutMs);
    return result.exitCode === 0 ? undefined : 'no Docker engine answers';
  }

  private async probeCompose(): Promise<string | undefined> {
    if ((await this.commands.find('docker')) === undefined) return 'docker is not installed';
    const result = await this.docker(['compose', 'version', '--short'], probeTimeoutMs);
    return result.exitCode === 0 ? undefined : 'Docker Compose v2 is not installed';
  }

  private async probeImage(reference: string): Promise<string | undefined> {
    const docker = await this.reasonFor('docker');
    if (docker !== undefined) return docker;
    if ((await this.docker(['image', 'inspect', reference], probeTimeoutMs)).exitCode === 0) return undefined;
    const pulled = await this.docker(['pull', '--quiet', reference], pullTimeoutMs);
    return pulled.exitCode === 0 ? undefined : `the image ${reference} is not here and cannot be pulled`;
  }

  private docker(args: readonly string[], timeoutMs: number) {
    return this.commands.run({ program: 'docker', arguments: args, timeoutMs, mayReach: ['docker', 'network'] });
  }
}

/** @returns why the mode leaves this tier out, or undefined when it is to run. */
export function leftOut(mode: VerifyMode, check: TaskCheck): string | undefined {
  if (mode === 'static' && check.tier !== 'static') return '--verify static';
  if (mode === 'tools' && check.tier === 'live') return '--verify tools';
  return undefined;
}

/** True when the user demanded this tier: what is missing is then a failure. */
export function isDemanded(mode: VerifyMode, check: TaskCheck): boolean {
  return mode === check.tier;
}
