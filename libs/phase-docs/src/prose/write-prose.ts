import { type AgentShare, askInStep, inStep, type PhaseContext } from '@devops-orchestrator/contracts';
import { renderTemplate } from '@devops-orchestrator/templates';
import type { DocsInput } from '../contract.js';
import type { RepositoryFacts } from '../read-repository.js';
import { describeFacts, knownFacts } from './known-facts.js';
import { Prose, proseOver, readSavedProse, renderSavedProse, withoutInvented } from './prose.js';

const role = 'devops-senior-documentation-engineer';

/** Prose for the documents, and the file that keeps it. */
export interface WrittenProse {
  prose?: Prose;
  /** Text of `prose.json`, when it is to be written. */
  saved?: string;
  share?: AgentShare;
  issues: string[];
}

/**
 * Prose over the inventory: what was written over the same facts before, or, where Claude is asked for, what a model writes now.
 * A sentence that names what does not exist is sent back once, and then left out.
 */
export async function writeProse(
  { engine }: DocsInput,
  { inventory, prose: kept }: RepositoryFacts,
  commands: readonly string[],
  context: PhaseContext,
): Promise<WrittenProse> {
  const facts = describeFacts(inventory, commands);
  const known = knownFacts(inventory, commands);
  const saved = readSavedProse(kept, facts);
  // the file is for people too, and what they write in it is held to the facts like any other
  if (saved !== undefined) return { prose: withoutInvented(saved, known).prose, issues: [] };
  if (engine !== 'claude' || context.agent === undefined || facts === '') return { issues: [] };
  const { at } = await inStep('begin-prose', 'docs/agent/begin', {}, context, async () => ({
    at: context.clock.now().toISOString(),
  }));
  const call = {
    role,
    phase: 'docs' as const,
    conversation: `docs/agent@${at}`,
    system: [`${renderTemplate('prompts/ground-rules.md', {})}\n${renderTemplate(`prompts/${role}.md`, {})}`],
    prompt: renderTemplate('prompts/write-prose.md', { facts }),
  };
  const { result, share } = await askInStep(call, proseOver(known), 'docs/agent', context);
  const answer = result.type === 'answered' ? result.value : result.type === 'invalid' ? parse(result.text) : undefined;
  if (answer === undefined) {
    return {
      share,
      issues: [`The model wrote nothing that can be used (${result.type}); the documents have the facts alone.`],
    };
  }
  const { prose, dropped } = withoutInvented(answer, known);
  const issue = `${dropped} sentence${dropped === 1 ? '' : 's'} of the model named what does not exist, and ${dropped === 1 ? 'was' : 'were'} left out.`;
  return { prose, saved: renderSavedProse(prose, facts), share, issues: dropped === 0 ? [] : [issue] };
}

function parse(text: string): Prose | undefined {
  try {
    return Prose.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
