// A server of tools over stdio, or, with a port as its argument, over HTTP.
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

function openServer() {
  const server = new McpServer({ name: 'fixture', version: '1.0.0' });
  const text = (value, isError = false) => ({ content: [{ type: 'text', text: value }], isError });
  server.registerTool(
    'look.up',
    {
      description: 'Looks a word up.\u001b[31m',
      inputSchema: { word: z.string() },
      annotations: { readOnlyHint: true },
    },
    async ({ word }) => text(`${word}: \u202ea word`),
  );
  server.registerTool('offline', { description: 'Cannot reach its source.', inputSchema: {} }, async () =>
    text('Error searching libraries: TypeError: fetch failed'),
  );
  server.registerTool('refuse', { description: 'Refuses.', inputSchema: {} }, async () => text('not for you', true));
  server.registerTool('environment', { description: 'Names of its variables.', inputSchema: {} }, async () =>
    text(Object.keys(process.env).sort().join(' ')),
  );
  return server;
}

const [port] = process.argv.slice(2);
if (port === undefined) {
  await openServer().connect(new StdioServerTransport());
} else {
  const server = createServer(async (request, response) => {
    if (request.headers.authorization !== 'Bearer fixture') return response.writeHead(401).end();
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await openServer().connect(transport);
    await transport.handleRequest(request, response);
  });
  server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
}
