import { byCodeUnit } from '@devops-orchestrator/contracts';
import { DockerfileParser } from 'dockerfile-ast';
import type { Instruction, PropertyInstruction } from 'dockerfile-ast';
import type { InventoryImage } from '@devops-orchestrator/contracts';
import type { InventoryPart, VariableUse } from './inventory-part.js';
import { holdsCredentials, withoutSecrets } from './secret-text.js';

interface Stage {
  name?: string;
  base: string;
  line: number;
  instructions: Instruction[];
}

/** The parser takes more than linear time: what people write stays far below. */
const maximumLength = 64 * 1024;

/** Reads a Dockerfile as its last stage runs; what that stage takes over from earlier stages counts. @throws {Error} when it has no FROM. */
export function readDockerfile(path: string, text: string): InventoryPart {
  if (text.length > maximumLength) throw new Error('it is larger than 64 KiB');
  const instructions = DockerfileParser.parse(text).getInstructions();
  const stages = splitStages(instructions);
  const last = stages.at(-1);
  if (!last) throw new Error('it has no FROM instruction');
  const effective = withParents(last, stages);
  const values = propertyValues(instructions);
  const content = (keyword: string) => lastContent(effective, keyword);
  const command = [content('ENTRYPOINT'), content('CMD')].filter((part) => part !== undefined).join(' ');
  const user = content('USER');
  const workdir = content('WORKDIR');
  const healthcheck = content('HEALTHCHECK');
  const image: InventoryImage = {
    path,
    line: last.line,
    stages: stages.map(({ name, base }) => ({
      ...(name === undefined ? {} : { name }),
      base: substitute(base, values),
    })),
    ports: exposedPorts(effective, values),
    ...(user === undefined ? {} : { user: substitute(user, values) }),
    ...(workdir === undefined ? {} : { workdir }),
    ...(healthcheck === undefined || healthcheck.toUpperCase() === 'NONE'
      ? {}
      : { healthcheck: withoutSecrets(healthcheck) }),
    ...(command === '' ? {} : { command: withoutSecrets(command) }),
    environment: [...new Set(effective.filter(isEnv).flatMap((env) => propertiesOf(env).map(([name]) => name)))].sort(
      byCodeUnit,
    ),
  };
  return { images: [image], variables: dockerfileVariables(path, instructions) };
}

function keywordOf(instruction: Instruction): string {
  return instruction.getKeyword().toUpperCase();
}

function isEnv(instruction: Instruction): boolean {
  return keywordOf(instruction) === 'ENV';
}

function contentOf(instruction: Instruction): string {
  return instruction
    .getArguments()
    .map((argument) => argument.getValue())
    .join(' ');
}

function splitStages(instructions: readonly Instruction[]): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of instructions) {
    if (keywordOf(instruction) === 'FROM') {
      const words = contentOf(instruction)
        .split(' ')
        .filter((word) => !word.startsWith('--'));
      const name = words[1]?.toUpperCase() === 'AS' ? words[2] : undefined;
      const line = instruction.getRange().start.line + 1;
      stages.push({ base: words[0] ?? '', line, instructions: [], ...(name === undefined ? {} : { name }) });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

/** Instructions of the stage after those of the stages it is built from. */
function withParents(stage: Stage, stages: readonly Stage[]): Instruction[] {
  const earlier = stages.slice(0, stages.indexOf(stage));
  const parent = earlier.findLast(({ name }) => name !== undefined && name.toLowerCase() === stage.base.toLowerCase());
  return [...(parent ? withParents(parent, earlier) : []), ...stage.instructions];
}

function lastContent(instructions: readonly Instruction[], keyword: string): string | undefined {
  const found = instructions.findLast((instruction) => keywordOf(instruction) === keyword);
  const content = found === undefined ? '' : contentOf(found);
  return content === '' ? undefined : content;
}

function exposedPorts(instructions: readonly Instruction[], values: ReadonlyMap<string, string>): number[] {
  const ports = instructions
    .filter((instruction) => keywordOf(instruction) === 'EXPOSE')
    .flatMap((instruction) => substitute(contentOf(instruction), values).split(/\s+/))
    .map((word) => Number.parseInt(word, 10))
    .filter((port) => port >= 1 && port <= 65535);
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** Name and value pairs of ENV, or of ARG, which may have no value. */
function propertiesOf(instruction: Instruction): [name: string, value: string | undefined][] {
  return (instruction as PropertyInstruction)
    .getProperties()
    .map((property): [string, string | undefined] => [property.getName(), property.getValue() ?? undefined])
    .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
}

function propertyValues(instructions: readonly Instruction[]): Map<string, string> {
  const entries = instructions
    .filter((instruction) => ['ENV', 'ARG'].includes(keywordOf(instruction)))
    .flatMap(propertiesOf)
    .flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
  return new Map(entries);
}

function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{([A-Za-z_]\w{0,99})(?::-([^}]{0,200}))?\}|\$([A-Za-z_]\w{0,99})/g,
    (whole: string, braced?: string, fallback?: string, bare?: string) => {
      return values.get(braced ?? bare ?? '') ?? fallback ?? whole;
    },
  );
}

function dockerfileVariables(path: string, instructions: readonly Instruction[]): VariableUse[] {
  return instructions
    .filter((instruction) => ['ENV', 'ARG'].includes(keywordOf(instruction)))
    .flatMap((instruction) =>
      propertiesOf(instruction).map(([name, value]): VariableUse => ({
        name,
        path,
        line: instruction.getRange().start.line + 1,
        ...(value === undefined || value.includes('$') ? {} : { default: value }),
        ...(value !== undefined && holdsCredentials(value) ? { secret: true } : {}),
      })),
    );
}
