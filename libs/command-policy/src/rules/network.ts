import { judgeInside, judgeWrite } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import type { Site } from '../evaluate/run.js';
import { constant, knownPrefix, plainText, shown } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import type { Call } from './command-rule.js';

const loopback =
  /^(?:(?:https?|wss?):\/\/)?(?:[\w.%~+-]+(?::[\w.%~+-]*)?@)?(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?::\w*)?(?:[/?#]|$)/i;

/** True when a URL surely leads to this machine; what comes behind host and port may be unknown. */
export function leadsToLoopback(url: Value): boolean {
  const whole = plainText(url);
  if (whole !== undefined) return !url.many && loopback.test(whole);
  // an unknown part may stand only behind a host that has ended
  const prefix =
    plainText({
      pieces: url.pieces.slice(
        0,
        url.pieces.findIndex((piece) => isAny(piece)),
      ),
    }) ?? '';
  const [matched] = loopback.exec(prefix) ?? [];
  return !url.many && matched !== undefined && /[/?#]$/.test(matched);
}

function isAny(piece: Value['pieces'][number]): boolean {
  return typeof piece !== 'string' && piece.unknown === 'any';
}

export function judgeUrl(site: Site, url: Value): void {
  if (!leadsToLoopback(url)) {
    refuse(site, 'network', `${shown(url)} does not surely lead to this machine; a check calls localhost.`);
  }
}

/** `curl`: every operand and `--url` is a URL of this machine; `@file` is read from the repository. */
export function fetches({ operands, options, site, path }: Call): void {
  for (const operand of operands) judgeUrl(site, operand);
  const named = options.some(({ name }) => name === '-O' || name === '--output-document' || name === '--spider');
  // the file is named after the URL, and stands where the shell does
  if (path === 'wget' ? !named : options.some(({ name }) => name === '-O' || name === '--remote-name')) {
    judgeWrite(site, { pieces: ['download'] });
  }
  for (const { name, value } of options) {
    if (value === undefined) continue;
    if (name === '--url') judgeUrl(site, value);
    if (/^(?:-w|--write-out)$/.test(name) && !/^(?!@)(?!.*%output)/s.test(constant(value) ?? '%output')) {
      refuse(site, 'refused-option', `The format ${shown(value)} may write a file, or cannot be told.`);
    }
    const file = /^(?:-d|--data(?:-\w+)?|-F|--form|--json|-H|--header)$/.test(name) ? fileOf(value) : undefined;
    if (file !== undefined && !/^@-$/.test(knownPrefix(value))) judgeInside(site, file, 'file');
  }
}

/** `@file`, `name=@file`, `name=<file`. */
function fileOf(value: Value): Value | undefined {
  const text = knownPrefix(value);
  const at = /^(?:[^=@<]*=)?[@<]/.exec(text)?.[0].length;
  if (at === undefined) return undefined;
  const rest = value.pieces.slice(value.pieces.findIndex((piece) => typeof piece !== 'string'));
  return { pieces: [text.slice(at).replace(/;.*$/, ''), ...(constant(value) === undefined ? rest : [])] };
}

/** `nc -z localhost 80` and its like: hosts that are this machine. */
export function reachesLoopback(option?: readonly string[]): (call: Call) => void {
  return ({ operands, options, site }) => {
    const hosts = option
      ? options.filter(({ name }) => option.includes(name)).map(({ value }) => value)
      : [operands[0]];
    for (const host of hosts) if (host !== undefined) judgeUrl(site, host);
  };
}
