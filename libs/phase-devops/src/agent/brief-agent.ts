import { createHash } from 'node:crypto';
import type { CheckResult, PhaseContext, Task, WrittenFile } from '@devops-orchestrator/contracts';
import {
  featureFolder,
  generatedFilesPath,
  isRecordedVersion,
  readGeneratedFiles,
  renderTask,
  versionsOf,
} from '@devops-orchestrator/task-files';
import { renderTemplate } from '@devops-orchestrator/templates';
import { holdsSecrets, namesPath, neverWritten } from './protected-paths.js';
import type { WriteScope } from './decide-write.js';

/** What a conversation about a task starts from. */
export interface BriefInput {
  feature: string;
  /** File name of the task. */
  name: string;
  task: Task;
  /** What became of the task's own files. */
  files: readonly WrittenFile[];
  /** Checks that failed; empty: the instructions are to be carried out. */
  failures: readonly CheckResult[];
  /** Last words of the conversations before this one. */
  earlier: readonly string[];
  /** Files of people that the conversations before were allowed to change. */
  named: readonly string[];
}

/** The start of a conversation, as it is journaled: a resumed run sends the same bytes. */
export interface Brief {
  system: string[];
  prompt: string;
  scope: WriteScope;
  /** When it was made: a later try at the same task is another conversation. */
  at: string;
  /** SHA-256 of each file of the scope as it is now; null: there is none. */
  before: { path: string; digest: string | null }[];
}

const longestFile = 6000;
const longestFiles = 24_000;
const longestOutput = 4000;
const mostFacts = 120;

/** Reads what one conversation needs, and no more: the facts, the task, its files, what failed. */
export async function briefAgent(input: BriefInput, context: PhaseContext): Promise<Brief> {
  const { feature, task, failures } = input;
  const { facts = [] } = readGeneratedFiles(await context.workspace.read(generatedFilesPath(feature)));
  const scope = await scopeOf(input, context);
  const instructions = instructionsOf(task);
  const files = await textsOf(task, context);
  const common = { title: task.title, context: task.context, instructions, files, writable: scope.named };
  const prompt =
    failures.length === 0
      ? renderTemplate('prompts/carry-out-task.md', { ...common, criteria: task.criteria, checks: task.checks })
      : renderTemplate('prompts/repair-task.md', {
          ...common,
          failures: failures.map(describe),
          earlier: input.earlier,
        });
  return {
    system: [
      `${renderTemplate('prompts/ground-rules.md', {})}\n${renderTemplate('prompts/devops-docker-senior-engineer.md', {})}`,
      renderTemplate('prompts/repository-facts.md', { facts: shownFacts(facts) }),
    ],
    prompt,
    scope,
    at: context.clock.now().toISOString(),
    before: await digestsOf([...scope.own, ...scope.named], context),
  };
}

export function instructionsOf({ steps }: Task): string[] {
  return steps.flatMap((step) => (step.kind === 'instruction' ? [step.text] : []));
}

export async function digestsOf(paths: readonly string[], { workspace }: PhaseContext): Promise<Brief['before']> {
  return Promise.all(
    [...new Set(paths)].map(async (path) => {
      const text = await workspace.read(path);
      return { path, digest: text === undefined ? null : createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/** Own: what the task wrote and people have not taken over. Named: files of people that somebody entitled to it named. */
async function scopeOf({ feature, name, task, files, named }: BriefInput, context: PhaseContext): Promise<WriteScope> {
  const left = new Set(
    files.filter(({ change }) => change === 'kept' || change === 'conflict').map(({ path }) => path),
  );
  const own = task.steps.flatMap((step) => (step.kind === 'file' && !left.has(step.path) ? [step.path] : []));
  const words = await entitledWords(feature, name, task, context);
  const { paths } = await context.workspace.scan();
  const { changed } = await context.git.state();
  const newlyNamed = paths.filter(
    (path) =>
      words.every((text) => namesPath(text, path)) &&
      !own.includes(path) &&
      neverWritten(path) === undefined &&
      !changed.includes(path),
  );
  return { feature, own, named: [...new Set([...named, ...newlyNamed])].sort() };
}

/**
 * Texts that all have to name a file of people before a model may change it. A task that a person wrote or edited speaks for
 * its author; one that was generated may hold the words of a model, which people have not seen: the request counts as well.
 */
async function entitledWords(
  feature: string,
  name: string,
  task: Task,
  { workspace }: PhaseContext,
): Promise<readonly string[]> {
  const { request, files } = readGeneratedFiles(await workspace.read(generatedFilesPath(feature)));
  const entry = files.get(`${featureFolder(feature)}/${name}`);
  const unticked = { ...task, criteria: task.criteria.map(({ text, checks }) => ({ text, checks, met: false })) };
  const isGenerated = entry !== undefined && isRecordedVersion(renderTask(unticked), versionsOf(entry));
  const instructions = instructionsOf(task).join('\n');
  return isGenerated ? [instructions, request ?? ''] : [instructions];
}

async function textsOf(task: Task, { workspace }: PhaseContext): Promise<{ path: string; text: string }[]> {
  const shown: { path: string; text: string }[] = [];
  let left = longestFiles;
  for (const step of task.steps) {
    if (step.kind !== 'file' || holdsSecrets(step.path)) continue;
    const text = await workspace.read(step.path);
    if (text === undefined || text.length > Math.min(left, longestFile)) continue;
    left -= text.length;
    shown.push({ path: step.path, text });
  }
  return shown;
}

function shownFacts(facts: readonly string[]): string {
  if (facts.length === 0) return 'none is recorded';
  const more = facts.length > mostFacts ? [`… and ${facts.length - mostFacts} more`] : [];
  return [...facts.slice(0, mostFacts), ...more].join('\n');
}

function describe({ id, reason = 'failed', command, output }: CheckResult) {
  const tail = output.length > longestOutput ? `…${output.slice(-longestOutput)}` : output;
  return { id, reason, command, output: tail === '' ? '(none)' : tail };
}
