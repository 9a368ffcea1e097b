import type { TaskStep } from '@devops-orchestrator/contracts';
import { readFence } from './fence.js';
import type { Fence } from './fence.js';
import { parseInfoString } from './info-string.js';
import type { InfoString } from './info-string.js';
import { endOf, startOf } from './markdown.js';
import type { MarkdownNode } from './markdown.js';
import { findNestedFences, isExecutableInfo, unescapeProse } from './prose.js';
import type { MarkdownDocument } from './task-document.js';
import { unsafePathReason } from './unsafe-path-reason.js';

/** Reads `## Implementation`: its steps in order, and the subject of the commit from its last line. */
export function parseSteps(document: MarkdownDocument): { steps: TaskStep[]; commit: string | undefined } {
  const { source } = document;
  const section = document.section('Implementation');
  const commit = readCommit(document, section.nodes.at(-1));
  const end = commit === undefined ? section.end : startOf(section.nodes.at(-1)!);
  const steps: TaskStep[] = [];
  let from = section.start;
  const addProse = (to: number) => {
    const text = unescapeProse(source.slice(from, to));
    if (text !== '') steps.push({ kind: 'prose', text });
  };
  for (const node of section.nodes) {
    refuseNestedFence(document, node);
    const fence = readFence(node, source);
    if (!fence || !isExecutableInfo(fence.info)) continue;
    addProse(source.lastIndexOf('\n', fence.start) + 1);
    steps.push(readStep(document, fence));
    from = endOf(node);
  }
  addProse(end);
  refuseDuplicates(document, steps);
  return { steps, commit };
}

/** Reads the info string of a fence. @throws {TaskFileError} when it, or the fence, is broken. */
export function readInfo(document: MarkdownDocument, fence: Fence, known: readonly string[]): InfoString {
  if (!fence.closed) throw document.fail(fence.start, 'the fence is never closed');
  let info: InfoString;
  try {
    info = parseInfoString(fence.info);
  } catch (error) {
    throw document.fail(fence.start, (error as Error).message);
  }
  const unknown = info.attributes.find(({ name }) => !known.includes(name));
  if (unknown) throw document.fail(fence.start, `unknown attribute "${unknown.name}"; known: ${known.join(', ')}`);
  return info;
}

/** @throws {TaskFileError} when a fence that would be carried out is hidden in a list or a quotation. */
export function refuseNestedFence(document: MarkdownDocument, node: MarkdownNode): void {
  const [nested] = findNestedFences(node);
  if (nested) {
    throw document.fail(startOf(nested), 'a fence of this section must not be indented in a list or a quotation');
  }
}

function readStep(document: MarkdownDocument, fence: Fence): TaskStep {
  if (/^text\s+instruction/.test(fence.info)) {
    readInfo(document, fence, ['instruction']);
    const text = fence.content.replace(/\n$/, '');
    if (text === '') throw document.fail(fence.start, 'the instruction is empty');
    return { kind: 'instruction', text };
  }
  const info = readInfo(document, fence, ['file', 'executable']);
  const path = info.attributes.find(({ name }) => name === 'file')?.value ?? '';
  const reason = unsafePathReason(path);
  if (reason !== undefined) throw document.fail(fence.start, `file ${JSON.stringify(path)} ${reason}`);
  const executable = info.attributes.find(({ name }) => name === 'executable');
  if (executable && executable.value !== undefined) throw document.fail(fence.start, '"executable" takes no value');
  return { kind: 'file', path, language: info.language, content: fence.content, executable: executable !== undefined };
}

function refuseDuplicates(document: MarkdownDocument, steps: readonly TaskStep[]): void {
  const paths = steps.flatMap((step) => (step.kind === 'file' ? [step.path] : []));
  const folded = paths.map((path) => path.normalize('NFC').toLowerCase());
  const second = folded.findIndex((path, index) => folded.indexOf(path) !== index);
  if (second === -1) return;
  const fences = document.section('Implementation').nodes.flatMap((node) => {
    const fence = readFence(node, document.source);
    return fence && /(?:^|\s)file=/.test(fence.info) ? [fence] : [];
  });
  throw document.fail(fences[second]?.start ?? 0, `file ${JSON.stringify(paths[second])} comes twice`);
}

function readCommit(document: MarkdownDocument, last: MarkdownNode | undefined): string | undefined {
  if (last?.type !== 'paragraph') return undefined;
  const line = document.source.slice(startOf(last), endOf(last));
  const match = /^Commit: (`+)([^\n]*[^`\n])\1$/.exec(line);
  const subject = match?.[2]
    ?.trim()
    .replace(/^feat\(infra\):/, '')
    .trim();
  return subject === '' ? undefined : subject;
}
