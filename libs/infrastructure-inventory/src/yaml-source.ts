import { Composer, isMap, isNode, isScalar, isSeq, LineCounter, Parser } from 'yaml';
import type { CST } from 'yaml';

/** Beyond this size a YAML file is not configuration that people wrote; parsing it would take seconds. */
const maximumLength = 512 * 1024;
/** Bounds the growth by aliases; shared anchors of real compose files stay far below. */
const maxAliasCount = 1000;

export interface YamlSource {
  /** Plain value, merge keys resolved. */
  value: unknown;
  /** 1-based line of the deepest part of the path that stands in the file. */
  line(path: readonly (string | number)[]): number;
}

/**
 * Parses one YAML document and keeps the lines of its keys.
 * @throws {Error} when it is not YAML, is too large, or grows by aliases without bound.
 */
export function parseYamlSource(text: string): YamlSource {
  if (text.length > maximumLength) throw new Error('it is larger than 512 KiB');
  const lines = new LineCounter();
  // a pretty error copies the line it stands on: a long line that is wrong at each character would cost its square
  const composer = new Composer({ merge: true, prettyErrors: false, logLevel: 'silent' });
  const tokens = untilWrong(new Parser(lines.addNewLine).parse(text));
  const document = [...composer.compose(tokens, true, text.length)][0]!;
  const [problem] = document.errors;
  if (problem) throw new Error(describe(problem, lines.linePos(problem.pos[0])));
  return {
    value: document.toJS({ maxAliasCount }),
    line: (path) => lines.linePos(offsetOf(document.contents, path)).line || 1,
  };
}

/** The first error is told; parsing what follows it would take time for nothing. */
function* untilWrong(tokens: Iterable<CST.Token>): Generator<CST.Token, void> {
  for (const token of tokens) {
    yield token;
    if (token.type === 'error') return;
  }
}

function describe({ message }: Error, { line, col }: { line: number; col: number }): string {
  return `line ${line || 1}: ${message.split('\n', 1)[0] ?? ''} at line ${line}, column ${col}:`;
}

function offsetOf(contents: unknown, path: readonly (string | number)[]): number {
  let node = contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === String(step));
      if (!pair || !isNode(pair.key)) return offset;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}
