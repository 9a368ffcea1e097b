import { readFileSync } from 'node:fs';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { explainDockerfile } from './readme-example.fixture.js';

describe('README.md', () => {
  it('shows the code that runs here', async () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const example = readFileSync(new URL('./readme-example.fixture.ts', import.meta.url), 'utf8');
    expect(readme).toContain(example.replace("'./index.js'", "'@devops-orchestrator/verification'"));
    const lines = await explainDockerfile(inMemoryTree({ Dockerfile: 'FROM node:latest\nUSER node\n' }));
    expect(lines).toEqual(["Dockerfile:1: DL3007 'node:latest' changes without notice; name a version."]);
  });
});
