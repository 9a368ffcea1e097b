import { parse } from 'yaml';
import { quoteShell, renderYaml, withComment } from './quote-helpers.js';

describe('renderYaml', () => {
  it.each(['1.20', 'on', 'yes', '22:22', '1_000', '2024-01-01', 'a: b', '- x', '#c', '', ' x'])(
    'keeps the string %j a string for readers of YAML 1.1 and 1.2',
    (text) => {
      const yaml = renderYaml({ value: text });
      expect(parse(yaml)).toEqual({ value: text });
      expect(parse(yaml, { version: '1.1' })).toEqual({ value: text });
    },
  );

  it('writes comments behind values and leaves the key `on` unquoted', () => {
    expect(renderYaml({ on: { push: {} }, uses: withComment('a/b@123', 'v1') }, 'Header\n\nmore')).toBe(
      '# Header\n#\n# more\non:\n  push: {}\nuses: a/b@123 # v1\n',
    );
  });
});

describe('quoteShell', () => {
  it.each([
    ['plain/word.txt', 'plain/word.txt'],
    ['a b', "'a b'"],
    ["it's $(x)", "'it'\\''s $(x)'"],
    ['', "''"],
  ])('quotes %j', (word, quoted) => {
    expect(quoteShell(word)).toBe(quoted);
  });
});
