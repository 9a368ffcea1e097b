import { readFileSync } from 'node:fs';
import { recordingContext } from '@devops-orchestrator/test-kit';
import { docsPhase } from './index.js';

describe('README example', () => {
  it('runs, and stands in the README as it runs', async () => {
    const context = recordingContext({ files: { Dockerfile: 'FROM scratch\n' } });
    // example:start
    const output = await docsPhase.run({ schemaVersion: 1, feature: 'shop', taskResults: [], commit: true }, context);
    const runbook = output.documents.find(({ kind }) => kind === 'runbook')?.path;
    const untested = output.commands.filter(({ verdict }) => verdict !== 'passed');
    // example:end
    expect([runbook, untested.length > 0]).toEqual(['docs/runbooks/shop-runbook.md', true]);
    const source = readFileSync(new URL('readme-example.spec.ts', import.meta.url), 'utf8');
    const lines = (source.split('// example:start\n')[1]?.split('// example:end')[0] ?? '')
      .split('\n')
      .map((line) => line.trim());
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${lines.join('\n').trim()}\n\`\`\``);
  });
});
