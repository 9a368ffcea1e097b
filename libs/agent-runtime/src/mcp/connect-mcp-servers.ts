import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { AgentTool } from '@devops-orchestrator/contracts';
import { redactKeys } from '../redact-keys.js';
import type { Redact } from '../redact-keys.js';
import { presentOutput } from '../tool-output.js';
import type { McpServer } from './mcp-server.js';
import { mcpTool } from './mcp-tool.js';
import type { ListedTool } from './mcp-tool.js';

/** A server that was left out, or a tool of it. */
export interface McpProblem {
  server: string;
  reason: string;
}

/** Tools of all servers that started. */
export interface McpConnections {
  tools: readonly AgentTool[];
  problems: readonly McpProblem[];
  /** Ends the servers that were started. */
  readonly close: () => Promise<void>;
}

export interface McpOptions {
  /** Until a server has started and listed its tools. Absent: 30 000. */
  timeoutMs?: number;
  /** Takes secrets out of what is said of a problem. Absent: keys of model APIs. */
  redact?: Redact;
}

/** Tools that a server may offer: more would crowd out what the agent is for. */
const maximumTools = 64;
const maximumPages = 20;

/**
 * Starts or reaches every server, side by side. One that fails is left out and reported: the run goes on without it. Loads
 * the protocol's SDK. `close` what it returns.
 */
export async function connectMcpServers(
  servers: readonly McpServer[],
  options: McpOptions = {},
): Promise<McpConnections> {
  const redact = options.redact ?? redactKeys();
  const results = await Promise.all(servers.map((server) => connect(server, options.timeoutMs ?? 30_000)));
  const tools: AgentTool[] = [];
  const problems: McpProblem[] = [];
  for (const { server, reason, offered } of results) {
    if (reason !== undefined) problems.push({ server, reason: presentOutput(redact(reason), 1000) });
    for (const tool of offered) {
      if (tools.some(({ name }) => name === tool.name)) {
        problems.push({ server, reason: `a second tool of the name ${tool.name} is left out` });
      } else tools.push(tool);
    }
  }
  const close = async () => {
    await Promise.allSettled(results.flatMap(({ client }) => (client === undefined ? [] : [client.close()])));
  };
  return { tools, problems, close };
}

interface Connected {
  server: string;
  client?: Client;
  offered: readonly AgentTool[];
  reason?: string;
}

async function connect(server: McpServer, timeoutMs: number): Promise<Connected> {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const client = new Client({ name: 'devops-orchestrator', version: '1' });
  const said: string[] = [];
  try {
    await client.connect(await openTransport(server, said), { timeout: timeoutMs });
    const listed = await listTools(client, timeoutMs);
    const offered = listed.slice(0, maximumTools).map((tool) => mcpTool(server.name, tool, client));
    const left = listed.length - offered.length;
    return {
      server: server.name,
      client,
      offered,
      ...(left > 0 ? { reason: `${left} of its ${listed.length} tools are left out` } : {}),
    };
  } catch (error) {
    await client.close().catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    return { server: server.name, offered: [], reason: [reason, ...said].join('\n').trim() };
  }
}

/** `said` gets what a server writes to standard error. */
async function openTransport(server: McpServer, said: string[]): Promise<Transport> {
  if (server.transport === 'http') {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const transport = new StreamableHTTPClientTransport(new URL(server.url), {
      requestInit: { headers: server.headers ?? {} },
    });
    return transport;
  }
  const { getDefaultEnvironment, StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
  const transport = new StdioClientTransport({
    command: server.command,
    args: server.arguments ?? [],
    env: { ...getDefaultEnvironment(), ...server.environment },
    stderr: 'pipe',
  });
  transport.stderr?.on('data', (chunk: Buffer) => {
    // enough to see why it failed
    if (said.join('').length < 2000) said.push(chunk.toString('utf8'));
  });
  return transport;
}

async function listTools(client: Client, timeout: number): Promise<ListedTool[]> {
  const tools: ListedTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maximumPages; page += 1) {
    const answer = await client.listTools(cursor === undefined ? {} : { cursor }, { timeout });
    tools.push(...(answer.tools as ListedTool[]));
    cursor = answer.nextCursor;
    if (cursor === undefined) break;
  }
  return tools;
}
