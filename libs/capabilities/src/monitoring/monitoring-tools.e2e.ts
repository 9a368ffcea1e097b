import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitoringCapability } from './monitoring.capability.js';
import { monitoringCases } from './monitoring-cases.js';

describe('monitoringCapability, judged by promtool and amtool', () => {
  it.each(Object.entries(monitoringCases))('passes its own tool checks: %s', (_, make) => {
    const folder = mkdtempSync(join(tmpdir(), 'monitoring-'));
    try {
      const [contribution] = monitoringCapability.contribute(make());
      for (const step of contribution?.steps ?? []) {
        if (step.kind !== 'file') continue;
        mkdirSync(dirname(join(folder, step.path)), { recursive: true });
        writeFileSync(join(folder, step.path), step.content);
      }
      const commands = contribution?.checks.filter(({ tier }) => tier === 'tools').map(({ command }) => command) ?? [];
      expect(commands).toHaveLength(4);
      for (const command of commands) expect(run(command, folder)).toBe('passed');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function run(command: string, cwd: string): string {
  try {
    execFileSync('bash', ['-euo', 'pipefail', '-c', command], { cwd, stdio: 'pipe', encoding: 'utf8' });
    return 'passed';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${command}\n${stdout}\n${stderr}`;
  }
}
