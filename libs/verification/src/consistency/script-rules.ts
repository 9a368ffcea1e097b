import type { Report } from '../verifier.js';
import type { InfrastructureFacts } from './infrastructure-facts.js';

const subcommands = new Set([
  'exec',
  'restart',
  'logs',
  'stop',
  'start',
  'kill',
  'pull',
  'build',
  'up',
  'rm',
  'port',
  'top',
  'pause',
  'unpause',
]);
/** Flags whose value is the next word. */
const valueFlags = new Set([
  '-u',
  '--user',
  '-e',
  '--env',
  '-w',
  '--workdir',
  '--index',
  '-n',
  '--tail',
  '--since',
  '--until',
  '-t',
  '--timeout',
  '--wait-timeout',
  '--scale',
  '--exit-code-from',
  '--attach',
  '--no-attach',
  '--pull',
  '--build-arg',
  '-m',
  '--memory',
  '-s',
  '--signal',
  '--protocol',
  '--progress',
  '--builder',
  '--ssh',
]);

/** Services that a script names in `docker compose` commands exist. */
export function verifyScriptServices(content: string, facts: InfrastructureFacts, report: Report): void {
  if (facts.services.length === 0) return;
  const names = new Set(facts.services.map(({ name }) => name));
  content.split('\n').forEach((text, index) => {
    if (text.length > 2000 || /^\s*#/.test(text)) return;
    const rest = /\bdocker(?:-| )compose\s+(.*)$/.exec(text)?.[1];
    for (const service of rest === undefined ? [] : servicesNamed(rest)) {
      if (!names.has(service))
        report('unknown-service', 'warning', index + 1, `'${service}' is no service of the compose files.`);
    }
  });
}

function servicesNamed(rest: string): string[] {
  const words = (rest.split(/[;&|<>()#]|\s2?>/)[0] ?? '').trim().split(/\s+/);
  const at = words.findIndex((word) => subcommands.has(word));
  const isPlain = words.slice(0, at).every((word) => /^[\w./${}"@[\]*-]+$/.test(word));
  if (at < 0 || !isPlain) return [];
  const subcommand = words[at] ?? '';
  const named: string[] = [];
  for (let index = at + 1; index < words.length; index++) {
    const word = words[index] ?? '';
    if (valueFlags.has(word) && !(word === '-t' && subcommand === 'logs')) index++;
    else if (word.startsWith('-')) continue;
    else if (!/^[a-z0-9][a-z0-9_-]*$/.test(word)) break;
    else named.push(word);
    if (['exec', 'port'].includes(subcommand) && named.length > 0) break;
  }
  return named;
}
