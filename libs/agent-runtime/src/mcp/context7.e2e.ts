import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnSync } from 'node:child_process';
import { connectMcpServers } from './connect-mcp-servers.js';
import { knownMcpServer } from './mcp-server.js';

const folder = mkdtempSync(join(tmpdir(), 'context7-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** How npm reaches its registry here; a server gets no other variable of ours. */
const registry = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) => (/^npm_config_/i.test(name) && value ? [[name, value]] : [])),
);

describe('Context7', () => {
  const environment = { ...registry, NODE_OPTIONS: '', npm_config_cache: join(folder, 'cache') };

  it('starts by npx at its pinned version, and lists its tools', async () => {
    const server = knownMcpServer('context7', environment, pathToFileURL(join(folder, 'index.js')));
    expect(server).toMatchObject({ command: 'npx' });
    const { tools, problems, close } = await connectMcpServers([server], { timeoutMs: 180_000 });
    await close();
    expect(problems).toEqual([]);
    expect(tools.map(({ name }) => name)).toEqual(['context7__resolve-library-id', 'context7__query-docs']);
  });

  it('starts from node_modules where it is installed, and is told as unavailable without a network', async () => {
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{"private": true}');
    const install = ['install', '--silent', '--no-audit', '--no-fund', '@upstash/context7-mcp@4.1.1'];
    expect(spawnSync('npm', install, { cwd: project, env: { ...process.env, ...environment } }).status).toBe(0);
    const offline = { ...environment, HTTPS_PROXY: 'http://127.0.0.1:9', https_proxy: 'http://127.0.0.1:9' };
    const server = knownMcpServer('context7', offline, pathToFileURL(join(project, 'index.js')));
    expect(server).toMatchObject({ command: process.execPath });
    const { tools, close } = await connectMcpServers([server], { timeoutMs: 60_000 });
    const call = { id: 'call-1', signal: new AbortController().signal };
    const resolve = tools.find(({ name }) => name === 'context7__resolve-library-id');
    const answer = resolve?.run({ query: 'routing', libraryName: 'express' }, call);
    await expect(answer).rejects.toThrow('context7 is not available, go on without it');
    await close();
  });
});
