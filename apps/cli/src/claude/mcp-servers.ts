import { type AgentSettings, describeIssues, OrchestratorError } from '@devops-orchestrator/contracts';
import type { McpServer } from '@devops-orchestrator/agent-runtime';
import { z } from 'zod';
import { readJson } from './claude-options.js';

/** The file that other programs configure MCP servers with: a map of names under `mcpServers`. */
const McpFile = z.object({
  mcpServers: z.record(
    z.string(),
    z.union([
      z.object({
        command: z.string(),
        args: z.array(z.string()).optional(),
        env: z.record(z.string(), z.string()).optional(),
      }),
      z.object({ url: z.string(), headers: z.record(z.string(), z.string()).optional() }),
    ]),
  ),
});

/** Servers of tools that a run is to have. @throws {OrchestratorError} `configuration` */
export async function mcpServersOf({ mcp = [], mcpConfig }: AgentSettings): Promise<McpServer[]> {
  const runtime = await import('@devops-orchestrator/agent-runtime');
  const known = mcp.map((word) => runtime.knownMcpServer(word));
  if (mcpConfig === undefined) return known;
  const { mcpServers } = readJson(mcpConfig, McpFile);
  const configured = Object.entries(mcpServers).map(([name, server]) => {
    const parsed = runtime.McpServer.safeParse(
      'url' in server
        ? { transport: 'http', name, ...server }
        : { transport: 'stdio', name, command: server.command, arguments: server.args, environment: server.env },
    );
    if (parsed.success) return parsed.data;
    throw new OrchestratorError('configuration', `${mcpConfig}: ${name}: ${describeIssues(parsed.error).join('; ')}`, {
      hint: 'docs/engines.md shows what such a file holds.',
    });
  });
  return [...known, ...configured];
}
