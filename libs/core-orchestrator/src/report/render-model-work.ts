import type { AgentShare, RunReport } from '@devops-orchestrator/contracts';

const phaseNames = { pm: 'Plan', devops: 'Build', docs: 'Document' } as const;

/** What a model did, phase by phase and task by task, and what it cost; undefined when it did nothing. */
export function renderModelWork({ modelWork, phases, tasks }: RunReport): string | undefined {
  if (modelWork === undefined) return undefined;
  const rows = [
    ...phases.flatMap((phase) => row(phaseNames[phase.id], phase.modelWork)),
    ...tasks.flatMap((task) => row(task.file, task.modelWork)),
    ...row('Together', modelWork),
  ];
  const misses = modelWork.cacheMisses.map(
    ({ turn, reason }) => `- The prompt cache was missed in turn ${turn}: ${reason}`,
  );
  return [
    `${modelWork.models.map((model) => `\`${model}\``).join(', ')} took part where a row says so; the built-in engine did the rest, and proved all of it.`,
    [
      '| Where | Conversations | Turns | Input | Read from cache | Written to cache | Output | US dollars |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    ...(misses.length === 0 ? [] : [misses.join('\n')]),
  ].join('\n\n');
}

/** US dollars as text; a price that is not known is no zero. */
export function renderCost(costUsd: number | null): string {
  return costUsd === null ? 'unknown' : costUsd.toFixed(costUsd < 1 ? 4 : 2);
}

function row(where: string, share: AgentShare | undefined): string[] {
  if (share === undefined) return [];
  const { turns, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, costUsd } = share.usage;
  const cells = [
    where,
    share.conversations,
    turns,
    inputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens,
    renderCost(costUsd),
  ];
  return [`| ${cells.join(' | ')} |`];
}
