import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { z } from 'zod';

/** Stands before the names of its tools: `name__tool`. */
const name = z.string().regex(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30})$/);

/** A server of tools that speaks the Model Context Protocol. */
export const McpServer = z
  .discriminatedUnion('transport', [
    z.strictObject({
      transport: z.literal('stdio'),
      name,
      command: z.string().min(1),
      arguments: z.array(z.string()).optional(),
      /** Added to PATH, HOME and the like; nothing else of the program's own environment is passed on. */
      environment: z.record(z.string(), z.string()).optional(),
    }),
    z.strictObject({
      transport: z.literal('http'),
      name,
      url: z.url({ protocol: /^https?$/ }),
      headers: z.record(z.string(), z.string()).optional(),
    }),
  ])
  .meta({ id: 'McpServer' });
export type McpServer = z.infer<typeof McpServer>;

/** Packages that are known by one word, each at a version that was tried. */
const knownServers: Readonly<Record<string, { package: string; version: string; bin: string }>> = {
  context7: { package: '@upstash/context7-mcp', version: '4.1.1', bin: 'context7-mcp' },
};

/** Words that `knownMcpServer` takes. */
export const knownMcpServerNames: readonly string[] = Object.keys(knownServers);

/**
 * A server by its one word: the installed package, or the pinned one by `npx` from the registry. `resolveFrom` is where
 * the package is looked for.
 *
 * @throws {OrchestratorError} `configuration` for a word that is not known.
 */
export function knownMcpServer(
  word: string,
  environment: Readonly<Record<string, string>> = {},
  resolveFrom: string | URL = import.meta.url,
): McpServer {
  const known = knownServers[word];
  if (known === undefined) {
    throw new OrchestratorError('configuration', `There is no MCP server known as ${JSON.stringify(word)}.`, {
      hint: `Known are: ${knownMcpServerNames.join(', ')}; any other one is configured by its command or its address.`,
    });
  }
  const installed = installedBin(known, resolveFrom);
  const common = { transport: 'stdio' as const, name: word, environment: { ...environment } };
  if (installed !== undefined) return { ...common, command: process.execPath, arguments: [installed] };
  const spec = `${known.package}@${known.version}`;
  return { ...common, command: 'npx', arguments: ['--yes', `--package=${spec}`, known.bin] };
}

function installedBin(known: { package: string; bin: string }, from: string | URL): string | undefined {
  const folders = createRequire(from).resolve.paths(known.package) ?? [];
  const manifests = folders.map((folder) => join(folder, known.package, 'package.json'));
  const manifest = manifests.find((path) => existsSync(path));
  if (manifest === undefined) return undefined;
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin?: string | Record<string, string> };
  const path = typeof bin === 'string' ? bin : bin?.[known.bin];
  return path === undefined ? undefined : join(dirname(manifest), path);
}
