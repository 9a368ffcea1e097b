import { quoteShell } from '@devops-orchestrator/templates';
import type { InventoryScript } from '@devops-orchestrator/contracts';
import type { DeliveryFacts, ImageBuild } from './delivery-facts.js';

/** Names that Compose finds by itself in the folder it runs in, in the order it looks for them. */
const defaultComposeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/** `docker compose` with the files named, as run from the repository root; one file that Compose finds itself is not named. */
export function composeCommand(files: readonly string[], rest: string): string {
  const named = files.length === 1 && defaultComposeFiles.includes(files[0] ?? '') ? [] : files;
  return ['docker compose', ...named.map((file) => `--file ${quoteShell(file)}`), rest].join(' ');
}

/** Files of what runs in production; development stands in when there is nothing else. */
export function operatedFiles({ compose }: DeliveryFacts): string[] {
  const file = compose.production ?? compose.development ?? compose.others[0] ?? compose.monitoring;
  return file === undefined ? [] : [file];
}

/** Files of the development set-up. */
export function developmentFiles({ compose }: DeliveryFacts): string[] {
  const file = compose.development ?? compose.others[0];
  return file === undefined ? [] : [file];
}

/** Files of the monitoring stack: an overlay on development where both are there. */
export function monitoringFiles({ compose }: DeliveryFacts): string[] {
  if (compose.monitoring === undefined) return [];
  return [...(compose.development === undefined ? [] : [compose.development]), compose.monitoring];
}

export function buildCommand({ dockerfile, context, tag }: ImageBuild): string {
  return `docker build --file ${quoteShell(dockerfile)} --tag ${quoteShell(tag)} ${quoteShell(context)}`;
}

/**
 * How a script is called: its path and what its usage demands, without the optional parts.
 * Words in capitals are for people to replace.
 */
export function scriptCommand(script: InventoryScript, option?: '--dry-run' | '--help'): string {
  const program = quoteShell(script.path.includes('/') ? script.path : `./${script.path}`);
  if (option === '--help') return `${program} --help`;
  const synopsis = option === undefined ? requiredWords(script) : [option, ...requiredWords(script)];
  return [program, ...synopsis].join(' ');
}

/** True when the usage of the script offers the option. */
export function offers(script: InventoryScript, option: string): boolean {
  return (script.usage ?? '').split(/[\s[\]|,()=]+/).includes(option);
}

function requiredWords({ path, usage }: InventoryScript): string[] {
  const name = path.split('/').at(-1) ?? path;
  const line = (usage ?? '').split('\n').find((candidate) => candidate.includes(name) || /\$\{?0/.test(candidate));
  if (line === undefined) return [];
  const start = line.includes(name) ? line.indexOf(name) + name.length : line.search(/\$\{?0/);
  const tail = line.slice(start).replace(/^\$\{?0[^\s]{0,20}/, '');
  const required: string[] = [];
  let depth = 0;
  for (const word of tail
    .split(/\s{2,}|\s[-–—]\s|[#;]/, 1)[0]
    ?.replace(/^["'`}]{1,3}/, '')
    .split(/(\[|\]|\s)/) ?? []) {
    if (word === '[') depth += 1;
    else if (word === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0 && /^(?:--?[a-z][\w-]*|<?[A-Z][A-Z0-9_.-]*>?|<[\w. -]+>)$/.test(word)) required.push(word);
  }
  return required.map((word) => word.replace(/^<|>$/g, '').replace(/^[a-z][\w-]*$/, (lower) => lower.toUpperCase()));
}
