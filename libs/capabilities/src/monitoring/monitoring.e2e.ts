import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { provideImages } from '@devops-orchestrator/test-kit';
import type { CapabilityInput } from '../capability.js';
import { monitoringCapability } from './monitoring.capability.js';
import { monitoringCases } from './monitoring-cases.js';
import { runnableFiles, runnableInput } from './monitoring-stack.js';

const minutes = 60_000;

const cases: readonly (readonly [string, CapabilityInput, Readonly<Record<string, string>>])[] = [
  ['every target up when the application runs', runnableInput(), runnableFiles(runnableInput())],
  [
    "a stack of its own beside the user's compose file",
    monitoringCases["the user's own compose file"]?.() ?? runnableInput(),
    {},
  ],
];

describe('monitoringCapability, with a Docker engine', () => {
  it.each(cases)(
    'has %s, brings an alert to Alertmanager, and leaves nothing behind',
    (_, input, files) => {
      const folder = mkdtempSync(join(tmpdir(), 'monitoring-e2e-'));
      const [contribution] = monitoringCapability.contribute(input);
      const live = contribution?.checks.find(({ id }) => id === 'monitoring-live');
      const generated = (contribution?.steps ?? []).flatMap((step) =>
        step.kind === 'file' ? [[step.path, step.content] as const] : [],
      );
      provideImages([...Object.entries(files), ...generated].map(([, content]) => content));
      try {
        for (const [path, content] of [...Object.entries(files), ...generated]) {
          mkdirSync(dirname(join(folder, path)), { recursive: true });
          writeFileSync(join(folder, path), content);
        }
        const { status, output } = bash(live?.command ?? 'exit 1', folder);
        expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('ComponentDown') as unknown });
      } finally {
        bash(live?.cleanup ?? 'true', folder);
        rmSync(folder, { recursive: true, force: true });
      }
      for (const kind of ['ps --all', 'volume ls', 'network ls', 'image ls']) {
        const left = `docker ${kind} --quiet --filter label=com.docker.compose.project=${input.model.project}-verify-monitoring`;
        expect({ kind, ...bash(left, '/') }).toEqual({ kind, status: 0, output: '' });
      }
    },
    20 * minutes,
  );
});

function bash(command: string, cwd: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${status === 0 ? '' : stderr}` };
}
