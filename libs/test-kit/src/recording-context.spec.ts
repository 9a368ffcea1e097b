import { recordingContext } from './recording-context.js';

const write = {
  name: 'write',
  run: async ({ path }: { path: string }) => ({ path, at: new Date(0).toISOString() }),
};

describe('recordingContext', () => {
  it('keeps what was emitted and which steps ran', async () => {
    const context = recordingContext({ files: { 'a.txt': 'a' } });
    context.emit({ type: 'note', message: 'hello' });
    const output = await context.step(write, 'write:1', { path: 'b' });
    expect({ events: context.events, keys: context.keys, output }).toEqual({
      events: [{ type: 'note', message: 'hello' }],
      keys: ['write:1'],
      output: { path: 'b', at: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('refuses a step key that comes twice', async () => {
    const context = recordingContext();
    await context.step(write, 'k', { path: 'a' });
    await expect(context.step(write, 'k', { path: 'a' })).rejects.toThrow('step key used twice: k');
  });

  it('commits only what changed since the last commit', async () => {
    const context = recordingContext();
    await context.workspace.write({ path: 'a', content: '1', executable: false });
    expect(await context.git.commit({ message: 'one', paths: ['a'] })).toMatchObject({ message: 'one' });
    expect(await context.git.commit({ message: 'two', paths: ['a'] })).toBeUndefined();
  });
});

describe('InMemoryWorkspace', () => {
  it.each(['../a', '/a', 'a//b', '.git/config', 'a/.GIT/x', 'a\0'])('refuses %j', async (path) => {
    await expect(recordingContext().workspace.write({ path, content: '', executable: false })).rejects.toMatchObject({
      code: 'unsafe-path',
    });
  });
});

describe('ScriptedCommands', () => {
  it('fails loudly for a request that no script covers', async () => {
    await expect(
      recordingContext().commands.run({ program: 'docker', arguments: ['info'], timeoutMs: 1 }),
    ).rejects.toThrow('no scripted result for: docker info');
  });
});
