import type { IntentTargets } from '@devops-orchestrator/contracts';

const count = '(\\d{1,4})';
const noun =
  '(?:replicas?|réplicas?|répliques?|replikate?n?|pods?|instances?|instanzen|instancias|копи[яий]|реплик[аи]?|副本)';
const replicaPatterns: readonly { pattern: RegExp; bounds: readonly ('minimum' | 'maximum')[] }[] = [
  {
    pattern: new RegExp(
      `(?:between|from|entre|zwischen|von|от|de)? ?${count} ?(?:and|to|-|–|y|a|et|und|bis|e|до|到) ?${count} ?(?:个)? ?${noun}`,
      'i',
    ),
    bounds: ['minimum', 'maximum'],
  },
  {
    pattern: new RegExp(`min(?:imum)?[ :=]+${count}[ ,/and]{1,6}max(?:imum)?[ :=]+${count}`, 'i'),
    bounds: ['minimum', 'maximum'],
  },
  {
    pattern: new RegExp(
      `(?:at least|minimum(?: of)?|min|al menos|au moins|mindestens|pelo menos|не менее|至少) ?${count} ?(?:个)? ?${noun}`,
      'i',
    ),
    bounds: ['minimum'],
  },
  {
    pattern: new RegExp(
      `(?:up to|at most|maximum(?: of)?|max|hasta|jusqu.à|bis zu|até|до|最多) ?${count} ?(?:个)? ?${noun}`,
      'i',
    ),
    bounds: ['maximum'],
  },
];
const fixedReplicas = new RegExp(
  `${count} ?(?:个)? ?${noun}|(?:replicas?|副本数?量?)(?: ?[:=] ?| count (?:of )?| )${count}`,
  'i',
);

/** What no number of replicas is said without; the patterns take their time. */
const anyReplicas = new RegExp(`${noun}|min`, 'i');

/** How many copies run: a range, a bound, or a fixed count. */
export function readReplicas(request: string): IntentTargets['replicas'] {
  if (!/\d/.test(request) || !anyReplicas.test(request)) return undefined;
  for (const { pattern, bounds } of replicaPatterns) {
    const match = pattern.exec(request);
    if (match === null) continue;
    const numbers = bounds.map((bound, index) => [bound, Number(match[index + 1])] as const);
    if (numbers.every(([, number]) => number > 0)) return { ...Object.fromEntries(numbers), phrase: match[0].trim() };
  }
  const fixed = fixedReplicas.exec(request);
  const number = Number(fixed?.[1] ?? fixed?.[2] ?? 0);
  return fixed === null || number === 0 ? undefined : { minimum: number, maximum: number, phrase: fixed[0].trim() };
}
