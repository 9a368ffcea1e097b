import { Composer, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, Parser } from 'yaml';
import type { CST, Document, Node } from 'yaml';
import type { Report } from '../verifier.js';

export type YamlPath = readonly (string | number)[];

/** One YAML document as plain data, and where each part of it stands. */
export interface YamlSource {
  readonly value: unknown;
  /** Line of the key or item at the path; of the nearest part above when that is not there itself. */
  lineOf(path: YamlPath): number;
}

/** More aliases than a person writes; an alias bomb needs many more. */
const maximumAliases = 1000;

/** A pretty error copies the line it stands on: a long line that is wrong at each character would cost its square. */
const yamlOptions = { merge: true, prettyErrors: false, logLevel: 'silent' } as const;

/** More places that are wrong tell nothing more, and each of them costs time. */
const mostErrors = 50;

/** The tokens up to the error after which nobody reads on. */
function* untilHopeless(tokens: Iterable<CST.Token>): Generator<CST.Token, void> {
  let errors = 0;
  for (const token of tokens) {
    yield token;
    if (token.type === 'error') errors += 1;
    if (errors > mostErrors) return;
  }
}

/** Parses every document of the text; reports what does not parse, and returns undefined then. */
export function readYaml(content: string, report: Report): YamlSource[] | undefined {
  try {
    const counter = new LineCounter();
    const tokens = untilHopeless(new Parser(counter.addNewLine).parse(content));
    const composer = new Composer({ ...yamlOptions });
    const documents = [...composer.compose(tokens)];
    // what is wrong outside of every document belongs to none
    const outside = documents.length === 0 ? composer.streamInfo().errors : [];
    const errors = [...documents.flatMap((document) => document.errors), ...outside];
    for (const error of errors.slice(0, 5)) {
      const { line, col } = counter.linePos(error.pos[0]);
      report(yamlRule(error.code), 'error', line || 1, `${firstLine(error.message)} at line ${line}, column ${col}:`);
    }
    if (errors.length > 0) return undefined;
    return documents.map((document) => sourceOf(document, counter));
  } catch (error) {
    report('yaml-too-complex', 'error', 1, `The file is not usable YAML: ${explain(error)}.`);
    return undefined;
  }
}

/** Parses a text that must hold exactly one document; undefined (and a finding) otherwise. */
export function readSingleYaml(content: string, report: Report): YamlSource | undefined {
  const sources = readYaml(content, report);
  if (!sources) return undefined;
  if (sources.length > 1)
    report('yaml-documents', 'error', sources[1]?.lineOf([]) ?? 1, 'Only one document is expected.');
  return sources.length > 1 ? undefined : (sources[0] ?? { value: null, lineOf: () => 1 });
}

function sourceOf(document: Document.Parsed, counter: LineCounter): YamlSource {
  return {
    value: document.toJS({ maxAliasCount: maximumAliases }) as unknown,
    lineOf: (path) => {
      let offset = document.contents?.range[0] ?? 0;
      let node: unknown = document.contents;
      for (const part of path) {
        if (isAlias(node)) node = node.resolve(document);
        const next = step(node, part);
        if (!next) break;
        offset = next.offset ?? offset;
        node = next.node;
      }
      return counter.linePos(offset).line;
    },
  };
}

function step(node: unknown, part: string | number): { offset: number | undefined; node: unknown } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(part)] as Node | undefined;
    return item ? { offset: item.range?.[0], node: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part));
  return pair ? { offset: (pair.key as Node).range?.[0], node: pair.value } : undefined;
}

function yamlRule(code: string): string {
  return code === 'DUPLICATE_KEY' ? 'yaml-duplicate-key' : 'yaml-syntax';
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

function explain(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  return error instanceof Error ? firstLine(error.message) : 'it could not be read';
}
