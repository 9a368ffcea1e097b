import { toString } from 'mdast-util-to-string';
import { code, plainText, table, text } from './markdown-text.js';
import { allNodes, codeSpans, parseMarkdown } from './markdown-tree.js';

const hostile = [
  'a|b',
  '`x`',
  '<b>&amp;',
  '**x** _y_',
  '[l](u)',
  '# h',
  '- i',
  '1. x',
  'a\\b',
  '``` x',
  '![i](u)',
  '~~x~~',
  'a\nb',
  '\u001b[31mred',
  '\u202eabc',
  '127.0.0.1',
  'snake_case',
];

describe.each(hostile)('untrusted text %j', (value) => {
  it('is shown by text() as it is, with no markup of its own', () => {
    const tree = parseMarkdown(text(value));
    expect(allNodes(tree).map(({ type }) => type)).toEqual(['root', 'paragraph', 'text']);
    expect(toString(tree)).toBe(plainText(value));
  });

  it('is one code span, in a table cell too', () => {
    expect(codeSpans(parseMarkdown(code(value)))).toEqual([plainText(value)]);
    expect(codeSpans(parseMarkdown(table(['x', 'y'], [[code(value), 'z']], '')))).toEqual([plainText(value)]);
  });
});

describe('plainText', () => {
  it('cuts what is too long', () => {
    expect(plainText('a'.repeat(1000))).toHaveLength(300);
  });
});
