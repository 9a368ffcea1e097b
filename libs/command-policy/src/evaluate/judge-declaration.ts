import type { Assignment, Declaration } from '../shell/syntax-nodes.js';
import { assignedAlternatives } from './assigned-alternatives.js';
import { expandText } from './expand-word.js';
import { refuseAt } from './refuse.js';
import { placeOf } from './run.js';
import type { Place, Run, Site } from './run.js';
import type { Scope } from './scope.js';
import { assignVariable } from './variables.js';
import { constant, known, knownPrefix, splitAt } from './value.js';
import type { Value } from './value.js';

/** `export`, `local`, `declare`, … as the parser knows them. */
export function judgeDeclaration({ Variant, Args }: Declaration, scope: Scope, run: Run): void {
  const at = placeOf(run, Variant);
  let options = '';
  for (const argument of Args ?? []) {
    if (argument.Name === null) {
      const [value] = expandText(argument.Value, scope, run);
      const isOption = value !== undefined && /^[-+]/.test(knownPrefix(value));
      if (isOption) options += readOptions(value, Variant.Value, at, run);
      else if (value) judgeDeclarationWords(Variant.Value, [value], { run, scope, at, words: [value] });
    } else {
      declareOne(Variant.Value, options, argument, scope, run, at);
    }
  }
}

function declareOne(command: string, options: string, argument: Assignment, scope: Scope, run: Run, at: Place): void {
  const name = argument.Name!.Value;
  if (argument.Naked) return declareName(command, options, name, scope, run, at);
  const exported = command === 'export' || options.includes('x');
  assignVariable(run, scope, at, name, assignedAlternatives(argument, scope, run), exported);
  if (command === 'readonly' || options.includes('r')) scope.makeReadOnly(name);
}

function declareName(command: string, options: string, name: string, scope: Scope, run: Run, at: Place): void {
  if (command === 'export' || options.includes('x')) {
    // what it was made by is judged again: only now it reaches other programs
    assignVariable(run, scope, at, name, scope.lookup(name), true);
  } else if (command === 'local' || command === 'declare' || command === 'typeset') {
    scope.assign(name, [...scope.lookup(name), []]);
  }
}

/** `-f` hands functions to other shells, `-n` makes a second name, `-i` evaluates every value, `+x` takes back. */
function readOptions(value: Value | undefined, command: string, at: Place, run: Run): string {
  const text = constant(value);
  if (text !== undefined && /^-[aAgprx]+$|^--$/.test(text)) return text;
  if (text !== undefined && command !== 'export' && /^-[fF]$/.test(text)) return text;
  const shown = value ?? known('');
  refuseAt(
    run,
    at,
    [known(command), shown],
    'hidden-command',
    `${command} ${text ?? '…'} changes how later words are read.`,
  );
  return '';
}

/** The same, where the shell found the declaration by its words: `command export X=1`, `"export" X=1`. */
export function judgeDeclarationWords(command: string, words: readonly Value[], site: Site): void {
  const { run, scope, at } = site;
  let options = '';
  for (const word of words) {
    const [name, value] = splitAt(word, '=') ?? [];
    const text = constant(word);
    if (text?.startsWith('-') || text?.startsWith('+')) options += readOptions(word, command, at, run);
    else if (name !== undefined && value !== undefined) {
      assignVariable(run, scope, at, name, [[value]], command === 'export' || options.includes('x'));
    } else if (text !== undefined) declareName(command, options, text, scope, run, at);
    else refuseAt(run, at, site.words, 'hidden-command', `It cannot be told what ${command} declares.`);
  }
}
