import { readFileSync } from 'node:fs';
import { recordingContext, ScriptedCommands } from './index.js';

describe('README.md', () => {
  it('shows lines that run', async () => {
    // prettier-ignore
    const lines = async () => {
const commands = new ScriptedCommands([{ program: 'docker', arguments: 'info', result: { exitCode: 1 } }]);
const context = recordingContext({ files: { 'package.json': '{}' }, commands });
await context.workspace.write({ path: 'Dockerfile', content: 'FROM scratch\n', executable: false });
const { exitCode } = await context.commands.run({ program: 'docker', arguments: ['info'], timeoutMs: 1000 });
      return { exitCode, files: Object.keys(context.workspace.files) };
    };
    expect(await lines()).toEqual({ exitCode: 1, files: ['Dockerfile', 'package.json'] });
    const fence =
      /```ts\n([^]*?)```/.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))?.[1] ?? 'no fence';
    expect(readFileSync(new URL(import.meta.url), 'utf8')).toContain(fence);
  });
});
