import { parsePythonStatements } from './python-statements.js';

describe('parsePythonStatements', () => {
  it.each([
    [
      'lines',
      'a = 1\n  b = 2\n',
      [
        ['a = 1', 1, 0],
        ['  b = 2', 2, 2],
      ],
    ],
    [
      'brackets over lines',
      'f(\n  1,\n)\ng()',
      [
        ['f(   1, )', 1, 0],
        ['g()', 4, 0],
      ],
    ],
    [
      'continuations',
      'a = \\\n 1\nb',
      [
        ['a =   1', 1, 0],
        ['b', 3, 0],
      ],
    ],
    [
      'comments',
      'a # (\nb',
      [
        ['a', 1, 0],
        ['b', 2, 0],
      ],
    ],
    [
      'brackets in strings',
      'a = "("\nb',
      [
        ['a = "("', 1, 0],
        ['b', 2, 0],
      ],
    ],
    [
      'multi-line strings',
      'a = """x\n(y\n"""\nb',
      [
        ['a = ""', 1, 0],
        ['b', 4, 0],
      ],
    ],
    [
      'escaped quotes',
      "a = 'it\\'s ('\nb",
      [
        ["a = 'it\\'s ('", 1, 0],
        ['b', 2, 0],
      ],
    ],
    [
      'a string without an end',
      'a = "x\nb',
      [
        ['a = "x', 1, 0],
        ['b', 2, 0],
      ],
    ],
    [
      'Windows line ends',
      'a = (1,\r\n2)\r\nb\r\n',
      [
        ['a = (1,\r 2)', 1, 0],
        ['b', 3, 0],
      ],
    ],
    [
      'stray closing brackets',
      ')\na',
      [
        [')', 1, 0],
        ['a', 2, 0],
      ],
    ],
  ])('reads %s', (_, source, expected) => {
    expect(parsePythonStatements(source).map(({ text, line, indent }) => [text, line, indent])).toEqual(expected);
  });
});
