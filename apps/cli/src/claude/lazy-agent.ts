import type { AgentPort, AgentTool } from '@devops-orchestrator/contracts';

/** A model that can be asked, and the tools of other servers that it is offered besides. */
export interface LoadedAgent {
  agent: AgentPort;
  tools: readonly AgentTool[];
  close(): Promise<void>;
}

/**
 * An agent that is loaded when it is asked for the first time: a run that needs no model loads no SDK, starts no server and
 * opens no connection. What it sends has no secret in it.
 */
export class LazyAgent implements AgentPort {
  readonly #load: () => Promise<LoadedAgent>;
  readonly #redact: (text: string) => string;
  readonly #charges: Parameters<AgentPort['charge']>[] = [];
  #loading: Promise<LoadedAgent> | undefined;

  constructor(load: () => Promise<LoadedAgent>, redact: (text: string) => string) {
    this.#load = load;
    this.#redact = redact;
  }

  work: AgentPort['work'] = async (request) => {
    const { agent, tools } = await this.#loaded();
    const taken = new Set(request.tools.map(({ name }) => name));
    return agent.work({
      ...this.#clean(request),
      tools: [...request.tools, ...tools.filter(({ name }) => !taken.has(name))],
    });
  };

  ask: AgentPort['ask'] = async (question) => (await this.#loaded()).agent.ask(this.#clean(question));

  charge: AgentPort['charge'] = (assignment, usage) => void this.#charges.push([assignment, usage]);

  async close(): Promise<void> {
    // one that could not be loaded has nothing to close
    const loaded = await this.#loading?.catch(() => undefined);
    await loaded?.close();
  }

  async #loaded(): Promise<LoadedAgent> {
    const loaded = await (this.#loading ??= this.#load());
    for (const charge of this.#charges.splice(0)) loaded.agent.charge(...charge);
    return loaded;
  }

  #clean<T extends { system: readonly string[]; prompt: string }>(request: T): T {
    return { ...request, system: request.system.map(this.#redact), prompt: this.#redact(request.prompt) };
  }
}
