import { visibleText } from './visible-text.js';

describe('visibleText', () => {
  it.each([
    ['plain\ttext\n', 'plain\ttext\n'],
    ['\u001b[2Ja\u0007', '\\u001b[2Ja\\u0007'],
    ['a\u202eb\u200b', 'a\\u202eb\\u200b'],
    ['\u009b31m\r\n', '\\u009b31m\\u000d\n'],
    ['äöü 请 🚀', 'äöü 请 🚀'],
  ])('F05: shows %j as %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('means the same in JSON', () => {
    const value = { name: 'a\u202eb\u001b' };
    expect(JSON.parse(visibleText(JSON.stringify(value)))).toEqual(value);
  });
});
