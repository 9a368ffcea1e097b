import { readInventory } from '@devops-orchestrator/infrastructure-inventory';
import {
  type Inventory,
  OrchestratorError,
  type PhaseContext,
  type StepDefinition,
  type TaskResult,
} from '@devops-orchestrator/contracts';
import {
  featureFolder,
  generatedFilesPath,
  recordedFiles,
  type RecordedVersions,
} from '@devops-orchestrator/task-files';
import { readContacts } from './contacts.js';
import type { Contact } from './contacts.js';
import { readRecordedResults } from './recorded-results.js';

/** What the phase takes from the disk, once, as a value that survives JSON. */
export interface RepositoryFacts {
  inventory: Inventory;
  contacts: Contact[];
  /** `content` is null when there is no README, `readable` false when there is one that is not text. */
  readme: { path: string; content: string | null; readable: boolean };
  /** Text of the documents that are there already, by path. */
  existing: Record<string, string>;
  /** True when a commit can be made. */
  workTree: boolean;
  /** Paths with uncommitted changes. */
  changed: string[];
  /** Results written in the task files. */
  recorded: TaskResult[];
  /** Text of the feature's `generated.json`; null when there is none. */
  manifest: string | null;
  /** Text of the feature's `prose.json`; null when there is none. */
  prose: string | null;
  /** What earlier runs generated, by path; the README's section under `sectionKey`. */
  generated: Record<string, RecordedVersions>;
}

/** Names the section of a feature among the generated files. */
export function sectionKey(readme: string, feature: string): string {
  return `${readme}#${feature}`;
}

/** Where the prose of a model is kept. */
export function prosePath(feature: string): string {
  return `${featureFolder(feature)}/prose.json`;
}

export interface ReadRepositoryInput {
  feature: string;
  /** Documents that will be written; each must be writable. */
  paths: string[];
}

/** Step: reads inventory, contacts, README and earlier documents, and asserts that nothing forbids the writing. */
export function readRepositoryStep(context: PhaseContext): StepDefinition<ReadRepositoryInput, RepositoryFacts> {
  return {
    name: 'read-repository',
    run: async ({ feature, paths }) => {
      for (const path of paths) await context.workspace.assertWritable(path);
      const tree = await context.workspace.scan();
      const state = await context.git.state();
      const existing: Record<string, string> = {};
      for (const path of paths) {
        const content = await context.workspace.read(path);
        if (content !== undefined) existing[path] = content;
      }
      const readme = tree.paths.find((path) => /^readme\.md$/i.test(path)) ?? 'README.md';
      return {
        inventory: readInventory(tree),
        contacts: readContacts(tree),
        readme: { path: readme, ...(await readForEditing(readme, context)) },
        existing,
        workTree: state.kind === 'work-tree',
        changed: [...state.changed],
        recorded: readRecordedResults(tree, feature),
        manifest: (await context.workspace.read(generatedFilesPath(feature))) ?? null,
        prose: (await context.workspace.read(prosePath(feature))) ?? null,
        generated: pick(recordedFiles(tree).files, [...paths, sectionKey(readme, feature)]),
      };
    },
  };
}

/** The exact text, byte order mark and line ends included: the file tree decodes what could not be written back the same. */
async function readForEditing(
  path: string,
  { workspace }: PhaseContext,
): Promise<{ content: string | null; readable: boolean }> {
  try {
    return { content: (await workspace.read(path)) ?? null, readable: true };
  } catch (error) {
    if (error instanceof OrchestratorError && error.code === 'unsafe-path') return { content: null, readable: false };
    throw error;
  }
}

function pick(files: ReadonlyMap<string, RecordedVersions>, keys: readonly string[]): Record<string, RecordedVersions> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const versions = files.get(key);
      return versions === undefined ? [] : [[key, versions] as const];
    }),
  );
}
