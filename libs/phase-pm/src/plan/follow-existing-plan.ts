import { OrchestratorError, type PlannedTask, type Task, TaskSlot } from '@devops-orchestrator/contracts';
import { mergeEdits, type MergeConflict, parseTask, renderTask, taskFileName } from '@devops-orchestrator/task-files';
import type { AssembledTask } from './assemble-tasks.js';
import { sameWork, unticked } from './task-work.js';
import { updateTask } from './update-task.js';

/** A numbered task file in the feature folder. */
export interface ExistingTask {
  file: string;
  /** As it stands; absent when it cannot be read as a task: it is then written anew. */
  task?: Task;
  /** As it was generated last; absent when that is not known: it is then taken for unedited. */
  generated?: Task;
  /** True when phase 2 has carried it out: it is history then, and never rewritten. */
  applied: boolean;
}

export interface ExistingPlan {
  /** The tasks that the plan's README lists, in its order; empty when there is none. */
  listed: readonly PlannedTask[];
  /** All numbered task files of the folder. */
  tasks: readonly ExistingTask[];
}

/** One line of the new README. */
export interface FollowedTask {
  planned: PlannedTask;
  /** `keep`: the file's bytes stay, ticks included. */
  action: 'write' | 'keep';
  /** What is to be written, a person's edits included, or what is there; absent for a kept file that cannot be read. */
  task?: Task;
  /** For `write`: the task as generated, to be recorded as the base of the next merge. */
  generated?: Task;
  /** Further files of the same slot, mostly earlier ones: they stay on disk as history, and are not listed. */
  others: readonly string[];
  /** A person edited the kept task file where the new plan changes it; nothing of the new plan was taken. */
  conflicts?: readonly MergeConflict[];
}

/** File names have two digits. */
const highestNumber = 99;

/**
 * Brings a new plan into the folder of an earlier one, so that only what differs is done again. Of each slot, a task that
 * asks for the same work stays as it is; one that was not carried out yet is rewritten under its name; one that was
 * becomes history, and a new file with the next free number takes its place. Slots that are not wanted any more drop out;
 * tasks that a person listed stay where they are.
 *
 * @throws {OrchestratorError} `repository-unusable` when all numbers to 99 are taken
 */
export function followExistingPlan(desired: readonly AssembledTask[], existing: ExistingPlan): readonly FollowedTask[] {
  const numbers = new Set([...existing.tasks, ...existing.listed].map(({ file }) => numberOf(file)));
  const followed = desired.map((wanted) => {
    const slot = slotOf(wanted.planned.file)!;
    return { at: 2 * TaskSlot.options.indexOf(slot), task: followSlot(slot, wanted, existing, numbers) };
  });
  return [...followed, ...ownTasks(existing)].sort((a, b) => a.at - b.at).map(({ task }) => task);
}

function followSlot(slot: TaskSlot, wanted: AssembledTask, existing: ExistingPlan, numbers: Set<number>): FollowedTask {
  const onDisk = existing.tasks.filter(({ file }) => slotOf(file) === slot).sort(byNumber);
  const active = activeTask(slot, existing, onDisk);
  const applied = onDisk.filter((task) => task.applied).at(-1);
  const same = [active, applied].find((task) => task !== undefined && asksFor(task, wanted.task));
  if (same !== undefined) return keepTask(same, wanted, existing, onDisk);
  const earlier = applied ?? onDisk.filter((task) => byNumber(task, active ?? task) < 0).at(-1);
  const next = succeed(slot, wanted, earlier);
  const edited = withEdits(active, next.task);
  if ('conflicts' in edited) return { ...keepTask(active!, wanted, existing, onDisk), conflicts: edited.conflicts };
  const file = active?.applied === false ? active.file : nextFile(numbers, slot, earlier);
  return {
    planned: { ...next.planned, file, title: edited.task.title },
    action: 'write',
    task: edited.task,
    generated: next.task,
    others: otherFiles(file, onDisk),
  };
}

/** The task of a slot that the README lists; a listed file that is not there was never carried out, as far as it shows. */
function activeTask(
  slot: TaskSlot,
  { listed }: ExistingPlan,
  onDisk: readonly ExistingTask[],
): ExistingTask | undefined {
  const [line] = listed.filter(({ file }) => slotOf(file) === slot).sort((a, b) => byNumber(b, a));
  if (line === undefined) return onDisk.at(-1);
  return onDisk.find(({ file }) => file === line.file) ?? { file: line.file, applied: false };
}

