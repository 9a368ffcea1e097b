import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCommands, openGit, openWorkspace } from './index.js';

describe('README.md', () => {
  it('shows lines that run', async () => {
    const root = mkdtempSync(join(tmpdir(), 'workspace-readme-'));
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    // prettier-ignore
    const lines = async () => {
const workspace = openWorkspace(root);
await workspace.write({ path: 'scripts/hello.sh', content: 'echo hello\n', executable: true });
const commit = await openGit(root).commit({ message: 'feat(infra): say hello', paths: ['scripts/hello.sh'] });
const result = await openCommands(root).run({ program: 'bash', arguments: ['scripts/hello.sh'], timeoutMs: 5000 });
      return { paths: (await workspace.scan()).paths, commit, result };
    };
    const { paths, commit, result } = await lines();
    rmSync(root, { recursive: true });
    expect([paths, commit?.message, result.stdout]).toEqual([
      ['scripts/hello.sh'],
      'feat(infra): say hello',
      'hello\n',
    ]);
    const fence =
      /```ts\n([^]*?)```/.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))?.[1] ?? 'no fence';
    expect(readFileSync(new URL(import.meta.url), 'utf8')).toContain(fence);
  });
});
