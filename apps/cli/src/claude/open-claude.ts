import { join, resolve } from 'node:path';
import {
  type AgentSettings,
  OrchestratorError,
  type OrchestrationRequest,
  redactSecrets,
  type RunEvent,
  secretValues,
} from '@devops-orchestrator/contracts';
import type { BudgetLimits } from '@devops-orchestrator/agent-runtime';
import type { OpenedAgent } from '@devops-orchestrator/core-orchestrator';
import { type ClaudeOptions, givenOptions, mergeSettings, modelsOf, settingsOf } from './claude-options.js';
import { LazyAgent } from './lazy-agent.js';
import { mcpServersOf } from './mcp-servers.js';

interface ClaudeAccess {
  apiKey?: string;
  authToken?: string;
  baseUrl?: string;
}

/** What opens the model that a run asks for. `folder` holds the runs: each keeps its conversations beside its journal. */
export function claudeOpener(options: ClaudeOptions, folder: string, emit: (event: RunEvent) => void) {
  return (request: OrchestrationRequest, runId: string): OpenedAgent | undefined => {
    const access = accessOf(process.env);
    const hasAccess = access.apiKey !== undefined || access.authToken !== undefined || options.replay !== undefined;
    assertUsable(request, options, hasAccess);
    if (request.engine === 'builtin') return undefined;
    if (!hasAccess) {
      const given = givenOptions(options);
      const idle = `No key for Claude is set: the built-in engine does all, and ${given.join(', ')} is not needed.`;
      if (given.length > 0) emit({ type: 'note', message: idle });
      return undefined;
    }
    const settings = mergeSettings(request.agentSettings, settingsOf(options));
    const agent = new LazyAgent(
      () => open(settings, options, access, join(folder, 'runs', runId, 'agent'), emit),
      redact,
    );
    return { agent, close: () => agent.close() };
  };
}

/** Told before anything is written. @throws {OrchestratorError} `engine-unavailable` or `usage` */
export function assertUsable(
  { engine }: Pick<OrchestrationRequest, 'engine'>,
  options: ClaudeOptions,
  hasAccess: boolean,
): void {
  const given = givenOptions(options);
  if (engine === 'builtin' && given.length > 0) {
    throw new OrchestratorError(
      'usage',
      `${given.join(', ')} is for the Claude engine; the built-in one was asked for.`,
      {
        hint: 'Leave it out, or take --engine claude or auto.',
      },
    );
  }
  if (options.record !== undefined && options.replay !== undefined) {
    throw new OrchestratorError('usage', 'A run records or replays, not both.', { hint: 'Give one folder.' });
  }
  if (engine === 'claude' && !hasAccess) {
    throw new OrchestratorError('engine-unavailable', 'The Claude engine was asked for, and there is no key for it.', {
      hint: 'Set ANTHROPIC_API_KEY (or ANTHROPIC_AUTH_TOKEN), or take --engine builtin, which needs none. Nothing was written.',
    });
  }
}

function accessOf(environment: NodeJS.ProcessEnv): ClaudeAccess {
  const value = (name: string) => (environment[name] === '' ? undefined : environment[name]);
  const [apiKey, authToken, baseUrl] = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL'].map(value);
  return {
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(authToken === undefined ? {} : { authToken }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  };
}

/** Loads the runtime and the SDK: called when a phase asks for the first time. */
async function open(
  settings: AgentSettings,
  { record, replay }: ClaudeOptions,
  access: ClaudeAccess,
  folder: string,
  emit: (event: RunEvent) => void,
) {
  const runtime = await import('@devops-orchestrator/agent-runtime');
  const client = await runtime.openClaudeClient({
    ...access,
    ...(record === undefined ? {} : { record: resolve(record) }),
    ...(replay === undefined ? {} : { replay: resolve(replay) }),
    redact,
  });
  const models = Object.fromEntries(Object.entries(modelsOf(settings)).map(([role, model]) => [role, { model }]));
  const agent = new runtime.ClaudeAgent({
    client,
    models: models as { default: { model: string } },
    limits: limitsOf(settings),
    checkpoints: runtime.checkpointsIn(folder),
    compactAboveTokens,
    redact,
  });
  const connections = await runtime.connectMcpServers(await mcpServersOf(settings), { redact });
  for (const { server, reason } of connections.problems) {
    emit({ type: 'note', message: `MCP server ${server}: ${reason}` });
  }
  return { agent, tools: connections.tools, close: connections.close };
}

/** Without the members that JSON leaves out. */
function limitsOf({ limits = {} }: AgentSettings): { run: BudgetLimits; phase: BudgetLimits; task: BudgetLimits } {
  const stated = (level: object | undefined): BudgetLimits =>
    Object.fromEntries(Object.entries(level ?? {}).filter(([, value]) => value !== undefined));
  return { run: stated(limits.run), phase: stated(limits.phase), task: { turns: mostTurns, ...stated(limits.task) } };
}

/** A task that needs more is one that a model does not come to an end with. */
const mostTurns = 60;
/** Well below the window of every model of the price table; a conversation about one task seldom comes near. */
const compactAboveTokens = 150_000;

function redact(text: string): string {
  return redactSecrets(text, secretValues(process.env));
}
