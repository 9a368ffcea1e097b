import type { FileTree, PlannedTask, Task } from '@devops-orchestrator/contracts';
import {
  featureFolder,
  generatedFilesPath,
  type GeneratedFiles,
  parsePlanReadme,
  parseTask,
  readGeneratedFiles,
} from '@devops-orchestrator/task-files';
import type { ExistingPlan, ExistingTask } from '../plan/follow-existing-plan.js';
import { wasApplied } from '../plan/task-work.js';

/** What an earlier run left in the feature's folder. */
export interface PlanOnDisk extends ExistingPlan {
  manifest: GeneratedFiles;
  /** Text of `generated.json`; undefined when there is none. */
  manifestText: string | undefined;
}

const taskFile = /^\d{2}-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/;

/** Reads the plan of a feature as it stands; what cannot be read counts as not there. */
export function readExistingPlan(feature: string, tree: FileTree): PlanOnDisk {
  const folder = `${featureFolder(feature)}/`;
  const manifestText = tree.read(generatedFilesPath(feature));
  const manifest = readGeneratedFiles(manifestText);
  const files = tree.paths.flatMap((path) => (path.startsWith(folder) ? [path.slice(folder.length)] : []));
  return {
    manifest,
    manifestText,
    listed: readListed(`${folder}README.md`, tree),
    tasks: files.filter((file) => taskFile.test(file)).map((file) => readTask(folder, file, tree, manifest)),
  };
}

function readListed(path: string, tree: FileTree): readonly PlannedTask[] {
  const text = tree.read(path);
  return (text === undefined ? undefined : attempt(() => parsePlanReadme(path, text).tasks)) ?? [];
}

function readTask(folder: string, file: string, tree: FileTree, manifest: GeneratedFiles): ExistingTask {
  const path = `${folder}${file}`;
  const task = parse(path, tree.read(path));
  const entry = manifest.files.get(path);
  const generated = parse(path, entry !== undefined && 'base' in entry ? entry.base : undefined);
  return {
    file,
    applied: task !== undefined && wasApplied(task, manifest),
    ...(task === undefined ? {} : { task }),
    ...(generated === undefined ? {} : { generated }),
  };
}

function parse(path: string, text: string | undefined): Task | undefined {
  return text === undefined ? undefined : attempt(() => parseTask(path, text));
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
