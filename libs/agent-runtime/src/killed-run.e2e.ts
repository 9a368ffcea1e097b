import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MessagesServer } from '@devops-orchestrator/test-kit';
import type { MessageRequest, ScriptedReply } from '@devops-orchestrator/test-kit';

const program = join(import.meta.dirname, 'testing', 'killable-run.mjs');
const turns = 5;
const kills = 25;

/** Two lines a turn, whatever became of the calls before. */
function script(request: MessageRequest): ScriptedReply {
  const turn = (request.messages.length - 1) / 2;
  if (turn === turns) return { text: 'Done.' };
  return { calls: [1, 2].map((line) => ({ name: 'note', input: { text: `${turn}.${line}` } })) };
}

/** Runs the program, and kills it so many milliseconds after its first sign of life. @returns its outcome, if it came to it. */
async function runAndKill(server: MessagesServer, folder: string, afterMs: number): Promise<string> {
  const before = server.requests.length;
  const child = spawn(process.execPath, [program, server.url, folder], { env: { ...process.env, NODE_OPTIONS: '' } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit');
  const running = () => child.exitCode === null && child.signalCode === null;
  while (running() && server.requests.length === before) await wait(2);
  await Promise.race([exited, wait(afterMs, undefined, { ref: false })]);
  if (running()) child.kill('SIGKILL');
  await exited;
  return child.exitCode === 0 ? output : '';
}

describe('runAgent, killed with SIGKILL', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  it(`loses no turn and runs no call twice, in ${kills} kills`, async () => {
    let killed = 0;
    let finished = 0;
    for (let delay = 0; killed < kills; delay = (delay + 17) % 90) {
      const folder = mkdtempSync(join(tmpdir(), 'killed-'));
      folders.push(folder);
      const server = await MessagesServer.start({ replies: script });
      let output = '';
      for (let tries = 0; output === '' && tries < 40; tries += 1) {
        output = await runAndKill(server, folder, tries < 4 ? (delay + tries * 23) % 90 : 60_000);
        if (output === '') killed += 1;
      }
      await server.close();
      const lines = readFileSync(join(folder, 'effects'), 'utf8').trim().split('\n');
      expect(new Set(lines).size).toBe(lines.length);
      expect(JSON.parse(output)).toMatchObject({ type: 'completed', usage: { turns: turns + 1 } });
      // a call whose process died in it is told to the model, not run again: all others left their line
      expect(lines.length).toBeGreaterThanOrEqual(turns * 2 - 4);
      finished += 1;
    }
    expect(finished).toBeGreaterThan(0);
  });
});
