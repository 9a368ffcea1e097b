import { inStep, OrchestratorError } from '@devops-orchestrator/contracts';
import type { PhaseContext, WrittenFile, PlannedWrite } from '@devops-orchestrator/contracts';
import { type FileOutcome, outcomeOf } from '@devops-orchestrator/task-files';
import { appendSection, findSection, renderSection } from './readme-section.js';
import { sectionKey, type RepositoryFacts } from './read-repository.js';

/** What becomes of one document. */
export interface DecidedDocument extends Pick<FileOutcome, 'file' | 'write' | 'commit' | 'issue'> {
  /** What is recorded as generated, and under which key; absent when the document was left alone. */
  base?: { path: string; content: string };
}

/** Decides on one document: edits of people stay, what is new is merged into them. */
export function decideDocument(
  path: string,
  content: string,
  commit: boolean,
  repository: RepositoryFacts,
): DecidedDocument {
  const text = repository.existing[path];
  const { isBase, ...outcome } = outcomeOf({
    path,
    planned: content,
    executable: false,
    current: text === undefined ? undefined : { text, executable: false },
    recorded: repository.generated[path],
    uncommitted: commit && repository.changed.includes(path),
  });
  return { ...outcome, ...(isBase ? { base: { path, content } } : {}) };
}

export interface DecidedReadme extends DecidedDocument {
  changes: string[];
}

/** Decides on the README with its section, or says why it is left alone. */
export async function decideReadme(
  section: { feature: string; title: string; body: string },
  commit: boolean,
  repository: RepositoryFacts,
  context: PhaseContext,
): Promise<DecidedReadme> {
  const decided = decideSection(section, commit, repository);
  if (decided.write === undefined) return decided;
  const reason = await refusal(decided.file.path, context);
  return reason === undefined ? decided : leftAlone(decided.file.path, 'kept', reason);
}

function decideSection(
  { feature, title, body }: { feature: string; title: string; body: string },
  commit: boolean,
  repository: RepositoryFacts,
): DecidedReadme {
  const { path, content, readable } = repository.readme;
  if (!readable) return leftAlone(path, 'kept', 'it is not text that can be read.');
  const planned = renderSection(feature, body);
  const key = sectionKey(path, feature);
  const found = content === null ? undefined : findSection(content, feature);
  if (found === 'damaged')
    return leftAlone(path, 'kept', 'one of the two markers of this feature is missing; restore or delete the other.');
  const { isBase, ...outcome } = outcomeOf({
    path,
    planned,
    executable: false,
    current: found === undefined ? undefined : { text: found.section, executable: false },
    recorded: repository.generated[key] ?? (found && { bases: [found.section], digests: [], pending: false }),
    uncommitted: false,
  });
  if (outcome.deleted) return leftAlone(path, 'kept', 'its section was deleted; it stays so.');
  if (outcome.issue !== undefined) return leftAlone(path, outcome.file.change, outcome.issue);
  const base = isBase ? { base: { path: key, content: planned } } : {};
  if (outcome.write === undefined) {
    return { file: { path, change: 'unchanged' }, commit: false, ...base, changes: ['The section is up to date.'] };
  }
  if (commit && repository.workTree && content !== null && repository.changed.includes(path))
    return leftAlone(
      path,
      'kept',
      'it has uncommitted changes; commit them and run `devops-orchestrator document` again.',
    );
  const write = {
    ...outcome.write,
    content: readmeWith(outcome.write.content, content, found, title),
    before: content,
  };
  return { ...changed(path, write, found !== undefined), ...base };
}

function readmeWith(
  section: string,
  readme: string | null,
  found: Exclude<ReturnType<typeof findSection>, 'damaged'>,
  title: string,
): string {
  if (found !== undefined) return `${found.before}${section}${found.after}`;
  return readme === null ? `# ${title}\n\n${section}\n` : appendSection(readme, section);
}

function changed(path: string, write: PlannedWrite, replaced: boolean): Omit<DecidedReadme, 'base'> {
  const created = write.before === null;
  const how = created ? `${path} created` : replaced ? 'Section replaced' : 'Section added';
  return {
    file: { path, change: created ? 'created' : 'modified' },
    write,
    commit: true,
    changes: [`${how}: links to the five documents, prerequisites, deployment instructions`],
  };
}

function leftAlone(path: string, change: WrittenFile['change'], reason: string): DecidedReadme {
  return { file: { path, change }, commit: false, changes: [`${path} was left alone: ${reason}`] };
}

/** Asks whether the workspace would take the file; the refusal is data, because the documents do not depend on the README. */
async function refusal(path: string, context: PhaseContext): Promise<string | undefined> {
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
