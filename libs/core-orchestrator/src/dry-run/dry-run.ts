import {
  byCodeUnit,
  type FileToWrite,
  type OrchestrationRequest,
  type PhaseContext,
  type RunReport,
  type Scope,
  type Workspace,
} from '@devops-orchestrator/contracts';
import { createTwoFilesPatch } from 'diff';
import { orchestrate } from '../orchestrate.js';
import { overlayContext } from './overlay-context.js';

export interface DryRun {
  report: RunReport;
  /** Each file that would change, with a unified diff, in path order. */
  files: readonly { path: string; patch: string }[];
}

/** Each file that would change, in path order. */
export async function changedFiles(
  written: ReadonlyMap<string, FileToWrite>,
  workspace: Workspace,
): Promise<DryRun['files']> {
  const files: { path: string; patch: string }[] = [];
  for (const [path, { content }] of [...written].sort(([a], [b]) => byCodeUnit(a, b))) {
    const before = await workspace.read(path);
    if (before === content) continue;
    const from = before === undefined ? '/dev/null' : `a/${path}`;
    files.push({ path, patch: createTwoFilesPatch(from, `b/${path}`, before ?? '', content, '', '', { context: 3 }) });
  }
  return files;
}

/** Runs the pipeline without touching anything: only static proof, no program, no commit. */
export async function dryRun(request: OrchestrationRequest, context: PhaseContext, scope: Scope): Promise<DryRun> {
  const { context: overlay, written } = overlayContext(context);
  const report = await orchestrate({ ...request, verify: 'static' }, overlay, { scope });
  const files = await changedFiles(written, context.workspace);
  return { report: withoutCommits(report), files };
}

function withoutCommits(report: RunReport): RunReport {
  return { ...report, commits: [] };
}
