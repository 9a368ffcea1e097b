// One agent whose tools leave lines in a file; killed and started again by a test. Arguments: address, folder.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  Budget,
  checkpointsIn,
  defineTool,
  openClaudeClient,
  runAgent,
  systemTiming,
} from '@devops-orchestrator/agent-runtime';
import { z } from 'zod';

const [baseUrl, folder] = process.argv.slice(2);
const note = defineTool({
  name: 'note',
  description: 'Leaves a line.',
  input: z.strictObject({ text: z.string() }),
  exclusive: true,
  run: async ({ text }) => {
    await wait(5);
    appendFileSync(join(folder, 'effects'), `${text}\n`);
    await wait(5);
    return `left ${text}`;
  },
});
const outcome = await runAgent({
  client: await openClaudeClient({ apiKey: 'sk-ant-test-0123456789abcdef', baseUrl }),
  model: 'claude-opus-5-5',
  system: ['You leave lines.'],
  messages: [{ role: 'user', content: 'Leave ten lines.' }],
  tools: [note],
  budget: new Budget('task', { turns: 50 }, systemTiming.clock),
  checkpoint: checkpointsIn(join(folder, 'checkpoints'))('lines'),
  signal: new AbortController().signal,
});
process.stdout.write(JSON.stringify(outcome));
