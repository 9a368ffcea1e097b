import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { AgentTool } from '@devops-orchestrator/contracts';
import { presentOutput } from '../tool-output.js';

/** What a server says of one of its tools. */
export interface ListedTool {
  name: string;
  description?: string | undefined;
  inputSchema: Readonly<Record<string, unknown>>;
  annotations?: { readOnlyHint?: boolean | undefined } | undefined;
}

const callTimeoutMs = 120_000;
const maximumOutputCharacters = 20_000;
/** A server's words go into every request. */
const maximumDescriptionCharacters = 2000;

/** A short text that says, without the mark of an error, that the server could not reach what it needs. */
const unavailable =
  /^\s*(?:[A-Za-z]*Error\b|Failed to\b|Could not\b)[\s\S]{0,400}(?:fetch failed|network|ECONN\w+|ENOTFOUND|EAI_AGAIN|timed? ?out|unavailable)/i;
const longestUnavailable = 1000;

/** A server's tool as the agent gets it: with the server's name in front, and its text made visible and cut. */
export function mcpTool(server: string, listed: ListedTool, client: Client): AgentTool {
  return {
    name: `${server}__${listed.name.replace(/[^\w-]/g, '_')}`.slice(0, 64),
    description: presentOutput(listed.description ?? listed.name, maximumDescriptionCharacters),
    inputSchema: { ...listed.inputSchema, type: 'object' },
    exclusive: false,
    repeatable: listed.annotations?.readOnlyHint === true,
    maxOutputCharacters: maximumOutputCharacters,
    run: async (input, { signal }) => {
      const parameters = { name: listed.name, arguments: input as Record<string, unknown> };
      const result = await client.callTool(parameters, undefined, { signal, timeout: callTimeoutMs });
      const text = textOfResult(result);
      if (result.isError === true) throw new Error(text);
      if (text.length <= longestUnavailable && unavailable.test(text)) {
        throw new Error(`${server} is not available, go on without it: ${text.trim()}`);
      }
      return text;
    },
  };
}

function textOfResult(result: Awaited<ReturnType<Client['callTool']>>): string {
  const content = (result.content ?? []) as readonly { type: string; text?: string; resource?: { text?: string } }[];
  const texts = content.map(({ type, text, resource }) => text ?? resource?.text ?? `[${type} left out]`);
  if (texts.length > 0) return texts.join('\n');
  return result.structuredContent === undefined ? '' : JSON.stringify(result.structuredContent);
}
