import type { TaskContribution } from '@devops-orchestrator/capabilities';
import { judgeCommand } from '@devops-orchestrator/command-policy';
import { redactSecrets, type TaskCheck, type TaskSlot } from '@devops-orchestrator/contracts';
import { quoteText } from '../plan/build-plan.js';
import type { PlanProposal } from './plan-proposal.js';

/** What of a proposal goes into the plan. */
export interface AdmittedProposal {
  dropped: readonly { slot: TaskSlot; reason: string }[];
  amended: readonly { slot: TaskSlot; context: string; criteria: TaskContribution['criteria'] }[];
  added: readonly TaskContribution[];
  /** What was left out, and why. */
  notes: readonly string[];
}

const longestCheckSeconds = 900;
const requirement = /^(?:[A-Za-z][\w.+-]{0,40}|image:[\w./:@-]{1,90})$/;

/**
 * Takes in what a proposal may decide: nothing is dropped without a reason, no check runs what the policy does not let through,
 * and no task is added that nothing could prove. The rest of the draft stands.
 */
export async function admitProposal(
  proposal: PlanProposal,
  contributions: readonly TaskContribution[],
): Promise<AdmittedProposal> {
  const notes: string[] = [];
  const known = new Set(contributions.flatMap(({ checks }) => checks.map(({ id }) => id)));
  const slots = new Set(contributions.map(({ slot }) => slot));
  const drafts = firstOfEach(proposal.draft.filter(({ slot }) => slots.has(slot)));
  const added: TaskContribution[] = [];
  for (const task of proposal.added) {
    const contribution = await admitTask(task, known, notes);
    if (contribution !== undefined) added.push(contribution);
  }
  const dropped = drafts.flatMap(({ slot, decision, reason }) =>
    decision === 'drop' && reason.trim() !== '' ? [{ slot, reason: clean(reason) }] : [],
  );
  notes.push(
    ...drafts
      .filter(({ decision, reason }) => decision === 'drop' && reason.trim() === '')
      .map(({ slot }) => `The model would drop ${slot} without a reason; it stays.`),
  );
  if (dropped.length === slots.size && added.length === 0 && dropped.length > 0) {
    return { dropped: [], amended: [], added, notes: [...notes, 'The model would drop the whole plan; it stays.'] };
  }
  const amended = drafts.flatMap(({ slot, decision, context, criteria }) =>
    decision === 'amend'
      ? [{ slot, context: prose(context), criteria: admitCriteria(criteria, checksOf(slot, contributions)) }]
      : [],
  );
  return { dropped, amended, added, notes };
}

async function admitTask(
  task: PlanProposal['added'][number],
  known: Set<string>,
  notes: string[],
): Promise<TaskContribution | undefined> {
  const adds = singleLine(task.adds);
  const checks: TaskCheck[] = [];
  for (const wanted of task.checks) {
    const check = await admitCheck(wanted, known, notes);
    if (check !== undefined) checks.push(check);
  }
  if (checks.length === 0) {
    notes.push(`The task that adds ${quoteText(adds)} is left out: nothing in it could prove it.`);
    return undefined;
  }
  return {
    slot: task.slot,
    adds,
    context: prose(task.context),
    steps: task.instructions.map((text) => ({ kind: 'instruction', text: clean(text) })),
    checks,
    criteria: admitCriteria(task.criteria, checks),
  };
}

async function admitCheck(
  { id, command, requires, timeoutSeconds }: PlanProposal['added'][number]['checks'][number],
  known: Set<string>,
  notes: string[],
): Promise<TaskCheck | undefined> {
  const leaveOut = (reason: string): undefined =>
    void notes.push(`The model's check ${quoteText(id)} is left out: ${reason}`);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return leaveOut('its name is not in kebab-case.');
  if (known.has(id)) return leaveOut('the plan has another check of that name.');
  if (requires.some((need) => !requirement.test(need))) return leaveOut('it requires what is no program.');
  const verdict = await judgeCommand(command, { purpose: 'check' });
  if (!verdict.allowed) return leaveOut(verdict.reasons[0]?.message ?? 'the command policy refuses it.');
  known.add(id);
  const needsEngine = requires.some((need) => need === 'docker' || need === 'compose' || need.startsWith('image:'));
  const seconds = Math.min(longestCheckSeconds, Math.max(1, timeoutSeconds));
  return { id, tier: needsEngine ? 'live' : 'tools', command: clean(command), requires, timeoutSeconds: seconds };
}

/** Criteria name checks of their own task; one that names none is for people to tick. */
function admitCriteria(
  criteria: PlanProposal['added'][number]['criteria'],
  checks: readonly { id: string }[],
): TaskContribution['criteria'] {
  const ids = new Set(checks.map(({ id }) => id));
  return criteria.map(({ text, checks: named }) => ({
    text: singleLine(text),
    checks: [...new Set(named)].filter((id) => ids.has(id)),
  }));
}

function checksOf(slot: TaskSlot, contributions: readonly TaskContribution[]): readonly TaskCheck[] {
  return contributions.flatMap((contribution) => (contribution.slot === slot ? contribution.checks : []));
}

function firstOfEach<T extends { slot: TaskSlot }>(items: readonly T[]): readonly T[] {
  return items.filter(({ slot }, index) => items.findIndex((other) => other.slot === slot) === index);
}

/** No secret, and none of what a reader would not see. */
function clean(text: string): string {
  return redactSecrets(text.replaceAll('\r\n', '\n').replaceAll(/[\p{Cf}]|(?![\n\t])\p{Cc}/gu, '')).trim();
}

function singleLine(text: string): string {
  return clean(text).replaceAll(/\s+/g, ' ');
}

/** Words of a model in Markdown: neither HTML, nor a link, nor a picture. */
function prose(text: string): string {
  return clean(text).replaceAll(/[<[\]]/g, (character) => `\\${character}`);
}
