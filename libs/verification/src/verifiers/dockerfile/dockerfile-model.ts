import { DockerfileParser, ModifiableInstruction } from 'dockerfile-ast';
import type { Instruction } from 'dockerfile-ast';

export interface DockerInstruction {
  readonly keyword: string;
  /** Everything after the keyword and the flags, continuation lines joined by a space, heredoc bodies included. */
  readonly text: string;
  readonly flags: readonly { name: string; value: string }[];
  readonly line: number;
}

export interface DockerStage {
  readonly base: string;
  readonly name?: string;
  readonly line: number;
  readonly instructions: readonly DockerInstruction[];
}

export interface DockerfileModel {
  /** Instructions before the first FROM. */
  readonly preamble: readonly DockerInstruction[];
  readonly stages: readonly DockerStage[];
}

/** More than anyone writes; the parser's time grows with the square of the lines. */
const maximumLines = 2000;
const maximumStages = 100;

/** True for a Dockerfile that would take too long to judge. */
export function isTooLong(content: string): boolean {
  return (
    content.split('\n', maximumLines + 1).length > maximumLines ||
    (content.match(/^[ \t]*FROM\s/gim)?.length ?? 0) > maximumStages
  );
}

/** Reads a Dockerfile as stages of instructions. */
export function readDockerfile(content: string): DockerfileModel {
  const preamble: DockerInstruction[] = [];
  const stages: { base: string; name?: string; line: number; instructions: DockerInstruction[] }[] = [];
  for (const parsed of DockerfileParser.parse(content).getInstructions()) {
    const keyword = parsed.getKeyword().toUpperCase();
    const text = joinLines(parsed.getRawArgumentsContent() ?? '', keyword);
    const instruction = instructionOf(keyword, text, parsed.getRange().start.line + 1, flagsOf(parsed));
    if (instruction.keyword === 'FROM') stages.push(stageOf(instruction));
    else (stages.at(-1)?.instructions ?? preamble).push(instruction);
  }
  return { preamble, stages };
}

function joinLines(text: string, keyword: string): string {
  const kept = keyword === 'RUN' && text.includes('<<') ? text : text.replace(/^[ \t]*#.*$/gm, '');
  return kept.replace(/\\[ \t]*\r?\n\s*/g, ' ').trim();
}

/** The parser keeps the flags that it knows an instruction to have apart from its arguments. */
function flagsOf(parsed: Instruction): DockerInstruction['flags'] {
  if (!(parsed instanceof ModifiableInstruction)) return [];
  return parsed.getFlags().map((flag) => ({ name: flag.getName(), value: flag.getValue() ?? '' }));
}

function instructionOf(
  keyword: string,
  raw: string,
  line: number,
  known: DockerInstruction['flags'],
): DockerInstruction {
  const flags = [...known];
  let text = raw;
  for (;;) {
    const flag = /^--([a-z-]+)(?:=(\S*))?\s+/.exec(text);
    if (!flag) break;
    flags.push({ name: flag[1] ?? '', value: flag[2] ?? '' });
    text = text.slice(flag[0].length);
  }
  return { keyword, text, flags, line };
}

function stageOf({ text, line }: DockerInstruction) {
  const [base = '', as = '', name] = text.split(/\s+/);
  return { base, ...(as.toLowerCase() === 'as' && name ? { name: name.toLowerCase() } : {}), line, instructions: [] };
}

/** Arguments of the preamble with their defaults, put into a reference: `node:${NODE_VERSION}` becomes `node:22`. */
export function resolveArguments(text: string, model: DockerfileModel): string {
  const defaults = new Map<string, string>();
  for (const { keyword, text: argument } of model.preamble) {
    if (keyword !== 'ARG') continue;
    const at = argument.indexOf('=');
    if (at > 0) defaults.set(argument.slice(0, at), argument.slice(at + 1).replace(/^["']|["']$/g, ''));
  }
  return text.replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (whole, braced: string, fallback: string, plain: string) => {
      return defaults.get(braced ?? plain) ?? fallback ?? whole;
    },
  );
}

/** The stages that end up in the image: the last one and those it is `FROM`. */
export function finalChain(model: DockerfileModel): readonly DockerStage[] {
  const chain: DockerStage[] = [];
  let stage = model.stages.at(-1);
  while (stage && !chain.includes(stage)) {
    chain.unshift(stage);
    const base: string = resolveArguments(stage.base, model).toLowerCase();
    const before: readonly DockerStage[] = model.stages.slice(0, model.stages.indexOf(stage));
    stage = before.find((earlier) => earlier.name === base);
  }
  return chain;
}

/** Exec form as words; undefined for shell form. */
export function execForm(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}
