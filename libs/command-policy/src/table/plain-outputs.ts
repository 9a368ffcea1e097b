import { temporaryFolder } from '../evaluate/scope.js';
import { constant, knownPrefix, plain } from '../evaluate/value.js';
import type { Value } from '../evaluate/value.js';

const words: Value = { ...plain, many: true };

/** What a command prints when that can only be numbers, ids, addresses or a fresh path; undefined for all others. */
export function plainOutputs(command: readonly Value[]): Value | undefined {
  const [program = '', ...rest] = command.map((value) => constant(value) ?? '…');
  const all = (pattern: RegExp) => rest.every((word) => pattern.test(word));
  switch (program) {
    case 'mktemp':
      return temporaryName(command.slice(1));
    case 'wc':
      return all(/^-[lcwm]+$/) ? words : undefined;
    case 'nproc':
      return rest.length === 0 ? plain : undefined;
    case 'seq':
      return all(/^(?:\d+|-w)$/) ? words : undefined;
    case 'id':
      return rest.length === 1 && /^(?:-u|-g|--user|--group)$/.test(rest[0]!) ? plain : undefined;
    case 'date':
      return rest.length === 1 && /^\+(?:%[sYmdHMSNjF])+$/.test(rest[0]!) ? plain : undefined;
    case 'grep':
      return countsLines(rest) ? plain : undefined;
    case 'git':
      return rest[0] === 'rev-parse' && all(/^(?:rev-parse|--short|--verify|HEAD)$/) ? plain : undefined;
    case 'curl':
      return printsCode(rest) ? plain : undefined;
    case 'docker':
    case 'podman':
      return dockerOutput(command.slice(1));
    default:
      return undefined;
  }
}

function countsLines(words: readonly string[]): boolean {
  const options = words.filter((word) => word.startsWith('-'));
  // with two files the names are printed too
  return /^-[EFPivwx]*c[EFPivwx]*$/.test(options.join(' ')) && words.length - options.length <= 2;
}

function temporaryName(words: readonly Value[]): Value | undefined {
  const inTemporaryFolder: Value = { pieces: [`${temporaryFolder}/`, { unknown: 'plain' }] };
  const isOption = (word: Value) => /^(?:-[duqt]{1,3}|--directory|--dry-run|--quiet)$/.test(constant(word) ?? '');
  const [template, more] = words.filter((word) => !isOption(word)).map((word) => constant(word) ?? '…');
  if (template === undefined) return inTemporaryFolder;
  if (more !== undefined || !/^(?:\/tmp\/)?[\w.][\w.-]*$/.test(template)) return undefined;
  const besides = template.startsWith('/') || words.some((word) => /^-[duq]*t/.test(constant(word) ?? ''));
  return besides ? inTemporaryFolder : plain;
}

function printsCode(words: readonly string[]): boolean {
  const format = words[words.findIndex((word) => word === '-w' || word === '--write-out') + 1];
  const isQuiet = words.some((word) => /^(?:-[fsSLk]*o|--output)$/.test(word));
  return isQuiet && /^%\{(?:http_code|response_code)\}$/.test(format ?? '');
}

const globalValues = /^(?:-p|-f|--project-name|--file|--env-file|--profile|--project-directory|--ansi|--progress)$/;

/** Ids of containers and images; the address that a port is published on. */
function dockerOutput(args: readonly Value[]): Value | undefined {
  const isCompose = constant(args[0]) === 'compose';
  const rest = isCompose ? withoutGlobals(args.slice(1)) : args;
  const [command = '', ...options] = rest.map((value) => constant(value) ?? '…');
  const isQuiet = options.some((word) => /^(?:-[af]*q[af]*|--quiet)$/.test(word));
  switch (command) {
    case 'port':
      return { pieces: ['127.0.0.1:', { unknown: 'plain' }] };
    case 'ps':
      return isQuiet && (isCompose || isFiltered(rest)) ? words : undefined;
    case 'image':
    case 'volume':
    case 'network':
      return options[0] === 'ls' && isQuiet && isFiltered(rest) ? words : undefined;
    case 'images':
      return isQuiet && isFiltered(rest) ? words : undefined;
    case 'build':
      return isQuiet && !isCompose ? plain : undefined;
    case 'create':
      return isCompose ? undefined : plain;
    case 'run':
      return !isCompose && /^(?:-d|--detach)$/.test(options[0] ?? '') ? plain : undefined;
    default:
      return undefined;
  }
}

/** Without a filter these would be the containers of everybody. */
function isFiltered(words: readonly Value[]): boolean {
  return words.some((word) => /^(?:--filter\b|-f$|-f=)/.test(knownPrefix(word)));
}

function withoutGlobals(words: readonly Value[]): readonly Value[] {
  const [first, ...rest] = words;
  const text = first && knownPrefix(first);
  if (text === undefined || !text.startsWith('-')) return words;
  return withoutGlobals(globalValues.test(text) ? rest.slice(1) : rest);
}
