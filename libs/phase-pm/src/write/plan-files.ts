import {
  type Commit,
  commitInStep,
  type FileTree,
  type PhaseContext,
  type Plan,
  type PlannedWrite,
  type WrittenFile,
} from '@devops-orchestrator/contracts';
import {
  featureFolder,
  type FileOutcome,
  generatedFilesPath,
  outcomeOf,
  renderConflict,
  renderGeneratedFiles,
  renderPlanReadme,
  renderTask,
  settleGeneratedFiles,
  versionsOf,
} from '@devops-orchestrator/task-files';
import type { FollowedTask } from '../plan/follow-existing-plan.js';
import { unticked } from '../plan/task-work.js';
import type { PlanOnDisk } from './read-existing-plan.js';

/** The files of a plan as they are to be written, and what each means for what is there. */
export interface PlanFiles {
  files: WrittenFile[];
  writes: PlannedWrite[];
  /** Paths that go into the commit of the plan. */
  commit: string[];
  /** Where edits of people stand against the new plan. */
  notes: string[];
}

/** What a plan was made from; recorded, so that a later run sees what has changed. */
export interface PlanOrigin {
  request: string;
  facts: readonly string[];
}

interface DecidedFile extends Omit<FileOutcome, 'deleted'> {
  /** As generated, before a person's edits were merged into it; recorded when `isBase`. */
  base: string;
}

/** The plan's README, its task files, and the record of what they were made from. Files that people edited keep their edits. */
export function decidePlanFiles(
  plan: Plan,
  followed: readonly FollowedTask[],
  origin: PlanOrigin,
  existing: PlanOnDisk,
  tree: FileTree,
): PlanFiles {
  const folder = featureFolder(plan.feature);
  const readme = decideReadme(`${folder}/README.md`, renderPlanReadme(plan), existing, tree);
  const decided = [readme, ...followed.map((task) => decideTask(folder, task, existing, tree))];
  const bases = decided.flatMap(({ file, base, isBase }) => (isBase ? [{ path: file.path, content: base }] : []));
  const path = generatedFilesPath(plan.feature);
  const pending = renderGeneratedFiles(existing.manifestText, { ...origin, written: bases });
  const settled = settleGeneratedFiles(
    pending,
    bases.map((base) => base.path),
  );
  const record = { path, executable: false };
  const before = existing.manifestText ?? null;
  const writes = decided.flatMap(({ write }) => write ?? []);
  return {
    files: decided.map(({ file }) => file),
    writes: [
      ...(writes.length === 0 || pending === before ? [] : [{ ...record, content: pending, before }]),
      ...writes,
      ...(settled === before ? [] : [{ ...record, content: settled, before: writes.length === 0 ? before : pending }]),
    ],
    commit: [...decided.filter(({ commit }) => commit).map(({ file }) => file.path), path],
    notes: decided.flatMap(({ issue }) => issue ?? []),
  };
}

function decideReadme(path: string, planned: string, { manifest }: PlanOnDisk, tree: FileTree): DecidedFile {
  const text = tree.read(path);
  const entry = manifest.files.get(path);
  // a README that no record knows was written by an earlier version: it is replaced, what it lists was taken in
  const unknown = text === undefined ? undefined : { bases: [text], digests: [], pending: false };
  const outcome = outcomeOf({
    path,
    planned,
    executable: false,
    current: text === undefined ? undefined : { text, executable: tree.isExecutable(path) },
    recorded: entry === undefined ? unknown : versionsOf(entry),
    uncommitted: false,
  });
  return { ...outcome, base: planned };
}

function decideTask(
  folder: string,
  { planned, action, task, generated, conflicts }: FollowedTask,
  { manifest }: PlanOnDisk,
  tree: FileTree,
): DecidedFile {
  const path = `${folder}/${planned.file}`;
  const before = tree.read(path) ?? null;
  const issue = conflicts === undefined ? {} : { issue: renderConflict(path, conflicts) };
  if (action === 'keep' || task === undefined) {
    const entry = manifest.files.get(path);
    const same =
      task !== undefined && entry !== undefined && 'base' in entry && entry.base === renderTask(unticked(task));
    return { file: { path, change: 'unchanged' }, base: '', isBase: false, commit: same, ...issue };
  }
  const content = renderTask(task);
  const base = renderTask(generated ?? task);
  const change = before === null ? 'created' : base === content ? 'modified' : 'merged';
  return {
    file: { path, change },
    write: { path, content, executable: false, before },
    base,
    isBase: true,
    commit: true,
    ...issue,
  };
}

export function commitPlan(
  feature: string,
  paths: readonly string[],
  context: PhaseContext,
): Promise<Commit | undefined> {
  return commitInStep({ message: `docs(infra): plan ${feature}`, paths }, 'pm/commit', context);
}
