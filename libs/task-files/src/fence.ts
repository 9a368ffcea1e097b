import { endOf, startOf } from './markdown.js';
import type { MarkdownNode } from './markdown.js';

export interface Fence {
  /** Text after the fence characters of the first line, as it stands. */
  info: string;
  /** The lines between, as they stand, each with its line end. */
  content: string;
  closed: boolean;
  /** Offset of the fence in the source. */
  start: number;
}

/** Reads a fenced block from the source itself; undefined for any other node. */
export function readFence(node: MarkdownNode, source: string): Fence | undefined {
  if (node.type !== 'code') return undefined;
  const raw = source.slice(startOf(node), endOf(node));
  const marker = /^(`{3,}|~{3,})/.exec(raw)?.[1];
  if (marker === undefined) return undefined;
  const firstEnd = raw.indexOf('\n');
  const info = (firstEnd === -1 ? raw : raw.slice(0, firstEnd)).slice(marker.length).trim();
  const lastStart = raw.lastIndexOf('\n') + 1;
  const last = raw.slice(lastStart).trim();
  const closed = firstEnd !== -1 && last.startsWith(marker) && last === last.charAt(0).repeat(last.length);
  const content = firstEnd === -1 ? '' : raw.slice(firstEnd + 1, closed ? lastStart : undefined);
  const indent = (node.position?.start.column ?? 1) - 1;
  return { info, content: withoutIndent(content, indent), closed, start: startOf(node) };
}

/** Writes a block whose fence is longer than any run of backticks in it. */
export function renderFence(info: string, content: string): string {
  const longest = Math.max(2, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const marker = '`'.repeat(longest + 1);
  const ended = content === '' || content.endsWith('\n') ? content : `${content}\n`;
  return `${marker}${info}\n${ended}${marker}`;
}

function withoutIndent(content: string, indent: number): string {
  if (indent === 0) return content;
  const prefix = new RegExp(`^ {1,${indent}}`);
  return content
    .split('\n')
    .map((line) => line.replace(prefix, ''))
    .join('\n');
}
