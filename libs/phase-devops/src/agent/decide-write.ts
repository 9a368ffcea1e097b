import { OrchestratorError, type PhaseContext, type PlannedWrite, redactSecrets } from '@devops-orchestrator/contracts';
import {
  generatedFilesPath,
  readGeneratedFiles,
  recordedFiles,
  renderGeneratedFiles,
} from '@devops-orchestrator/task-files';
import { isActedOn, neverWritten } from './protected-paths.js';

/** What a model may change in one task. */
export interface WriteScope {
  feature: string;
  /** Paths of the task's own file steps that are ours. */
  own: readonly string[];
  /** Files of people, and files that others act on, that an instruction names. */
  named: readonly string[];
}

export interface WantedFile {
  path: string;
  content: string;
  /** Absent: as it is; a new file is not executable. */
  executable?: boolean;
}

/** A refusal for the model, or what is to be written: the record of what is ours first. */
export type WriteDecision = { refused: string } | { writes: PlannedWrite[] };

const longestFile = 256 * 1024;

/**
 * Decides whether a model may write a file: one of the task's own, a new one, or one of people that an instruction names.
 * Writes nothing. F27, F58, F59.
 */
export async function decideWrite(file: WantedFile, scope: WriteScope, context: PhaseContext): Promise<WriteDecision> {
  const { workspace } = context;
  const { path, content } = file;
  const refused = (await unsafe(path, context)) ?? neverWritten(path) ?? unfitContent(path, content);
  if (refused !== undefined) return { refused };
  const tree = await workspace.scan();
  const before = (await workspace.read(path)) ?? null;
  const executable = file.executable ?? (before !== null && tree.isExecutable(path));
  const write: PlannedWrite = { path, content: withLineEnd(content), executable, before };
  if (scope.own.includes(path) || scope.named.includes(path)) return { writes: [write] };
  if (isActedOn(path)) return { refused: `${path} is acted on by programs of people; no instruction names it` };
  if (before !== null && !(await isUnfinished(path, scope, context))) {
    return {
      refused: recordedFiles(tree).files.has(path)
        ? `${path} belongs to another task, which has proved it`
        : `${path} belongs to people, and no instruction names it`,
    };
  }
  return { writes: [...(await recordWrite(write, scope, context)), write] };
}

/** The manifest with the file in it, unless it holds this very text already. */
async function recordWrite(
  { path, content }: PlannedWrite,
  { feature }: WriteScope,
  { workspace }: PhaseContext,
): Promise<PlannedWrite[]> {
  const manifest = generatedFilesPath(feature);
  const before = (await workspace.read(manifest)) ?? null;
  const after = renderGeneratedFiles(before ?? undefined, { written: [{ path, content }] });
  return after === before ? [] : [{ path: manifest, content: after, executable: false, before }];
}

/** True for a file that a model wrote in a try of this task that has not ended well. */
async function isUnfinished(path: string, { feature }: WriteScope, { workspace }: PhaseContext): Promise<boolean> {
  const entry = readGeneratedFiles(await workspace.read(generatedFilesPath(feature))).files.get(path);
  return entry !== undefined && 'base' in entry && entry.previous !== undefined;
}

async function unsafe(path: string, { workspace }: PhaseContext): Promise<string | undefined> {
  try {
    await workspace.assertWritable(path);
    return undefined;
  } catch (error) {
    if (error instanceof OrchestratorError && error.code === 'unsafe-path') return error.message;
    throw error;
  }
}

function unfitContent(path: string, content: string): string | undefined {
  if (content.length > longestFile) return `${path} would be longer than ${longestFile} characters`;
  if (content.includes('\0')) return `${path} would hold a NUL character`;
  if (content.includes('[redacted')) {
    return 'the text holds "[redacted]", which stands for a secret that was taken out; keep such lines out of what you write, or edit around them';
  }
  if (redactSecrets(content) !== content) {
    return 'the text holds what looks like a secret; write a reference such as ${DB_PASSWORD}, never a value';
  }
  return undefined;
}

function withLineEnd(content: string): string {
  return content === '' || content.endsWith('\n') ? content : `${content}\n`;
}
