import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import type { Report } from '../../verifier.js';
import { finalChain } from './dockerfile-model.js';
import type { DockerfileModel, DockerInstruction } from './dockerfile-model.js';

/** Rules on what RUN does and how it mounts. */
export function verifyRunCommands(model: DockerfileModel, path: string, tree: FileTree, report: Report): void {
  const shipped = new Set(finalChain(model).flatMap((stage) => stage.instructions));
  const folder = posix.dirname(path);
  const hasLock = ['package-lock.json', 'npm-shrinkwrap.json'].some((name) => tree.has(posix.join(folder, name)));
  for (const stage of model.stages) {
    const hasPipefail = stage.instructions.some(
      ({ keyword, text }) => keyword === 'SHELL' && text.includes('pipefail'),
    );
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      verifyMounts(instruction, model, report);
      verifyApt(instruction, shipped.has(instruction), report);
      verifyTools(instruction, hasLock, report);
      verifyPipes(instruction, hasPipefail, report);
    }
  }
}

const mountTypes = new Set(['bind', 'cache', 'tmpfs', 'secret', 'ssh']);
const mountKeys = new Set([
  ...['type', 'target', 'dst', 'destination', 'source', 'src', 'from', 'id', 'sharing', 'mode', 'uid', 'gid'],
  ...['ro', 'readonly', 'rw', 'readwrite', 'required', 'size', 'env'],
]);
const runFlags = new Set(['mount', 'network', 'security', 'device']);

function verifyMounts({ flags, line }: DockerInstruction, model: DockerfileModel, report: Report): void {
  for (const { name, value } of flags) {
    if (!runFlags.has(name)) report('run-flag', 'error', line, `RUN has no flag '--${name}'.`);
    if (name !== 'mount') continue;
    const pairs = new Map(
      value
        .replace(/^["']|["']$/g, '')
        .split(',')
        .map((part) => splitOnce(part)),
    );
    for (const key of pairs.keys()) {
      if (!mountKeys.has(key)) report('run-mount', 'error', line, `RUN --mount has no key '${key}'.`);
    }
    const type = pairs.get('type') ?? 'bind';
    if (!type.includes('$') && !mountTypes.has(type))
      report('run-mount', 'error', line, `RUN --mount has no type '${type}'.`);
    const from = pairs.get('from');
    if (from !== undefined && !isStageOrImage(from, model)) {
      report('DL3022', 'error', line, `RUN --mount from='${from}' names neither a stage nor an image.`);
    }
    const hasTarget = ['target', 'dst', 'destination'].some((key) => pairs.has(key));
    if ((type === 'cache' || type === 'tmpfs') && !hasTarget) {
      report('run-mount', 'error', line, `RUN --mount type=${type} needs a target.`);
    }
  }
}

/** True when the word can be what `--from` takes: a stage's name or number, or an image. */
export function isStageOrImage(from: string, model: DockerfileModel): boolean {
  if (from.includes('$') || /[/:@]/.test(from)) return true;
  if (/^\d+$/.test(from)) return Number(from) < model.stages.length;
  return model.stages.some((stage) => stage.name === from.toLowerCase());
}

function splitOnce(part: string): [string, string] {
  const at = part.indexOf('=');
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
}

function verifyApt({ text, flags, line }: DockerInstruction, shipped: boolean, report: Report): void {
  const installs = commandsOf(text).filter((command) => /^apt(-get)?\s+([^;&|]*\s)?install\b/.test(command));
  if (/\bapt-get\s+(?:-\w+\s+)*dist-upgrade\b/.test(text)) {
    report('DL3005', 'warning', line, 'Take a newer base image in place of dist-upgrade.');
  }
  if (installs.length === 0) {
    if (/\bapt-get\s+(?:-\w+\s+)*update\b/.test(text) && !/\binstall\b|upgrade\b/.test(text)) {
      report(
        'CKV_DOCKER_5',
        'warning',
        line,
        'apt-get update alone goes stale in the cache; put install into the same RUN.',
      );
    }
    return;
  }
  const isCached = flags.some(({ name, value }) => name === 'mount' && value.includes('/apt'));
  for (const command of installs) {
    if (!/\s(-y|--yes|-[a-z]*y[a-z]*|--assume-yes|-qq)\b/.test(command)) {
      report('DL3014', 'error', line, 'apt-get install waits for an answer: add -y.');
    }
    if (!command.includes('--no-install-recommends')) report('DL3015', 'warning', line, 'Add --no-install-recommends.');
  }
  if (shipped && !isCached && !/\/var\/lib\/apt\/lists/.test(text)) {
    report('DL3009', 'warning', line, 'Delete /var/lib/apt/lists in the same RUN.');
  }
}

function verifyTools({ text, flags, line }: DockerInstruction, hasLock: boolean, report: Report): void {
  for (const command of commandsOf(text)) {
    if (/^sudo\s/.test(command)) report('DL3004', 'warning', line, 'No sudo in an image; use USER.');
    if (/^cd\s+\S+$/.test(command) && commandsOf(text).length === 1)
      report('DL3003', 'warning', line, 'Use WORKDIR: cd ends with its RUN.');
    if (hasLock && /^npm\s+(install|i)(\s+--?[\w-]+(=\S+)?)*$/.test(command)) {
      report('npm-ci', 'warning', line, 'There is a lock file: npm ci installs exactly that, npm install does not.');
    }
    if (/^npm\s+(install|i)\s+([^;]*\s)?(-g|--global)\b/.test(command) && !/@[\w.^~$]|\s\.\/|\.tgz/.test(command)) {
      report('DL3016', 'warning', line, 'Name the version of what npm installs globally.');
    }
    const isPip = /^(python3?\s+-m\s+)?pip3?\s+install\b/.test(command);
    const isCached = flags.some(({ name, value }) => name === 'mount' && value.includes('pip'));
    if (isPip && !isCached && !command.includes('--no-cache-dir')) {
      report('DL3042', 'warning', line, 'Add --no-cache-dir, or a cache mount: the cache only makes the layer larger.');
    }
    if (
      /^apk\s+([^;]*\s)?add\b/.test(command) &&
      !command.includes('--no-cache') &&
      !flags.some(({ name }) => name === 'mount')
    ) {
      report('DL3019', 'warning', line, 'Add --no-cache.');
    }
  }
  if (/\b(curl|wget)\b[^|;&\n]*\|\s*(sudo\s+)?(ba|da|z)?sh\b/.test(text)) {
    report(
      'pipe-to-shell',
      'warning',
      line,
      'What is downloaded runs unseen; download, compare its checksum, then run it.',
    );
  }
}

function verifyPipes({ text, line }: DockerInstruction, hasPipefail: boolean, report: Report): void {
  if (hasPipefail || text.startsWith('[') || text.includes('<<') || /\bpipefail\b/.test(text)) return;
  const bare = text.replace(/"(?:\\.|[^"\\])*"|'[^']*'/g, '""').replace(/\|\|/g, ' ');
  if (bare.includes('|'))
    report('DL4006', 'warning', line, 'A failure left of the pipe is lost; set -o pipefail with SHELL.');
}

function commandsOf(text: string): string[] {
  return text.split(/&&|\|\||[;|\n]/).map((command) => command.trim().replace(/^(?:[A-Z_]+=\S+\s+)+/, ''));
}
