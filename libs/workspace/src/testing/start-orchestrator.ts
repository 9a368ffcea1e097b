import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A program of its own, in a process group of its own, that a test may kill at any moment. */
export interface BundledProgram {
  file: string;
  start(...arguments_: string[]): ChildProcess;
  remove(): void;
}

/** Bundles a TypeScript program; `workspace` in its imports is this library. */
export function bundleProgram(source: string): BundledProgram {
  const folder = mkdtempSync(join(tmpdir(), 'workspace-program-'));
  const file = join(folder, 'program.mjs');
  const esbuild = join(dirname(createRequire(import.meta.url).resolve('esbuild/package.json')), 'bin/esbuild');
  const sources = join(import.meta.dirname, '..');
  const options = [
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--loader=ts',
    `--outfile=${file}`,
    '--log-level=error',
  ];
  const banner =
    "--banner:js=import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
  execFileSync(
    esbuild,
    [...options, banner, '--conditions=@devops-orchestrator/source', `--alias:workspace=${join(sources, 'index.ts')}`],
    { cwd: sources, input: source, stdio: ['pipe', 'inherit', 'inherit'] },
  );
  return {
    file,
    start: (...arguments_) =>
      spawn(process.execPath, [file, ...arguments_], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Resolves when the process is gone. */
export function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((settle) => child.once('exit', () => settle()));
}
