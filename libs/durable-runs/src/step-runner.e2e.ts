import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describeStepRunner } from '@devops-orchestrator/test-kit';
import { bundleProgram } from './testing/bundle-program.js';
import { openEmbeddedEngine } from './testing/embedded-engine.js';

describeStepRunner('journal on disk, kill -9', async (folder) => {
  const program = bundleProgram('scenario', folder);
  return {
    ...(await openEmbeddedEngine(folder)),
    runAndLose: async (run) => {
      const result = spawnSync(process.execPath, [program, join(folder, 'state'), JSON.stringify(run)], {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      });
      expect({ signal: result.signal, stderr: result.stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    },
  };
});
