import {
  type AgentOutcome,
  type AgentShare,
  type CheckResult,
  inStep,
  type PhaseContext,
  type Task,
  type TaskCheck,
  workInStep,
} from '@devops-orchestrator/contracts';
import { type Brief, briefAgent, type BriefInput } from './brief-agent.js';
import { readingTools } from './reading-tools.js';
import { runningTools } from './running-tools.js';
import { writingTools } from './writing-tools.js';

export const engineerRole = 'devops-docker-senior-engineer';

/** One conversation about a task that has ended. */
export interface Conversation {
  brief: Brief;
  share: AgentShare;
  completed: boolean;
  /** How it ended, and the model's last words: for the report and for the next conversation, never as evidence. */
  words: string;
}

const longestWords = 600;

/**
 * Lets the engineer's agent work on a task, under the key of the conversation. Files are written through the workspace alone;
 * what they are worth is for the checks to say.
 */
export async function converse(
  input: BriefInput,
  key: string,
  check: (wanted: TaskCheck) => Promise<CheckResult>,
  context: PhaseContext,
): Promise<Conversation> {
  const brief = await inStep('brief-agent', `${key}/brief`, input, context, (wanted) => briefAgent(wanted, context));
  const { scope } = brief;
  const tools = [
    ...readingTools(context),
    ...writingTools(scope, key, context),
    ...runningTools(input.task.checks, check, [...scope.own, ...scope.named], context),
  ];
  const call = {
    role: engineerRole,
    phase: 'devops' as const,
    task: input.name,
    conversation: `${key}@${brief.at}`,
    system: brief.system,
    prompt: brief.prompt,
  };
  const { result, share } = await workInStep(call, tools, key, context);
  return { brief, share, completed: result.type === 'completed', words: wordsOf(result) };
}

function wordsOf(outcome: AgentOutcome): string {
  const text = outcome.text.replaceAll(/\s+/g, ' ').trim();
  const said = text.length > longestWords ? `${text.slice(0, longestWords)}…` : text;
  const end = outcome.type === 'completed' ? '' : `It ended early (${outcome.type}). `;
  return `${end}${said === '' ? 'It said nothing.' : said}`;
}

/** True when a task with instructions was carried out by an earlier run, as far as its ticks show. */
export function isCarriedOut({ criteria }: Task): boolean {
  return (
    criteria.some(({ verdict }) => verdict === 'passed') &&
    !criteria.some(({ verdict }) => verdict?.startsWith('failed') === true)
  );
}
