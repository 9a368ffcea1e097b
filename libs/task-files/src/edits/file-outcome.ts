import { changeOf, type PlannedWrite, type WrittenFile } from '@devops-orchestrator/contracts';
import type { RecordedVersions } from '../recorded-files.js';
import { becomesBase, decideFile, type FileDecision } from './decide-file.js';
import { renderConflict } from './render-conflict.js';

/** A planned file and all that its outcome depends on. */
export interface OutcomeInput {
  path: string;
  planned: string;
  executable: boolean;
  /** What is there now; undefined when there is no file. */
  current: { text: string; executable: boolean } | undefined;
  recorded: RecordedVersions | undefined;
  /** True when the path has changes that are not committed, and a commit is to be made. */
  uncommitted: boolean;
}

/** What becomes of one planned file, ready to be carried out. */
export interface FileOutcome {
  file: WrittenFile;
  write?: PlannedWrite;
  /** True when the planned text is recorded as what was generated. */
  isBase: boolean;
  /** True when the file goes into the commit. */
  commit: boolean;
  /** For the report, when the plan was not applied as it is. */
  issue?: string;
  /** A person took the file away: what would prove it cannot be proved. */
  deleted: boolean;
}

/** Decides what becomes of one planned file; a person's work is neither lost nor committed by accident. */
export function outcomeOf(input: OutcomeInput): FileOutcome {
  const { path, planned, executable, current, recorded, uncommitted } = input;
  const decision = decideFile({ recorded, current: current?.text, planned });
  const before = current?.text ?? null;
  const isBase = becomesBase(decision);
  // what an unfinished task of ours wrote is committed with the mending that a person gave it
  const ours = recorded?.pending === true || !uncommitted;
  switch (decision.kind) {
    case 'create':
    case 'replace': {
      const write = { path, content: decision.content, executable, before };
      return { file: { path, change: changeOf(write) }, write, isBase, commit: true, deleted: false };
    }
    case 'merge':
      return ours
        ? {
            file: { path, change: 'merged' },
            write: { path, content: decision.content, executable, before },
            isBase,
            commit: true,
            deleted: false,
          }
        : leftAlone(path, 'kept', `${path} ${uncommittedEdits}`);
    case 'unchanged':
      return unchanged(input, decision.edited);
    case 'keep':
      return {
        ...leftAlone(path, 'kept', `${path} ${keepReasons[decision.reason]}`),
        deleted: decision.reason === 'deleted',
      };
    case 'conflict':
      return { ...leftAlone(path, 'conflict', conflictText(path, decision)), deleted: decision.reason === 'deleted' };
  }
}

const uncommittedEdits = 'has edits that are not committed, and the plan changes it too: commit them and run again.';
const keepReasons = {
  'not-generated': "has content of its own and was kept; the task's content was not applied.",
  'base-unknown': 'was edited, and what was generated before is not known; it was kept.',
  deleted:
    'was generated and then deleted; it stays so. `git log --diff-filter=D` finds the commit to restore it from.',
} as const;

function leftAlone(path: string, change: 'kept' | 'conflict', issue: string): FileOutcome {
  return { file: { path, change }, isBase: false, commit: false, issue, deleted: false };
}

function unchanged({ path, executable, current, recorded }: OutcomeInput, edited: boolean): FileOutcome {
  const text = current?.text ?? '';
  const commit = !edited || recorded?.pending === true;
  const result = { isBase: true, commit, deleted: false };
  return current?.executable === executable
    ? { ...result, file: { path, change: 'unchanged' } }
    : {
        ...result,
        file: { path, change: 'modified' },
        write: { path, content: text, executable, before: text },
        commit: true,
      };
}

function conflictText(path: string, decision: Extract<FileDecision, { kind: 'conflict' }>): string {
  return decision.reason === 'deleted'
    ? `${path} was generated and then deleted, and its plan has changed since; it stays deleted. \`git log --diff-filter=D\` finds the commit to restore it from.`
    : renderConflict(path, decision.conflicts);
}
