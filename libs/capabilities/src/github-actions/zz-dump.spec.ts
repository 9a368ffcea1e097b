import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { githubActionsCapability } from './github-actions.capability.js';
import { pipelineCases } from './pipeline-cases.js';
it('dumps', () => {
  for (const [name, input] of Object.entries(pipelineCases)) {
    for (const c of githubActionsCapability.contribute(input)) {
      for (const s of c.steps) if (s.kind === 'file') {
        const p = join('/tmp/out', name, s.path);
        mkdirSync(dirname(p), { recursive: true });
        writeFileSync(p, s.content);
      }
      writeFileSync(join('/tmp/out', name, 'context.md'), c.context);
    }
  }
});
