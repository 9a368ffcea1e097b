import { commitInStep, emitWritten, OrchestratorError, writeFilesInStep } from '@devops-orchestrator/contracts';
import type { Documentation, Phase, PhaseContext } from '@devops-orchestrator/contracts';
import { buildDocuments } from './build-documents.js';
import type { BuiltDocuments } from './build-documents.js';
import { checkDocuments } from './check-documents.js';
import { DocsInput, DocsOutput } from './contract.js';
import { buildChecklist, buildDocumentationReport } from './documentation-report.js';
import { belongsToPeople, decideDocument, decideReadme } from './decide-documents.js';
import { documentPaths } from './documents/document-input.js';
import { withMarker } from './generated-marker.js';
import { readRepositoryStep } from './read-repository.js';
import type { RepositoryFacts } from './read-repository.js';
import { updateReadme } from './readme-section.js';

/** Phase 3: writes the documents of a feature from what the files on disk say, checks them against it, commits them. */
export const docsPhase: Phase<DocsInput, DocsOutput> = {
  id: 'docs',
  agent: 'devops-senior-documentation-engineer',
  input: DocsInput,
  output: DocsOutput,
  async run(input, context) {
    const reportPath = `.claude/tasks/${input.feature}/DOCUMENTATION.md`;
    const paths = [...Object.values(documentPaths(input.feature)), reportPath];
    const repository = await context.step(readRepositoryStep(context), 'docs/read', { feature: input.feature, paths });
    const built = buildDocuments(input, repository);
    assertTrue(built, repository);
    const contents = built.documents.map(({ path, body }) => ({
      path,
      content: withMarker(input.feature, body, 'top'),
    }));
    const kept = new Set(
      contents.filter(({ path, content }) => belongsToPeople(path, content, repository)).map(({ path }) => path),
    );
    const decided = contents.map(({ path, content }) => decideDocument(path, content, repository));
    const { content: existing } = repository.readme;
    const update = updateReadme(existing ?? undefined, input.feature, built.title, built.readmeSection);
    const readme = await decideReadme(update, input.commit, repository, context);
    const checklist = buildChecklist(built, repository, kept);
    const report = buildDocumentationReport(
      input.feature,
      built,
      checklist,
      readme.file.change === 'kept' ? readme.changes : [readmeLine(repository)],
      kept,
    );
    decided.push(decideDocument(reportPath, withMarker(input.feature, report, 'bottom'), repository), readme);
    const files = decided.map(({ file }) => file);
    await writeFilesInStep(
      decided.flatMap(({ write }) => write ?? []),
      'docs/write',
      context,
    );
    emitWritten(files, context);
    const commit = await commitDocuments(input, repository, files, context);
    return {
      schemaVersion: 1,
      documents: built.documents.map(({ kind, path, counts }) => ({ kind, path, counts })),
      readmeChanges: readme.changes,
      commands: built.commands,
      checklist,
      files,
      ...(commit === undefined ? {} : { commit }),
    };
  },
};

/** The report says what the section holds, not what this run did: a second run must write the same bytes. */
function readmeLine({ readme }: RepositoryFacts): string {
  return `${readme.path}: section between markers with links to the five documents, prerequisites and deployment instructions`;
}

/** @throws {OrchestratorError} `contract-violated` when documents and inventory disagree: a fault of ours, so nothing is written. */
function assertTrue(built: BuiltDocuments, { inventory, readme }: RepositoryFacts): void {
  const documents = [
    ...built.documents.map(({ path, body }) => ({ path, content: body })),
    { path: readme.path, content: built.readmeSection },
  ];
  const violations = checkDocuments(inventory, documents);
  if (violations.length === 0) return;
  throw new OrchestratorError(
    'contract-violated',
    `The documents and the infrastructure files disagree: ${violations.slice(0, 5).join('; ')}`,
    {
      hint: 'This is a fault of devops-orchestrator: report it with the file that is named.',
    },
  );
}

async function commitDocuments(
  input: DocsInput,
  { workTree, readme }: RepositoryFacts,
  files: Documentation['files'],
  context: PhaseContext,
): Promise<Documentation['commit']> {
  // a README that stays as it is may hold work of people that is not committed yet
  const own = files.filter(({ path, change }) => change !== 'kept' && (path !== readme.path || change !== 'unchanged'));
  if (!input.commit || !workTree || own.length === 0) return undefined;
  const request = { message: `docs(infra): document ${input.feature}`, paths: own.map(({ path }) => path) };
  return commitInStep(request, 'docs/commit', context);
}
