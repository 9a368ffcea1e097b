import { byCodeUnit, type RepositoryAnalysis } from '@devops-orchestrator/contracts';

/** Facts that differ between a plan and the repository now. */
export interface StaleFacts {
  /** Sorted. */
  added: readonly string[];
  removed: readonly string[];
}

/** What moves without changing a plan: where a fact was found, and what is only said about the repository. */
const saysNothing = new Set(['evidence', 'conflicts', 'notes', 'schemaVersion']);
/** Their order is part of the fact; all other lists are sets. */
const ordered = new Set(['internalDependencies']);
const separator = ' = ';

/**
 * Everything of an analysis that a plan is made from, one fact a line, such as `component api port = 3000`; sorted, without
 * evidence, the same whatever order the analysis lists things in.
 */
export function planFacts(analysis: RepositoryAnalysis): readonly string[] {
  const facts = [
    ...analysis.components.flatMap(({ id, ...component }) => namedFacts(`component ${id}`, component)),
    ...analysis.services.flatMap(({ kind, ...service }) => namedFacts(`service ${kind}`, service)),
    ...analysis.delivery.map(({ kind, path }) => `delivery ${oneLine(kind)} ${oneLine(path)}`),
  ];
  return [...new Set(facts)].sort(byCodeUnit);
}

/** What a plan made from `recorded` facts does not know yet; both empty when it is up to date. */
export function staleFacts(recorded: readonly string[], now: readonly string[]): StaleFacts {
  const [before, after] = [new Set(recorded), new Set(now)];
  return {
    added: [...after].filter((fact) => !before.has(fact)).sort(byCodeUnit),
    removed: [...before].filter((fact) => !after.has(fact)).sort(byCodeUnit),
  };
}

/** Stale facts for people, one a line: `component api port was 3000, now 8080`, `service cache is new`. */
export function describeStaleFacts({ added, removed }: StaleFacts): readonly string[] {
  const before = new Map(removed.map(splitFact));
  const after = new Map(added.map(splitFact));
  const whole = (facts: ReadonlyMap<string, string | undefined>, subject: string): boolean =>
    [...facts].some(([name, value]) => value === undefined && subject.startsWith(`${name} `));
  return [...new Set([...before.keys(), ...after.keys()])].sort(byCodeUnit).flatMap((subject) => {
    const [old, next] = [before.get(subject), after.get(subject)];
    if (old !== undefined && next !== undefined) return [`${subject} was ${old}, now ${next}`];
    if (after.has(subject))
      return whole(after, subject) ? [] : [`${subject} is new${next === undefined ? '' : `: ${next}`}`];
    return whole(before, subject) ? [] : [`${subject} is gone${old === undefined ? '' : `: ${old}`}`];
  });
}

function namedFacts(subject: string, thing: object): readonly string[] {
  return [oneLine(subject), ...membersOf(subject, thing)];
}

function membersOf(subject: string, thing: object): readonly string[] {
  return Object.entries(thing)
    .filter(([key]) => !saysNothing.has(key))
    .flatMap(([key, value]) => valueFacts(`${subject} ${wordsOf(key)}`, value, ordered.has(key)));
}

function valueFacts(subject: string, value: unknown, inOrder: boolean): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    return typeof value === 'object' ? membersOf(subject, value) : [`${oneLine(subject)}${separator}${scalar(value)}`];
  }
  const items: readonly unknown[] = value;
  if (items.some((item) => typeof item === 'object'))
    return items.flatMap((item) => itemFacts(subject, item as object));
  const texts = items.map(scalar);
  return texts.length === 0
    ? []
    : [`${oneLine(subject)}${separator}${(inOrder ? texts : texts.sort(byCodeUnit)).join(', ')}`];
}

function itemFacts(subject: string, item: object): readonly string[] {
  const { name, ...rest } = item as { name?: unknown };
  return namedFacts(name === undefined ? subject : `${subject} ${scalar(name)}`, rest);
}

function splitFact(fact: string): [subject: string, value: string | undefined] {
  const at = fact.indexOf(separator);
  return at === -1 ? [fact, undefined] : [fact.slice(0, at), fact.slice(at + separator.length)];
}

/** `portVariable` as `port variable`; a name such as `DATABASE_URL` or `asgi` stays. */
function wordsOf(key: string): string {
  return key.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function scalar(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
