import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemIdentity } from './process-identity.js';

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

function start(script: string): ChildProcess {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString().trim();
}

describe('systemIdentity', () => {
  const { self, look } = systemIdentity();

  it('knows this process, host and boot', () => {
    expect(self).toMatchObject({
      pid: process.pid,
      host: hostname(),
      pidNamespace: expect.stringMatching(/^pid:/) as unknown,
    });
    expect(self.bootId).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
    expect(self.processStartTime).toMatch(/^\d+$/);
  });

  it('tells processes apart by their start', () => {
    expect(look(process.pid)).toEqual({ processStartTime: self.processStartTime });
    expect(look(1)?.processStartTime).not.toBe(self.processStartTime);
  });

  it('reads past a program name with spaces and parentheses', async () => {
    const child = start(`printf 'a) R 1 (b' >/proc/$$/comm; echo ready; while :; do sleep 1; done`);
    expect(await firstLine(child)).toBe('ready');
    expect(readFileSync(`/proc/${child.pid}/stat`, 'utf8')).toContain('(a) R 1 (b)');
    expect(look(child.pid!)?.processStartTime).toMatch(/^\d{3,}$/);
  });

  it('sees that a process is gone', async () => {
    const child = start('exit 0');
    await once(child, 'exit');
    expect(look(child.pid!)).toBeUndefined();
  });

  it('takes a killed process that nobody has waited for as gone', async () => {
    const child = start('sleep 0.2 & echo $!; exec sleep 30');
    const pid = Number(await firstLine(child));
    while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '))
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(process.kill(pid, 0)).toBe(true);
    expect(look(pid)).toBeUndefined();
  });
});
