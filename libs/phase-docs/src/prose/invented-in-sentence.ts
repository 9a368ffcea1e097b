import { redactSecrets } from '@devops-orchestrator/contracts';

/** What prose may name. */
export interface KnownFacts {
  /** Names, paths, variables and values, as they are. */
  names: ReadonlySet<string>;
  /** Commands that the documents show. */
  commands: readonly string[];
  services: ReadonlySet<string>;
  ports: ReadonlySet<string>;
}

const variable = /\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g;
const path =
  /(?:\.{0,2}\/)?[\w@.-]+(?:\/[\w@.-]+)+\/?|\b[\w-]+\.(?:ya?ml|json|toml|conf|sh|env|tf|md|js|ts|py|go|lock|txt|ini|sql)\b/g;
const port = /\bports?\s+(?:number\s+)?(\d{2,5})(?:(?:\s*(?:,|and|or)\s*)(\d{2,5}))*|:(\d{2,5})\b/gi;
const program =
  /\b(?:docker|podman|kubectl|helm|terraform|tofu|ansible(?:-playbook)?|npm|npx|yarn|pnpm|pip|uv|poetry|go|make|curl|wget|git|bash|systemctl|psql|redis-cli)\s+(?:-{1,2})?[a-z][\w-]*/g;
const serviceName = /\b(?:the|a|an|its|each)\s+["“']?([\w.-]+)["”']?\s+(?:service|container)s?\b/gi;
/** Words before "service" that name none. */
const plainWords = new Set(
  'same other another whole first last one single new old running stopped failing failed healthy unhealthy starting dependent depending waiting backing application public internal affected named respective second next'.split(
    ' ',
  ),
);

/** Each thing that a sentence names and that does not exist, one line each; none when all that it names is known. */
export function inventedInSentence(sentence: string, known: KnownFacts): string[] {
  const problems: string[] = [];
  if (/:\/\/|www\./i.test(sentence)) problems.push('names an address');
  if (redactSecrets(sentence) !== sentence) problems.push('holds what looks like a secret');
  if (/[\p{Cc}\p{Cf}<>]|\]\(/u.test(sentence)) problems.push('holds markup or characters that nobody sees');
  const spans = [...sentence.matchAll(/`([^`]*)`/g)].map((match) => match[1]?.trim() ?? '');
  problems.push(...spans.filter((span) => !isKnown(span, known)).map((span) => `there is no \`${span}\` in the facts`));
  const rest = sentence.replaceAll(/`[^`]*`/g, ' ');
  if (rest.includes('`')) problems.push('has a backtick without its other half');
  const unknown = (pattern: RegExp, what: string, isTrue: (word: string) => boolean) =>
    [...rest.matchAll(pattern)].flatMap(([word]) => (isTrue(word) ? [] : [`there is no ${what} ${word} in the facts`]));
  problems.push(
    ...unknown(variable, 'variable', (word) => known.names.has(word)),
    ...unknown(path, 'path', (word) => isPath(word, known)),
    ...unknown(program, 'command', (word) => isCommand(word, known)),
    ...portsIn(sentence)
      .filter((number) => !known.ports.has(number))
      .map((number) => `there is no port ${number} in the facts`),
    ...[...sentence.replaceAll('`', '').matchAll(serviceName)]
      .map((match) => match[1] ?? '')
      .filter((name) => !plainWords.has(name.toLowerCase()) && !known.services.has(name))
      .map((name) => `there is no service ${name} in the facts`),
  );
  return [...new Set(problems)];
}

function isKnown(span: string, known: KnownFacts): boolean {
  if (span === '') return false;
  const number = /^(?:port\s+)?:?(\d{2,5})$/i.exec(span)?.[1];
  if (number !== undefined) return known.ports.has(number);
  return known.names.has(span) || isPath(span, known) || isCommand(span, known);
}

function isPath(word: string, { names }: KnownFacts): boolean {
  const wanted = word.replace(/^\.\//, '').replace(/[./]+$/, '');
  return [...names].some((name) => name === wanted || name === word || name.startsWith(`${wanted}/`));
}

/** A command as it is shown, or its beginning to a word's end. */
function isCommand(word: string, { commands }: KnownFacts): boolean {
  const wanted = word.replaceAll(/\s+/g, ' ');
  return commands.some((command) => command === wanted || (/\s/.test(wanted) && command.startsWith(`${wanted} `)));
}

function portsIn(sentence: string): string[] {
  return [...sentence.replaceAll('`', '').matchAll(port)].flatMap(([whole]) => whole.match(/\d{2,5}/g) ?? []);
}
