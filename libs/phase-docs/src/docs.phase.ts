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
import { type WrittenProse, writeProse } from './prose/write-prose.js';
import { prosePath, readRepositoryStep } from './read-repository.js';
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
    const { built, written } = await buildWithProse(input, repository, context);
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
    const keep = proseWrite(written, input.feature, repository);
    await writeFilesInStep([...writesOf(decided, input.feature, repository), ...keep], 'docs/write', context);
    const files = decided.map(({ file }) => file);
    emitWritten(files, context);
    const commit = await commitDocuments(input, repository, decided, keep, context);
    return {
      schemaVersion: 1,
      documents: built.documents.map(({ kind, path, counts }) => ({ kind, path, counts })),
      readmeChanges: readme.changes,
      issues: [...decided.flatMap(({ issue }) => issue ?? []), ...written.issues],
      commands: built.commands,
      checklist,
      files,
      ...(commit === undefined ? {} : { commit }),
      ...(written.share === undefined ? {} : { modelWork: written.share }),
    };
  },
};

/** The report says what the section holds, not what this run did: a second run must write the same bytes. */
function readmeLine({ readme }: RepositoryFacts): string {
  return `${readme.path}: section between markers with links to the five documents, prerequisites and deployment instructions`;
}

/** The documents with what a model adds to them; without it, should they then disagree with the inventory. */
async function buildWithProse(
  input: DocsInput,
  repository: RepositoryFacts,
  context: PhaseContext,
): Promise<{ built: BuiltDocuments; written: WrittenProse }> {
  const plain = buildDocuments(input, repository);
  assertTrue(plain, repository);
  const commands = plain.commands.map(({ command }) => command);
  const written = await writeProse(input, repository, commands, context);
  if (written.prose === undefined) return { built: plain, written };
  const built = buildDocuments(input, repository, written.prose);
  if (violationsOf(built, repository).length === 0) return { built, written };
  const { prose: _prose, saved: _saved, ...rest } = written;
  const issue = 'The prose of the model disagrees with the infrastructure files, and was left out.';
  return { built: plain, written: { ...rest, issues: [...rest.issues, issue] } };
}

function proseWrite(
  { saved }: WrittenProse,
  feature: string,
  { prose: before }: RepositoryFacts,
): readonly PlannedWrite[] {
  if (saved === undefined || saved === before) return [];
  return [{ path: prosePath(feature), content: saved, executable: false, before }];
}

/** @throws {OrchestratorError} `contract-violated` when documents and inventory disagree: a fault of ours, so nothing is written. */
function assertTrue(built: BuiltDocuments, repository: RepositoryFacts): void {
  const violations = violationsOf(built, repository);
  if (violations.length === 0) return;
  throw new OrchestratorError(
    'contract-violated',
    `The documents and the infrastructure files disagree: ${violations.slice(0, 5).join('; ')}`,
    {
      hint: 'This is a fault of devops-orchestrator: report it with the file that is named.',
    },
  );
}

function violationsOf(built: BuiltDocuments, { inventory, readme }: RepositoryFacts): readonly string[] {
  const documents = [
    ...built.documents.map(({ path, body }) => ({ path, content: body })),
    { path: readme.path, content: built.readmeSection },
  ];
  return checkDocuments(inventory, documents);
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
  keep: readonly PlannedWrite[],
  context: PhaseContext,
): Promise<Documentation['commit']> {
  const own = [...decided.filter(({ commit }) => commit).map(({ file }) => file.path), ...keep.map(({ path }) => path)];
  if (!input.commit || !workTree || own.length === 0) return undefined;
  const paths = [...own, generatedFilesPath(input.feature)];
  return commitInStep({ message: `docs(infra): document ${input.feature}`, paths }, 'docs/commit', context);
}
