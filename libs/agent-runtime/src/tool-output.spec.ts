import { presentOutput } from './tool-output.js';

describe('presentOutput', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['titles of a terminal', '\u001b]0;owned\u0007text', 'text'],
    ['hidden tags', `a${String.fromCodePoint(0xe0041, 0xe0042)}b`, 'ab'],
    ['reversed text', 'a\u202eb\u2066c', 'abc'],
    ['zero-width spaces', 'a\u200bb\ufeffc', 'abc'],
    ['control characters', 'a\u0000b\u0008c\r', 'abc\r'],
  ])('takes %s out', (_name, text, expected) => {
    expect(presentOutput(text, 100)).toBe(expected);
  });

  it('keeps what people write', () => {
    const text = 'Zeile\t1\nمرحبا 👩‍👩‍👧 नमस्ते\n';
    expect(presentOutput(text, 100)).toBe(text);
  });

  it('keeps the beginning and the end of a long text', () => {
    const text = `start${'.'.repeat(1000)}end`;
    expect(presentOutput(text, 10)).toBe('start\n[… 998 characters left out …]\n..end');
  });

  it('leaves no half of a character where it cuts', () => {
    expect(presentOutput('🚢'.repeat(20), 9)).not.toMatch(/[\ud800-\udfff](?![\udc00-\udfff])/u);
  });
});
