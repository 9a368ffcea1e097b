import { maskComments, type CommentStyle } from './mask-comments.js';

describe('maskComments', () => {
  it.each<[string, CommentStyle, string, string]>([
    ['a line comment', 'c', 'a; // b\nc', 'a; \nc'],
    ['a block comment, keeping its lines', 'c', 'a /* x\ny */ b', 'a \n b'],
    ['nothing in a URL string', 'c', "fetch('http://x') // y", "fetch('http://x') "],
    ['nothing in a template', 'c', '`// ${a}` // b', '`// ${a}` '],
    ['after an apostrophe of an earlier line', 'c', "don't\nx // y", "don't\nx "],
    ['after an unclosed template', 'c', '`a\nb // c', '`a\nb '],
    ['a hash comment', 'hash', 'x = "#" # y\nz', 'x = "#" \nz'],
    ['nothing in a docstring', 'hash', '"""a # b\n# c"""# d', '"""a # b\n# c"""'],
    ['an unclosed block comment to the end', 'c', 'a /* b\nc', 'a \n'],
  ])('takes out %s', (_, style, text, expected) => {
    expect(maskComments(text, style)).toBe(expected);
  });

  it('needs linear time for escaped backticks', () => {
    const started = performance.now();
    maskComments('\\`\n'.repeat(200_000), 'c');
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
