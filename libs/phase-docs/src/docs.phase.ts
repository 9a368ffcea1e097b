import { commitInStep, emitWritten, OrchestratorError, writeFilesInStep } from '@devops-orchestrator/contracts';
import type { Documentation, Phase, PhaseContext, PlannedWrite } from '@devops-orchestrator/contracts';
import { generatedFilesPath, renderGeneratedFiles, settleGeneratedFiles } from '@devops-orchestrator/task-files';
import { buildDocuments } from './build-documents.js';
import type { BuiltDocuments } from './build-documents.js';
import { checkDocuments } from './check-documents.js';
import { DocsInput, DocsOutput } from './contract.js';
import { buildChecklist, buildDocumentationReport } from './documentation-report.js';
import { type DecidedDocument, decideDocument, decideReadme } from './decide-documents.js';
import { documentPaths } from './documents/document-input.js';
import { withMarker } from './generated-marker.js';
import { readRepositoryStep } from './read-repository.js';
import type { RepositoryFacts } from './read-repository.js';

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
    const decided = contents.map(({ path, content }) => decideDocument(path, content, input.commit, repository));
    const kept = new Set(decided.filter(({ base }) => base === undefined).map(({ file }) => file.path));
    const section = { feature: input.feature, title: built.title, body: built.readmeSection };
    const readme = await decideReadme(section, input.commit, repository, context);
    const checklist = buildChecklist(built, repository, kept);
    const readmeLines = readme.base === undefined ? readme.changes : [readmeLine(repository)];
    const report = buildDocumentationReport(input.feature, built, checklist, readmeLines, kept);
    const reportText = withMarker(input.feature, report, 'bottom');
    decided.push(decideDocument(reportPath, reportText, input.commit, repository), readme);
    await writeFilesInStep(writesOf(decided, input.feature, repository), 'docs/write', context);
    const files = decided.map(({ file }) => file);
    emitWritten(files, context);
    const commit = await commitDocuments(input, repository, decided, context);
    return {
      schemaVersion: 1,
      documents: built.documents.map(({ kind, path, counts }) => ({ kind, path, counts })),
      readmeChanges: readme.changes,
      issues: decided.flatMap(({ issue }) => issue ?? []),
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

/** The documents, between a record that they are being written and one that they are. */
function writesOf(
  decided: readonly DecidedDocument[],
  feature: string,
  { manifest }: RepositoryFacts,
): readonly PlannedWrite[] {
  const path = generatedFilesPath(feature);
  const written = decided.flatMap(({ base }) => base ?? []);
  const pending = renderGeneratedFiles(manifest ?? undefined, { written });
  const settled = settleGeneratedFiles(
    pending,
    written.map((base) => base.path),
  );
  const record = { path, executable: false };
  return [
    ...(pending === manifest ? [] : [{ ...record, content: pending, before: manifest }]),
    ...decided.flatMap(({ write }) => write ?? []),
    ...(settled === pending ? [] : [{ ...record, content: settled, before: pending }]),
  ];
}

async function commitDocuments(
  input: DocsInput,
  { workTree }: RepositoryFacts,
  decided: readonly DecidedDocument[],
  context: PhaseContext,
): Promise<Documentation['commit']> {
  const own = decided.filter(({ commit }) => commit).map(({ file }) => file.path);
  if (!input.commit || !workTree || own.length === 0) return undefined;
  const paths = [...own, generatedFilesPath(input.feature)];
  return commitInStep({ message: `docs(infra): document ${input.feature}`, paths }, 'docs/commit', context);
}
