import { readFileSync } from 'node:fs';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { readInventory } from './index.js';

describe('README example', () => {
  it('runs, and stands in the README as it runs', () => {
    const tree = inMemoryTree({ Dockerfile: 'FROM scratch\nEXPOSE 80\n', 'scripts/a.sh': '#!/bin/sh\n: "${A:?}"\n' });
    // example:start
    const inventory = readInventory(tree);
    const ports = inventory.images.flatMap((image) => image.ports);
    const required = inventory.environment.filter((variable) => variable.required);
    // example:end
    expect([ports, required.map(({ name }) => name)]).toEqual([[80], ['A']]);
    const source = readFileSync(new URL('readme-example.spec.ts', import.meta.url), 'utf8');
    const lines = (source.split('// example:start\n')[1]?.split('// example:end')[0] ?? '')
      .split('\n')
      .map((line) => line.trim());
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${lines.join('\n').trim()}\n\`\`\``);
  });
});
