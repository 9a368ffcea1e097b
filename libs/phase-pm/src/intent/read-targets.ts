import type { IntentTargets } from '@devops-orchestrator/contracts';
import type { Clause, Mention } from './clauses.js';
import { commonEnding, notAHost, privateRegistry, publicRegistry } from './lexicon/hosts.lexicon.js';
import { azureRegions, environmentEndings, environmentPrepositions } from './lexicon/targets.lexicon.js';
import { readReplicas } from './read-replicas.js';
import { phraseOf, type Words } from './read-words.js';

interface Stated {
  value: string;
  phrase: string;
}

/** What the words state about where and how it is to run; undefined when they state nothing. */
export function readTargets(words: Words, clauses: readonly Clause[]): IntentTargets | undefined {
  const mentions = clauses.flatMap((clause) => clause.mentions).filter(({ polarity }) => polarity === 'wanted');
  const hosts = readHosts(words.request);
  const registry = hosts.find(({ isRegistry }) => isRegistry);
  const targets = {
    cloud: firstTarget(words, mentions, 'cloud'),
    ci: firstTarget(words, mentions, 'ci'),
    registry: registry === undefined ? firstTarget(words, mentions, 'registry') : registryOf(words, mentions, registry),
    strategy: firstTarget(words, mentions, 'strategy'),
    replicas: readReplicas(words.request) ?? readReplicas(spelledRight(words)),
    environments: readEnvironments(words, mentions),
    domains: hosts.filter(({ isRegistry }) => !isRegistry).map(({ value, phrase }) => ({ value, phrase })),
    regions: matchAll(words.request, regionPattern, (text) => text.toLowerCase().replaceAll(' ', '')),
    sizes: matchAll(words.request, sizePattern, (text) => text.replaceAll(/\s+/g, ' ')),
  };
  const stated = Object.entries(targets).filter(
    ([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}

/** The words behind the targets, verbatim. */
export function statedPhrases(targets: IntentTargets): readonly string[] {
  const { environments = [], domains = [], regions = [], sizes = [] } = targets;
  const { cloud, ci, registry, strategy, replicas } = targets;
  const single = [cloud, ci, registry, strategy, replicas].filter((stated) => stated !== undefined);
  return [...single, ...environments, ...domains, ...regions, ...sizes].map(({ phrase }) => phrase);
}

function firstTarget(words: Words, mentions: readonly Mention[], field: 'cloud' | 'ci' | 'registry' | 'strategy') {
  for (const mention of mentions) {
    const target = mention.meanings.find((meaning) => meaning.kind === 'target' && meaning.field === field);
    if (target?.kind === 'target') return { value: target.value, phrase: phraseOf(words, mention) };
  }
  return undefined;
}

/** The hosts of the public registries are known by name; the host of another one is its name. */
function registryOf(words: Words, mentions: readonly Mention[], { value, phrase }: Stated): Stated {
  const named = firstTarget(words, mentions, 'registry');
  return named !== undefined && publicRegistry.test(value) ? named : { value, phrase };
}

function readEnvironments(words: Words, mentions: readonly Mention[]): Stated[] {
  const environments = mentions.flatMap((mention) =>
    mention.meanings.flatMap((meaning) => (meaning.kind === 'environment' ? [{ ...meaning, mention }] : [])),
  );
  const groups: (typeof environments)[] = [];
  for (const environment of environments) {
    const group = groups.at(-1);
    const beside = environment.mention.from - (group?.at(-1)?.mention.to ?? -Infinity) <= 1;
    if (group !== undefined && beside) group.push(environment);
    else groups.push([environment]);
  }
  const stated = groups
    .filter((group) => group.some(({ named }) => named) || isMeant(words, group[0]?.mention, group.at(-1)?.mention))
    .flat()
    .map(({ value, mention }) => ({ value, phrase: phraseOf(words, mention) }));
  return firstOfEach(stated);
}

/** "For production" and "in dev and prod" are environments; "production images" is a quality, also after "for". */
function isMeant({ tokens }: Words, first: Mention | undefined, last: Mention | undefined): boolean {
  const before = tokens[(first?.from ?? 0) - 1];
  const after = tokens[last?.to ?? 0];
  const ends = after === undefined || after.gap !== 'none' || environmentEndings.has(after.word);
  const only = after !== undefined && onlyWords.has(after.word);
  return (
    only ||
    (before !== undefined && ends && (environmentPrepositions.has(before.word) || environmentEndings.has(before.word)))
  );
}
const onlyWords = new Set(['only', 'nur', 'solo', 'seulement', 'apenas', 'только']);

const regionPattern = new RegExp(
  '\\b(?:(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\\d' +
    '|(?:us|europe|asia|australia|southamerica|northamerica|me|africa)-(?:north|south|east|west|central|northeast|southeast|northwest|southwest)\\d{1,2}' +
    `|${azureRegions.join('|')}|(?:west|north) europe|(?:east|west|central) us(?: ?[23])?)\\b`,
  'gi',
);

const sizePattern =
  /\b(?:(?:db\.|cache\.)?[a-z]\d[a-z]{0,3}\.(?:nano|micro|small|medium|\d{0,2}x?large)|\d{1,5}(?:\.\d{1,2})? ?(?:vcpus?|[gm]ib?|[gm]b|cores?))\b/gi;

function matchAll(request: string, pattern: RegExp, normalize: (text: string) => string): Stated[] {
  const values = [...request.matchAll(pattern)].map(([phrase]) => ({ value: normalize(phrase), phrase }));
  return firstOfEach(values);
}

/** The request with its typing errors corrected. */
function spelledRight({ request, tokens }: Words): string {
  return tokens.map(({ word, end }, index) => `${word}${request.slice(end, tokens[index + 1]?.start)}`).join('');
}

interface Host extends Stated {
  isRegistry: boolean;
}

const hostPattern =
  /(?<![\w@./-])(?:https?:\/\/)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}[a-z]{2,12})(?![\w-])/gi;

/** Host names, without files (`compose.yaml`), frameworks (`Node.js`) and addresses of people. */
function readHosts(request: string): readonly Host[] {
  const hosts = [...request.matchAll(hostPattern)].flatMap(([, phrase = '']) => {
    const value = phrase.toLowerCase();
    if (notAHost.test(value) || !commonEnding.test(value)) return [];
    return [{ value, phrase, isRegistry: publicRegistry.test(value) || privateRegistry.test(value) }];
  });
  return firstOfEach(hosts);
}

function firstOfEach<Item extends Stated>(items: readonly Item[]): Item[] {
  const values = new Set<string>();
  return items.filter(({ value }) => !values.has(value) && values.add(value));
}
