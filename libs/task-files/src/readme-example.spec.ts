import { readFileSync } from 'node:fs';
import type { Task } from '@devops-orchestrator/contracts';
import { parseTask, renderTask, tickTask } from './index.js';

const example: Task = {
  title: 'Create the image',
  context: 'None yet.',
  steps: [{ kind: 'file', path: 'Dockerfile', language: 'dockerfile', content: 'FROM scratch\n', executable: false }],
  checks: [
    {
      id: 'image-files',
      tier: 'static',
      command: 'devops-orchestrator verify Dockerfile',
      requires: [],
      timeoutSeconds: 60,
    },
  ],
  criteria: [{ text: 'The Dockerfile is sound', checks: ['image-files'], met: false }],
  commit: 'add the image',
};

describe('README.md', () => {
  it('shows lines that run', () => {
    // prettier-ignore
    const lines = () => {
const task = parseTask('01-create-dockerfiles.md', renderTask(example));
const text = tickTask('01-create-dockerfiles.md', renderTask(task), [{ met: true, verdict: 'passed' }]);
      return { task, text };
    };
    const { task, text } = lines();
    expect(task).toEqual(example);
    expect(text).toContain('- [x] The Dockerfile is sound (image-files) — passed\n');
    expect(text).toContain('Commit: `feat(infra): add the image`\n');
    const fence =
      /```ts\n([^]*?)```/.exec(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))?.[1] ?? 'no fence';
    expect(readFileSync(new URL(import.meta.url), 'utf8')).toContain(fence);
  });
});
