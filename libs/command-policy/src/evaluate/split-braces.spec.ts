import { splitBraces } from './split-braces.js';

/** Words of a text; a backslash escapes, a sequence shows as `#`. */
function split(text: string): string[] {
  const items = [...text.matchAll(/\\?[^]/g)].map(([letter]) => ({
    letter: letter.at(-1)!,
    escaped: letter.length > 1,
  }));
  return splitBraces<never>(items).map((word) =>
    word.map((item) => (item === 'sequence' ? '#' : 'letter' in item ? item.letter : '')).join(''),
  );
}

describe('splitBraces', () => {
  it.each([
    ['a', ['a']],
    ['{a,b}', ['a', 'b']],
    ['x{,y}z', ['xz', 'xyz']],
    ['{a,b}{c,d}', ['ac', 'ad', 'bc', 'bd']],
    ['{a,{b,c}}', ['a', 'b', 'c']],
    ['{a,{b,c}', ['{a,b', '{a,c']],
    ['{a}', ['{a}']],
    ['{}', ['{}']],
    ['a,b', ['a,b']],
    ['{1..9}', ['#']],
    ['x{a..z..2}y', ['x#y']],
    ['{a..}', ['{a..}']],
    ['{a,../../x}', ['a', '../../x']],
    ['{1..2,x}', ['1..2', 'x']],
    ['\\{a,b}', ['{a,b}']],
    ['{a\\,b}', ['{a,b}']],
    ['{a\\,b,c}', ['a,b', 'c']],
  ])('makes of %s the words %j', (text, words) => {
    expect(split(text)).toEqual(words);
  });
});
