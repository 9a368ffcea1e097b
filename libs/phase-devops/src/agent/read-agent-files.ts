import { type PhaseContext, type PlannedWrite, type Task, type WrittenFile } from '@devops-orchestrator/contracts';
import { generatedFilesPath, readGeneratedFiles, settleGeneratedFiles } from '@devops-orchestrator/task-files';
import { findInfrastructureFiles } from '@devops-orchestrator/verification';
import { type Brief, digestsOf } from './brief-agent.js';

/** What conversations about a task left on disk. */
export interface AgentFiles {
  files: WrittenFile[];
  /** Those of them that the verifiers judge. */
  artifacts: string[];
  /** Written once the checks have passed: the new files, and those of the task, are then done; empty when none is new. */
  settle: PlannedWrite[];
}

/**
 * Reads from disk what a model wrote for a task: new files, which the manifest has as not done yet, and changes of the files
 * of its scope. No word of the model, and no memory of this process, is needed for it.
 */
export async function readAgentFiles(
  { feature, task, own, before }: { feature: string; task: Task; own: readonly string[]; before: Brief['before'] },
  context: PhaseContext,
): Promise<AgentFiles> {
  const { workspace } = context;
  const path = generatedFilesPath(feature);
  const manifest = await workspace.read(path);
  const tree = await workspace.scan();
  const planned = new Set(task.steps.flatMap((step) => (step.kind === 'file' ? [step.path] : [])));
  const created = unfinishedFiles(manifest).filter((file) => tree.has(file) && !planned.has(file));
  const now = await digestsOf(
    before.map((file) => file.path),
    context,
  );
  const modified = now.filter(({ path: file, digest }) =>
    before.some((earlier) => earlier.path === file && earlier.digest !== digest),
  );
  const all = [...created, ...modified.map((file) => file.path)];
  const judged = new Set(findInfrastructureFiles(tree));
  const settled = manifest === undefined ? undefined : settleGeneratedFiles(manifest, [...created, ...own]);
  return {
    files: [
      ...created.map((file) => ({ path: file, change: 'created' as const })),
      ...modified.map((file) => ({ path: file.path, change: 'modified' as const })),
    ],
    artifacts: all.filter((file) => judged.has(file)),
    settle:
      manifest === undefined || settled === undefined || settled === manifest || created.length === 0
        ? []
        : [{ path, content: settled, executable: false, before: manifest }],
  };
}

/** Files whose task has not ended well, besides documents and parts of files. */
function unfinishedFiles(manifest: string | undefined): string[] {
  return [...readGeneratedFiles(manifest).files].flatMap(([path, entry]) =>
    'base' in entry && entry.previous !== undefined && !/#|^docs\/|^\.claude\//.test(path) ? [path] : [],
  );
}
