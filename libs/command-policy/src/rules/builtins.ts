import { judgeDeclarationWords } from '../evaluate/judge-declaration.js';
import { resolvePaths } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import { assignVariable } from '../evaluate/variables.js';
import { any, anyWords, canBeOption, constant, joined, known, plain } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';
import type { Call, CommandRule } from './command-rule.js';

/** `cd` and `pushd`: later relative paths start there. */
export function changeFolder({ operands, site }: Call): void {
  const { scope } = site;
  const [target] = operands;
  const paths = target === undefined || constant(target) === '-' || target.glob ? [] : resolvePaths(target, scope);
  // where the script goes on after a failure, it may also stay where it is
  const before = scope.stopsOnFailure ? [] : scope.folders;
  scope.folders = paths.length === 0 ? undefined : before && [...new Set([...before, ...paths])];
  scope.folderOnSuccess = paths.length === 1 ? paths[0] : undefined;
}

export function leaveFolder({ site }: Call): void {
  site.scope.folders = undefined;
}

export function setOptions(call: Call): void {
  const { words, site } = call;
  const end = words.findIndex((word) => !/^[-+]/.test(constant(word) ?? '') || constant(word) === '--');
  let at = 0;
  for (; at < (end === -1 ? words.length : end); at += 1) {
    const text = constant(words[at])!;
    if (!/^[-+][euxvfaoECT]+$/.test(text)) {
      return refuse(site, 'refused-option', `set may not be given ${text}.`);
    }
    if (text.includes('o')) at += 1;
    const option = text.includes('o') ? constant(words[at]) : undefined;
    const isOn = text.startsWith('-');
    if (isOn && (text.includes('a') || option === 'allexport')) site.scope.exportsAll = true;
    if (text.includes('e') || option === 'errexit') site.scope.stopsOnFailure = isOn;
  }
  const rest = words.slice(at);
  if (rest.length === 0) return;
  if (constant(rest[0]) !== '--' && canBeOption(rest[0]!)) {
    return refuse(site, 'uncertain-option', 'set may be given options that cannot be told; put -- in front.');
  }
  site.scope.positional = constant(rest[0]) === '--' ? rest.slice(1) : rest;
}

export function shift({ operands, site }: Call): void {
  const { positional } = site.scope;
  const count = operands.length === 0 ? 1 : Number(constant(operands[0]) ?? NaN);
  const isKnown =
    positional !== undefined && Number.isInteger(count) && !positional.slice(0, count).some(({ many }) => many);
  site.scope.positional = isKnown ? positional.slice(count) : undefined;
}

export function evaluate({ words, site }: Call): void {
  const rest = constant(words[0]) === '--' ? words.slice(1) : words;
  site.run.judgeText(joined([known(''), ...rest], ' '), site.scope, site);
}

/** `trap`: the action is judged at the end, when it is known what its variables can be. */
export function setTrap({ operands, site }: Call): void {
  const [action, ...signals] = operands;
  if (action === undefined || (constant(action) === '-' && signals.length > 0)) return;
  if (signals.length === 0 && /^[A-Z0-9]+$/.test(constant(action) ?? '')) return;
  if (
    signals.some(
      (signal) => !/^(?:SIG)?(?:EXIT|ERR|INT|TERM|HUP|QUIT|PIPE|ALRM|USR[12]|\d+)$/.test(constant(signal) ?? ''),
    )
  ) {
    refuse(site, 'hidden-command', 'A trap may be set for EXIT, ERR and signals only.');
  }
  site.run.traps.push({ ...site, scope: site.scope.clone(), words: [action] });
}

export function readVariables({ options, operands, site }: Call): void {
  const array = options.find(({ name }) => name === '-a')?.value;
  for (const name of [...operands, ...(array ? [array] : [])]) setFromOutside(name, site, any);
  setFromOutside(known('REPLY'), site, any);
}

export function readLines({ operands, site }: Call): void {
  setFromOutside(operands[0] ?? known('MAPFILE'), site, anyWords);
}

export function readOption({ operands, site }: Call): void {
  setFromOutside(operands[1] ?? known(''), site, plain);
  setFromOutside(known('OPTARG'), site, any);
}

export function print({ words, site }: Call): void {
  const [first, name] = words;
  if (first === undefined) return;
  const text = constant(first);
  if (canBeOption(first)) refuse(site, 'uncertain-option', "printf may be given -v; write the format: printf '%s'.");
  if (text?.startsWith('-v')) setFromOutside(text === '-v' ? (name ?? known('')) : known(text.slice(2)), site, any);
}

export function unset({ options, operands, site }: Call): void {
  for (const operand of operands) {
    const name = constant(operand) ?? '…';
    if (options.some((option) => option.name === '-f')) site.scope.functions.delete(name);
    else if (/^[A-Za-z_]\w*$/.test(name)) site.scope.assign(name, [[]]);
    else refuse(site, 'hidden-command', `unset evaluates a subscript; ${name} is not a plain name.`);
  }
}

function setFromOutside(name: Value, site: Call['site'], value: Value): void {
  assignVariable(site.run, site.scope, site.at, constant(name) ?? '…', [[value], []]);
}

export function declares(command: string): CommandRule {
  return { judge: ({ words, site }) => judgeDeclarationWords(command, words, site) };
}

/** Only what the script started itself, or a job of it. */
export function kill({ words, site }: Call): void {
  const first = constant(words[0]) ?? '';
  if (first === '-l') return;
  const signals = /^-[sn]$/.test(first) ? 2 : /^-(?:[A-Z]\w*|\d+|-)$/.test(first) ? 1 : 0;
  for (const operand of words.slice(signals)) {
    const pieces = operand.pieces.filter((piece) => piece !== '');
    const isOwn = JSON.stringify(pieces) === JSON.stringify(plain.pieces);
    if (!isOwn && !/^%\d*$/.test(constant(operand) ?? '')) {
      refuse(site, 'never-allowed', 'kill may end what the script started ($!, %1), no other process.');
    }
  }
}

export function checkVariableTests({ words, site }: Call): void {
  words.forEach((word, at) => {
    const isVariableTest = /^-[vR]$/.test(constant(word) ?? '');
    if (isVariableTest && !/^\w*$/.test(constant(words[at + 1] ?? known('')) ?? '…')) {
      refuse(site, 'hidden-command', 'A test of a variable evaluates its subscript; name it plainly.');
    }
  });
}

export function onlyNames(operands: readonly Value[], site: Call['site'], path: string, pattern: RegExp): void {
  for (const operand of operands) {
    const name = constant(operand) ?? '…';
    if (!pattern.test(name)) refuse(site, 'refused-operand', `${path} may not be given ${name}.`);
  }
}
