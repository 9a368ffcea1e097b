import { isSecretName, isStandIn } from '../../secrets/secret-values.js';
import type { Report } from '../../verifier.js';
import { execForm, resolveArguments } from './dockerfile-model.js';
import type { DockerfileModel, DockerInstruction } from './dockerfile-model.js';

/** Rules on single instructions of every stage. */
export function verifyInstructions(model: DockerfileModel, report: Report): void {
  for (const instruction of [...model.preamble, ...model.stages.flatMap((stage) => stage.instructions)]) {
    rules[instruction.keyword]?.(instruction, report);
  }
  for (const stage of model.stages) {
    for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK']) {
      const same = stage.instructions.filter((instruction) => instruction.keyword === keyword);
      if (same.length < 2) continue;
      const rule = { CMD: 'DL4003', ENTRYPOINT: 'DL4004' }[keyword] ?? 'DL3012';
      report(
        rule,
        'warning',
        same.at(-1)?.line ?? 1,
        `Only the last ${keyword} of a stage counts; the others are ignored.`,
      );
    }
    for (const { keyword, text, line } of stage.instructions) {
      if (keyword === 'EXPOSE') verifyPorts(resolveArguments(text, model), line, report);
    }
  }
}

const rules: Readonly<Record<string, (instruction: DockerInstruction, report: Report) => void>> = {
  ENV: (instruction, report) => verifyVariables(instruction, report),
  ARG: (instruction, report) => verifyVariables(instruction, report),
  CMD: verifyExecForm,
  ENTRYPOINT: verifyExecForm,
  SHELL: verifyExecForm,
  HEALTHCHECK: ({ text, line, keyword, flags }, report) => {
    const command = /^CMD\s+([\s\S]*)$/i.exec(text)?.[1];
    if (command === undefined && !/^NONE$/i.test(text)) {
      report('healthcheck-form', 'error', line, 'HEALTHCHECK needs CMD and a command, or NONE.');
    }
    if (command !== undefined) verifyExecForm({ text: command.trim(), line, keyword, flags }, report);
  },
  WORKDIR: ({ text, line }, report) => {
    if (!/^["']?([/$]|[A-Za-z]:)/.test(text))
      report('DL3000', 'warning', line, `WORKDIR '${text}' is relative; give the whole path.`);
  },
  ADD: ({ text, line, flags }, report) => {
    const isForAdd =
      /https?:\/\/|git@|\.git\b|\.(tar|tgz|tbz2?|txz|tar\.\w+)\b|<</.test(text) ||
      flags.some(({ name }) => name === 'checksum');
    if (!isForAdd) report('DL3020', 'warning', line, 'Use COPY for files and folders: ADD also unpacks and downloads.');
  },
  MAINTAINER: ({ line }, report) => report('DL4000', 'warning', line, 'MAINTAINER is deprecated; use a LABEL.'),
};

function verifyPorts(text: string, line: number, report: Report): void {
  for (const word of text.split(/\s+/).filter((part) => part !== '' && !part.includes('$'))) {
    const [, first = '', last = first] = /^["']?(\d+)(?:-(\d+))?(?:\/(?:tcp|udp|sctp))?["']?$/i.exec(word) ?? [];
    const inRange = [first, last].every((port) => port !== '' && Number(port) >= 1 && Number(port) <= 65_535);
    if (!inRange) report('DL3011', 'error', line, `EXPOSE '${word}' is no port between 1 and 65535.`);
  }
}

/** Docker runs what looks like exec form but is no JSON as a shell line that cannot work. */
function verifyExecForm({ keyword, text, line }: DockerInstruction, report: Report): void {
  if (!text.startsWith('[')) {
    if ((keyword === 'CMD' || keyword === 'ENTRYPOINT') && text !== '') {
      report(
        'DL3025',
        'warning',
        line,
        `Write ${keyword} as a JSON list: a shell in between does not pass on signals.`,
      );
    }
    return;
  }
  const looksLikeExec = /^\[\s*["']/.test(text) && text.endsWith(']') && !/\s(=|==|!=|-[a-z]{2})\s/.test(text);
  if (looksLikeExec && !execForm(text)) {
    report(
      'exec-form-json',
      'error',
      line,
      `${keyword} looks like a JSON list but is none (double quotes, commas): it would run as a shell line.`,
    );
  }
}

function verifyVariables({ keyword, text, line }: DockerInstruction, report: Report): void {
  for (const [name, value] of assignments(text)) {
    if (!isSecretName(name)) continue;
    const rule = keyword === 'ENV' ? 'secret-in-env' : 'secret-in-arg';
    if (value !== undefined && !isStandIn(value)) {
      report(rule, 'error', line, `${keyword} ${name} puts a secret into the image; give it when the container runs.`);
    } else if (keyword === 'ARG' && value === undefined) {
      report(rule, 'warning', line, `ARG ${name} stays readable in the image's history; use RUN --mount=type=secret.`);
    }
  }
}

/** `A=b C="d e"` or `A b` as pairs; without a value: undefined. */
function assignments(text: string): [string, string | undefined][] {
  const legacy = /^([A-Za-z_][\w.-]*)\s+([^=\s].*)$/s.exec(text);
  if (legacy && !/^[\w.-]+=/.test(text)) return [[legacy[1] ?? '', legacy[2]]];
  const pairs: [string, string | undefined][] = [];
  for (const match of text.matchAll(/(?:^|\s)([A-Za-z_][\w.-]*)(?:=("(?:\\.|[^"\\])*"|'[^']*'|[^\s"']*))?(?=\s|$)/g)) {
    pairs.push([match[1] ?? '', match[2]?.replace(/^["']|["']$/g, '')]);
  }
  return pairs;
}
