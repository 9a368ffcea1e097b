import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitoringCapability } from './monitoring.capability.js';
import { runnableFiles, runnableInput } from './monitoring-stack.js';

const minutes = 60_000;

describe('monitoringCapability, with a Docker engine', () => {
  it(
    'has every target up, and brings an alert to Alertmanager when a component stops',
    () => {
      const input = runnableInput();
      const folder = mkdtempSync(join(tmpdir(), 'monitoring-e2e-'));
      const [contribution] = monitoringCapability.contribute(input);
      const live = contribution?.checks.find(({ id }) => id === 'monitoring-live');
      const generated = (contribution?.steps ?? []).flatMap((step) =>
        step.kind === 'file' ? [[step.path, step.content] as const] : [],
      );
      try {
        for (const [path, content] of [...Object.entries(runnableFiles(input)), ...generated]) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), content);
        }
        const { status, output } = bash(live?.command ?? 'exit 1', folder);
        expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('ComponentDown') as unknown });
      } finally {
        bash(live?.cleanup ?? 'true', folder);
        rmSync(folder, { recursive: true, force: true });
      }
      expect(
        bash('docker ps --all --quiet --filter label=com.docker.compose.project=shop-verify-monitoring', '/'),
      ).toEqual({ status: 0, output: '' });
      expect(
        bash('docker volume ls --quiet --filter label=com.docker.compose.project=shop-verify-monitoring', '/'),
      ).toEqual({ status: 0, output: '' });
    },
    20 * minutes,
  );
});

function bash(command: string, cwd: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${status === 0 ? '' : stderr}` };
}