function succeed(slot: TaskSlot, wanted: AssembledTask, earlier: ExistingTask | undefined): AssembledTask {
  const task = earlier?.generated ?? earlier?.task;
  return earlier === undefined || task === undefined ? wanted : updateTask(slot, wanted, earlier.file, task);
}

function asksFor({ task, generated }: ExistingTask, wanted: Task): boolean {
  return task !== undefined && sameWork(generated ?? task, wanted);
}

function keepTask(
  { file, task }: ExistingTask,
  wanted: AssembledTask,
  { listed }: ExistingPlan,
  onDisk: readonly ExistingTask[],
): FollowedTask {
  const planned = listed.find((line) => line.file === file) ?? {
    file,
    title: task?.title ?? wanted.planned.title,
    summary: wanted.planned.summary,
  };
  return { planned, action: 'keep', ...(task === undefined ? {} : { task }), others: otherFiles(file, onDisk) };
}

/** The new task with what a person changed in the one before; conflicts when both changed the same lines. */
function withEdits(
  active: ExistingTask | undefined,
  next: Task,
): { task: Task } | { conflicts: readonly MergeConflict[] } {
  if (active?.task === undefined || active.generated === undefined) return { task: next };
  const [base, current, planned] = [active.generated, active.task, next].map(renderUnticked) as [
    string,
    string,
    string,
  ];
  const result = mergeEdits({ base, current, planned });
  if (result.kind === 'conflict') return { conflicts: result.conflicts };
  if (result.kind === 'replaced') return { task: next };
  const task = result.kind === 'merged' ? readTask(active.file, result.content) : active.task;
  if (task !== undefined) return { task };
  const [before, mine, theirs] = [base, current, planned].map((text) => text.split('\n')) as [
    string[],
    string[],
    string[],
  ];
  return { conflicts: [{ startLine: 1, plannedStartLine: 1, base: before, current: mine, planned: theirs }] };
}

function renderUnticked(task: Task): string {
  return renderTask(unticked(task));
}

/** Undefined when both sides together make no task, as two checks of one name. */
function readTask(file: string, text: string): Task | undefined {
  try {
    return parseTask(file, text);
  } catch {
    return undefined;
  }
}

/** Tasks that a person added to the README; each stays behind the slot that it was listed behind. */
function ownTasks({ listed, tasks }: ExistingPlan): readonly { at: number; task: FollowedTask }[] {
  let at = -1;
  return listed.flatMap((planned) => {
    const slot = slotOf(planned.file);
    if (slot !== undefined) at = 2 * TaskSlot.options.indexOf(slot) + 1;
    const own = tasks.find(({ file }) => file === planned.file);
    if (slot !== undefined || own === undefined) return [];
    const task = own.task === undefined ? {} : { task: own.task };
    return [{ at, task: { planned, action: 'keep' as const, ...task, others: [] } }];
  });
}

/** A name with the next number; behind 99, with the lowest one that was freed. */
function nextFile(numbers: Set<number>, slot: TaskSlot, earlier: ExistingTask | undefined): string {
  let number = Math.max(0, ...numbers) + 1;
  if (number > highestNumber) for (number = 1; numbers.has(number);) number += 1;
  if (number > highestNumber) {
    throw new OrchestratorError(
      'repository-unusable',
      `Expected a free number from 01 to ${highestNumber} for the task ${slot}; found all taken.`,
      { hint: "Delete task files that the plan's README does not list any more (git keeps them), then run again." },
    );
  }
  numbers.add(number);
  return taskFileName(number, slot, earlier === undefined ? 'first' : 'update');
}

function slotOf(file: string): TaskSlot | undefined {
  const name = /^\d{2}-(.+?)(?:-update)?\.md$/.exec(file)?.[1];
  return TaskSlot.options.find((slot) => slot === name);
}

function numberOf(file: string): number {
  return Number(file.slice(0, 2));
}

function byNumber(a: { file: string }, b: { file: string }): number {
  return numberOf(a.file) - numberOf(b.file);
}

function otherFiles(file: string, onDisk: readonly ExistingTask[]): readonly string[] {
  return onDisk.map((task) => task.file).filter((other) => other !== file);
}
