import type { CallExpression, Statement } from '../shell/syntax-nodes.js';
import { judgeProgram } from '../rules/judge-program.js';
import { assignedAlternatives } from './assigned-alternatives.js';
import { expandWords } from './expand-word.js';
import { judgeSecretWord } from './paths.js';
import { refuse } from './refuse.js';
import { placeOf } from './run.js';
import type { Run, Site } from './run.js';
import type { Scope } from './scope.js';
import { assignVariable } from './variables.js';
import { constant } from './value.js';
import type { Value } from './value.js';

const maximumDepth = 12;

/** Judges a simple command in every form that its words can take. */
export function judgeCall(call: CallExpression, scope: Scope, run: Run, input: Value | undefined): void {
  const lists = expandWords(call.Args, scope, run);
  const at = placeOf(run, call);
  const isReading = lists.every(([first]) => /^(?:read|mapfile|readarray)$/.test(constant(first) ?? ''));
  const assigned = (call.Assigns ?? []).map((node) => ({
    name: node.Name?.Value ?? '',
    alternatives: assignedAlternatives(node, scope, run),
  }));
  const before = new Map(assigned.map(({ name }) => [name, scope.variables.get(name)]));
  const isCommand = (call.Args ?? []).length > 0;
  for (const { name, alternatives } of assigned) {
    // read splits its own input by IFS; no word of the script
    if (!(isCommand && isReading && name === 'IFS')) assignVariable(run, scope, at, name, alternatives, isCommand);
  }
  if (!isCommand) return;
  judgeForms(lists, { run, scope, at, words: [], input });
  for (const [name, variable] of before) {
    if (variable) scope.variables.set(name, variable);
    else scope.variables.delete(name);
  }
}

function judgeForms(lists: readonly (readonly Value[])[], site: Site): void {
  const [only, ...others] = lists;
  if (only === undefined) return;
  const start = others.length > 0 ? site.scope.clone() : undefined;
  judgeWords(only, site);
  for (const words of others) {
    const scope = start!.clone();
    judgeWords(words, { ...site, scope });
    const folder = site.scope.folderOnSuccess;
    site.scope.join(scope);
    // which of them it was, is not known
    if (folder !== scope.folderOnSuccess) site.scope.folderOnSuccess = undefined;
  }
}

/** Judges a command by its words: a function of the script, a program, or a file of the repository. */
export function judgeWords(words: readonly Value[], outer: Site): void {
  const site: Site = { ...outer, words };
  const name = programName(words, site);
  if (name === undefined) return;
  for (const body of site.scope.functions.get(name) ?? [undefined]) {
    if (body) callFunction(body, words.slice(1), site);
    else judgeProgram(name, words[0]!, words.slice(1), site);
  }
}

/** Judges a program that is started by another one or by `command`: no function of the script. */
export function judgeExternal(words: readonly Value[], outer: Site): void {
  const site: Site = { ...outer, words };
  const name = programName(words, site);
  if (name !== undefined) judgeProgram(name, words[0]!, words.slice(1), site);
}

function programName(words: readonly Value[], site: Site): string | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  for (const word of words) judgeSecretWord(site, word);
  const name = constant(first);
  // a bracket alone is the test
  if (name !== undefined && (!first.glob || name === '[')) return name;
  refuse(site, 'unknown-program', 'It cannot be told which program this runs; write its name, or assign it once.');
  return undefined;
}

function callFunction(body: Statement, args: readonly Value[], { run, scope, at, words }: Site): void {
  run.uncalled.delete(body);
  if (run.depth >= maximumDepth) {
    return refuse({ run, at, words }, 'too-complex', 'Functions call each other too deeply to be followed.');
  }
  const { positional } = scope;
  const from = run.assignments.length;
  run.depth += 1;
  scope.positional = args;
  run.judgeStatements([body], scope);
  scope.positional = positional;
  run.depth -= 1;
  // `return` may have left it anywhere
  for (const { name, alternatives } of run.assignments.slice(from)) {
    scope.assign(name, [...scope.lookup(name), ...alternatives]);
  }
}
