/** Languages that the lexicon holds words of; `any`: names that every language writes alike. */
export type Language = 'en' | 'es' | 'fr' | 'de' | 'pt' | 'ru' | 'zh';

/**
 * Phrases by language, separated by commas. A word matches in any inflection (its stem decides); `word*` matches by its
 * beginning, `=word` as it stands, `a|b` is a choice, `…` stands for up to five words between, and Chinese is matched
 * character by character. Upper and lower case, accents and the signs between words do not matter.
 */
export type Phrases = Readonly<Partial<Record<Language | 'any', string>>>;

/** Words of one capability. */
export interface CapabilityEntry {
  id: string;
  /** Ask by themselves. */
  strong?: Phrases;
  /** Ask by themselves, but not beside a part of the application ("a monitoring page"). */
  soft?: Phrases;
  /** Occur in requests about the application, too ("deploy units"): they ask only in a request about infrastructure. */
  weak?: Phrases;
  /** Mean nothing in particular ("image"): they ask only in a request that names infrastructure by strong words. */
  faint?: Phrases;
  /** Ask for nothing, and can be excluded. */
  excludable?: Phrases;
  /** What is excluded when the words are negated, where that is not the capability: a part of it ("without Grafana"), its family. */
  part?: string;
  /** The target that names the system of words that name none: "CI" is the CI system's that the request states. */
  systemOf?: 'ci' | 'cloud';
  /** Capabilities, or families of them (`terraform`), beside which in one clause these words ask for nothing of their own. */
  besides?: readonly string[];
  /** The same, anywhere in the request. */
  elsewhere?: readonly string[];
  /** The capability that makes it as a part of its own while the registry has none of this id. */
  partOf?: string;
}

/** Words that state a target, such as a cloud or a CI system. */
export interface TargetEntry {
  field: 'cloud' | 'ci' | 'registry' | 'strategy';
  value: string;
  phrases: Phrases;
}

/** Words that neither ask nor state, but say how to take the others. */
export type Cue =
  /** A part of the application: weak words beside it ask for nothing. */
  | 'application'
  /** A part of a screen. */
  | 'screen'
  /** How software is delivered and run: weak words count in such a request. */
  | 'infrastructure'
  /** Everything a production service needs. */
  | 'everything'
  /** What follows must not be made. */
  | 'negation'
  /** Looks like a negation and is none ("don't forget", "we don't have any"). */
  | 'affirmation'
  /** A negation that is also an order to leave what it names as it is; a pronoun may stand for it. */
  | 'untouched'
  /** What the clause names is there already, or comes later. */
  | 'background'
  /** Turns one system into another: what stands between `conversion` and `into` is the source. */
  | 'conversion'
  | 'into'
  /** Limits the request to the components that are named. */
  | 'only'
  /** Says that no component is left out. */
  | 'all'
  | 'except'
  /** A verb that begins a wish of its own. */
  | 'verb'
  /** Joins clauses. */
  | 'and'
  /** Turns the meaning around: a new clause begins. */
  | 'turn';
