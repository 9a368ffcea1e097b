import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AgentTool } from '@devops-orchestrator/contracts';
import { scriptedRun } from '../testing/scripted-run.js';
import { connectMcpServers } from './connect-mcp-servers.js';
import type { McpConnections } from './connect-mcp-servers.js';
import { knownMcpServer, McpServer } from './mcp-server.js';

const fixture = join(import.meta.dirname, '..', 'testing', 'mcp-fixture.mjs');
const stdio: McpServer = {
  transport: 'stdio',
  name: 'words',
  command: process.execPath,
  arguments: [fixture],
  environment: { NODE_OPTIONS: '', FIXTURE: '1' },
};
const call = { id: 'call-1', signal: new AbortController().signal };

function find(tools: readonly AgentTool[], name: string): AgentTool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  return tool;
}

describe('connectMcpServers', () => {
  let http: ChildProcess;
  let url: string;
  let connections: McpConnections;
  beforeAll(async () => {
    http = spawn(process.execPath, [fixture, '0'], { env: { ...process.env, NODE_OPTIONS: '' } });
    const [chunk] = (await once(http.stdout!, 'data')) as [Buffer];
    url = `http://127.0.0.1:${chunk.toString().trim()}/mcp`;
    process.env['CANARY_TOKEN'] = 'do not pass on';
    connections = await connectMcpServers([
      stdio,
      { transport: 'http', name: 'web', url, headers: { authorization: 'Bearer fixture' } },
      { transport: 'http', name: 'closed', url },
      { transport: 'stdio', name: 'missing', command: '/does/not/exist' },
      { ...stdio, name: 'broken', arguments: ['-e', 'console.error("no licence"); process.exit(1)'] },
      stdio,
    ]);
  }, 30_000);
  afterAll(async () => {
    await connections.close();
    http.kill('SIGKILL');
    delete process.env['CANARY_TOKEN'];
  });

  it('offers the tools of stdio and HTTP servers with the name of the server in front', () => {
    expect(connections.tools.map(({ name }) => name)).toEqual(
      ['words', 'web'].flatMap((server) =>
        ['look_up', 'offline', 'refuse', 'environment'].map((tool) => `${server}__${tool}`),
      ),
    );
    expect(find(connections.tools, 'words__look_up')).toMatchObject({
      description: 'Looks a word up.',
      repeatable: true,
      inputSchema: { type: 'object', required: ['word'] },
    });
  });

  it('leaves servers out that do not start, and says why', () => {
    const problems = Object.fromEntries(connections.problems.map(({ server, reason }) => [server, reason]));
    expect(Object.keys(problems).sort()).toEqual(['broken', 'closed', 'missing', 'words']);
    expect(problems['missing']).toContain('ENOENT');
    expect(problems['broken']).toContain('no licence');
    expect(problems['words']).toContain('a second tool of the name');
  });

  it('waits for no server for ever', async () => {
    const silent = { ...stdio, arguments: ['-e', 'setInterval(() => undefined, 1000)'] };
    const { tools, problems, close } = await connectMcpServers([silent], { timeoutMs: 200 });
    await close();
    expect(tools).toEqual([]);
    expect(problems).toMatchObject([{ server: 'words', reason: expect.stringMatching(/timed out/i) as string }]);
  });

  it.each(['words', 'web'])('calls tools of %s, and passes on the result of an error as one', async (server) => {
    const use = (name: string, input: object) => find(connections.tools, `${server}__${name}`).run(input, call);
    expect(await use('look_up', { word: 'ship' })).toBe('ship: \u202ea word');
    await expect(use('refuse', {})).rejects.toThrow('not for you');
    await expect(use('offline', {})).rejects.toThrow(`${server} is not available, go on without it: Error searching`);
  });

  it('passes on no variable but the usual ones and its own', async () => {
    const names = await find(connections.tools, 'words__environment').run({}, call);
    expect(names.split(' ')).toContain('FIXTURE');
    expect(names).not.toContain('CANARY_TOKEN');
  });

  it('lets an agent use them, their text made visible', async () => {
    const { requests } = await scriptedRun(
      [{ calls: [{ name: 'words__look_up', input: { word: 'ship' } }] }, { text: 'ok' }],
      { tools: connections.tools },
    );
    expect(requests[1]?.body.messages.at(-1)?.content).toMatchObject([{ content: 'ship: a word' }]);
  });
});

describe('knownMcpServer', () => {
  it('knows Context7 by one word, at a pinned version', () => {
    expect(knownMcpServer('context7', { CONTEXT7_API_KEY: 'key' }, 'file:///nowhere/index.js')).toEqual({
      transport: 'stdio',
      name: 'context7',
      command: 'npx',
      arguments: ['--yes', '--package=@upstash/context7-mcp@4.1.1', 'context7-mcp'],
      environment: { CONTEXT7_API_KEY: 'key' },
    });
  });

  it('refuses a word that it does not know', () => {
    expect(() => knownMcpServer('context8')).toThrow('no MCP server known as "context8"');
  });
});

describe('McpServer', () => {
  it.each([
    [{ transport: 'http', name: 'a b', url: 'http://localhost' }],
    [{ transport: 'http', name: 'a', url: 'file:///etc/passwd' }],
    [{ transport: 'stdio', name: 'a__b', command: 'x' }],
    [{ transport: 'stdio', name: 'a', command: '' }],
  ])('refuses %j', (server) => {
    expect(McpServer.safeParse(server).success).toBe(false);
  });
});
