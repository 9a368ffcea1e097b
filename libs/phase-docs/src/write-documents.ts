import { OrchestratorError, writeFileInStep } from '@devops-orchestrator/contracts';
import type { Documentation, PhaseContext, StepDefinition } from '@devops-orchestrator/contracts';
import { isUnmodified, sameText } from './generated-marker.js';
import type { ReadmeUpdate } from './readme-section.js';
import type { RepositoryFacts } from './read-repository.js';

export type WrittenDocument = Documentation['files'][number];

/** True when the path holds text of people: not generated, or edited since. */
export function belongsToPeople(path: string, content: string, { existing }: RepositoryFacts): boolean {
  const found = existing[path];
  return found !== undefined && !sameText(found, content) && !isUnmodified(found);
}

/** Writes one document of ours; an equal one (line ends apart) is left untouched. */
export async function writeDocument(
  path: string,
  content: string,
  repository: RepositoryFacts,
  context: PhaseContext,
): Promise<WrittenDocument> {
  const found = repository.existing[path];
  if (found !== undefined && sameText(found, content)) return report({ path, change: 'unchanged' }, context);
  if (belongsToPeople(path, content, repository)) return report({ path, change: 'kept' }, context);
  return report(await writeFileInStep({ path, content, executable: false }, `docs/write/${path}`, context), context);
}

export interface ReadmeResult {
  file: WrittenDocument;
  changes: string[];
  /** True when the README holds nothing that we did not write, or only our section changed. */
  commit: boolean;
}

/** Writes the README with its section, or says why it was left alone. */
export async function writeReadme(
  update: ReadmeUpdate,
  commit: boolean,
  repository: RepositoryFacts,
  context: PhaseContext,
): Promise<ReadmeResult> {
  const { path, content, readable } = repository.readme;
  const alone = (reason: string): ReadmeResult => ({
    file: report({ path, change: 'kept' }, context),
    changes: [`${path} was left alone: ${reason}`],
    commit: false,
  });
  if (!readable) return alone('it is not text that can be read.');
  if (update.change === 'damaged')
    return alone('one of the two markers of this feature is missing; restore or delete the other.');
  if (update.change === 'unchanged') {
    return {
      file: report({ path, change: 'unchanged' }, context),
      changes: ['The section is up to date.'],
      commit: false,
    };
  }
  if (commit && repository.workTree && content !== null && repository.changed.includes(path)) {
    return alone('it has uncommitted changes; commit them and run `devops-orchestrator document` again.');
  }
  const refusal = await context.step(writableStep(context), `docs/writable/${path}`, { path });
  if (refusal.reason !== null) return alone(refusal.reason);
  const file = { path, content: update.content, executable: false };
  const written = await writeFileInStep(file, `docs/write/${path}`, context);
  return { file: report(written, context), changes: readmeChanges(path, update.change), commit: true };
}

function readmeChanges(path: string, change: ReadmeUpdate['change']): string[] {
  const how = { created: `${path} created`, added: 'Section added', replaced: 'Section replaced' }[change as 'created'];
  return [`${how}: links to the five documents, prerequisites, deployment instructions`];
}

function report(file: WrittenDocument, context: PhaseContext): WrittenDocument {
  context.emit({ type: 'file-written', ...file });
  return file;
}

/** Step: asks whether the workspace would take the file; the refusal is data, because the documents do not depend on the README. */
function writableStep({ workspace }: PhaseContext): StepDefinition<{ path: string }, { reason: string | null }> {
  return {
    name: 'assert-writable',
    run: async ({ path }) => {
      try {
        await workspace.assertWritable(path);
        return { reason: null };
      } catch (error) {
        if (error instanceof OrchestratorError && error.code === 'unsafe-path') return { reason: error.message };
        throw error;
      }
    },
  };
}
