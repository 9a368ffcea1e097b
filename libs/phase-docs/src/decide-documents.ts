import { changeOf, inStep, OrchestratorError } from '@devops-orchestrator/contracts';
import type { Documentation, PhaseContext, PlannedWrite } from '@devops-orchestrator/contracts';
import { isUnmodified, sameText } from './generated-marker.js';
import type { ReadmeUpdate } from './readme-section.js';
import type { RepositoryFacts } from './read-repository.js';

/** What becomes of one document, and the write that it takes; none for a document that stays as it is. */
export interface DecidedDocument {
  file: Documentation['files'][number];
  write: PlannedWrite | undefined;
}

/** True when the path holds text of people: not generated, or edited since. */
export function belongsToPeople(path: string, content: string, { existing }: RepositoryFacts): boolean {
  const found = existing[path];
  return found !== undefined && !sameText(found, content) && !isUnmodified(found);
}

/** Decides on one document of ours; an equal one (line ends apart) is left untouched. */
export function decideDocument(path: string, content: string, repository: RepositoryFacts): DecidedDocument {
  const before = repository.existing[path] ?? null;
  if (before !== null && sameText(before, content)) return { file: { path, change: 'unchanged' }, write: undefined };
  if (belongsToPeople(path, content, repository)) return { file: { path, change: 'kept' }, write: undefined };
  return {
    file: { path, change: changeOf({ before, content }) },
    write: { path, content, executable: false, before },
  };
}

export interface DecidedReadme extends DecidedDocument {
  changes: string[];
}

/** Decides on the README with its section, or says why it is left alone. */
export async function decideReadme(
  update: ReadmeUpdate,
  commit: boolean,
  repository: RepositoryFacts,
  context: PhaseContext,
): Promise<DecidedReadme> {
  const { path, content } = repository.readme;
  const reason = reasonToLeave(update, commit, repository) ?? (await refusal(update, path, context));
  if (reason !== undefined) {
    const changes = [`${path} was left alone: ${reason}`];
    return { file: { path, change: 'kept' }, write: undefined, changes };
  }
  if (update.change === 'unchanged') {
    return { file: { path, change: 'unchanged' }, write: undefined, changes: ['The section is up to date.'] };
  }
  return {
    file: { path, change: changeOf({ before: content, content: update.content }) },
    write: { path, content: update.content, executable: false, before: content },
    changes: readmeChanges(path, update.change),
  };
}

function reasonToLeave(
  { change }: ReadmeUpdate,
  commit: boolean,
  { readme, workTree, changed }: RepositoryFacts,
): string | undefined {
  if (!readme.readable) return 'it is not text that can be read.';
  if (change === 'damaged') return 'one of the two markers of this feature is missing; restore or delete the other.';
  if (change !== 'unchanged' && commit && workTree && readme.content !== null && changed.includes(readme.path))
    return 'it has uncommitted changes; commit them and run `devops-orchestrator document` again.';
  return undefined;
}

function readmeChanges(path: string, change: ReadmeUpdate['change']): string[] {
  const how = { created: `${path} created`, added: 'Section added', replaced: 'Section replaced' }[change as 'created'];
  return [`${how}: links to the five documents, prerequisites, deployment instructions`];
}

/** Asks whether the workspace would take the file; the refusal is data, because the documents do not depend on the README. */
async function refusal({ change }: ReadmeUpdate, path: string, context: PhaseContext): Promise<string | undefined> {
  if (change === 'unchanged') return undefined;
  const answer = await inStep('assert-writable', `docs/writable/${path}`, { path }, context, async (wanted) => {
    try {
      await context.workspace.assertWritable(wanted.path);
      return { reason: null };
    } catch (error) {
      if (error instanceof OrchestratorError && error.code === 'unsafe-path') return { reason: error.message };
      throw error;
    }
  });
  return answer.reason ?? undefined;
}
