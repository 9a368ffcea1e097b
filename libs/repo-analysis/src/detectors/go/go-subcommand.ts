import { directoryName } from '../../repository-view.js';
import { matchSource } from '../../source/source-file.js';
import type { SourceFile } from '../../source/source-file.js';
import { importsOf } from './go-programs.js';

interface Command {
  /** Variable, or function that makes it. */
  identifier: string;
  /** First word of `Use`. */
  word: string;
  file: SourceFile;
}

/**
 * The words that make a program of several cobra commands serve (`serve`, `server start`); empty when its first command does, or
 * when nothing tells which one leads to the code that listens.
 */
export function servingSubcommand(sources: readonly SourceFile[], listening: string): string[] {
  const files = sources.filter((source) => source.text.includes('cobra.Command{'));
  if (files.length === 0) return [];
  const parents = parentsOf(files);
  const commands = files.flatMap(commandsOf);
  const below = commands.filter((command) => parents.has(command.identifier));
  const own = commands.filter((command) => command.file.path === listening);
  const [serving] =
    own.length > 0
      ? below.filter((command) => own.includes(command))
      : [
          ...below.filter((command) => leadsTo(command.file, listening)),
          ...below.filter(({ word }) => usual.test(word)),
        ];
  if (serving === undefined) return [];
  const words: string[] = [];
  for (let at: Command | undefined = serving; at !== undefined && words.length < 4;) {
    words.unshift(at.word);
    const parent: string | undefined = parents.get(at.identifier);
    at = below.find((command) => command.identifier === parent);
  }
  return words;
}

const usual = /^(?:serve|server|start|run|api|web|http|daemon)$/;

/** `root.AddCommand(serveCmd, newMigrateCmd())`: each command with the one above it. */
function parentsOf(files: readonly SourceFile[]): Map<string, string> {
  const parents = new Map<string, string>();
  for (const file of files) {
    for (const match of matchSource(file, /\b(\w+)\.AddCommand\(([^;{}]{1,1000}?)\)\s*(?:\n|\}|$)/g)) {
      const parent = match.groups[0] ?? '';
      const inside = functionAround(file, match.start) ?? parent;
      for (const [word] of (match.groups[1] ?? '').matchAll(/\w+/g))
        parents.set(word, /^(?:cmd|c)$/.test(parent) ? inside : parent);
    }
  }
  return parents;
}

function commandsOf(file: SourceFile): Command[] {
  return matchSource(file, /(?:\b(\w+)\s*:?=|\breturn)\s*&?cobra\.Command\{[^{}]{0,300}?\bUse:\s*"([\w-]{1,40})/g).map(
    (match) => ({
      identifier: functionAround(file, match.start) ?? match.groups[0] ?? '',
      word: match.groups[1] ?? '',
      file,
    }),
  );
}

/** Name of the function that makes a command, around an offset. */
function functionAround(file: SourceFile, offset: number): string | undefined {
  const before = file.text.slice(0, offset);
  const start = before.lastIndexOf('\nfunc ');
  if (start < 0 || /\n\}/.test(before.slice(start))) return undefined;
  return /^\nfunc (?:\([^)\n]{0,80}\) )?(\w+)\([^\n]{0,200}\*cobra\.Command\b/.exec(before.slice(start))?.[1];
}

/** True when the file imports the package that listens. */
function leadsTo(file: SourceFile, listening: string): boolean {
  const directory = directoryName(listening);
  return directory !== '.' && importsOf(file).some((path) => path === directory || path.endsWith(`/${directory}`));
}
