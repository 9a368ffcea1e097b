import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { readContacts } from './contacts.js';

function contacts(files: Record<string, string>) {
  return readContacts(inMemoryTree(files)).map(({ who, role, source }) => [who, role, source]);
}

describe('readContacts', () => {
  it.each([
    [
      'CODEOWNERS',
      '# all\n* @a @org/team\n*.md docs@example.com # x\nbroken\n',
      [
        ['@a', 'owns *', 'CODEOWNERS:2'],
        ['@org/team', 'owns *', 'CODEOWNERS:2'],
        ['docs@example.com', 'owns *.md', 'CODEOWNERS:3'],
      ],
    ],
    [
      'package.json',
      '{\n"author": "Ann <ann@x.org> (http://x)",\n"maintainers": [{"name": "Bo", "email": "bo@x.org"}]}',
      [
        ['Ann <ann@x.org>', 'author', 'package.json:2'],
        ['Bo <bo@x.org>', 'maintainer', 'package.json:3'],
      ],
    ],
    [
      'pyproject.toml',
      '[project]\nauthors = [{name = "Cy", email = "cy@x.org"}]\n',
      [['Cy <cy@x.org>', 'author', 'pyproject.toml:2']],
    ],
    [
      'pyproject.toml',
      '[tool.poetry]\nauthors = ["Di <di@x.org>"]\n',
      [['Di <di@x.org>', 'author', 'pyproject.toml:2']],
    ],
    [
      'MAINTAINERS.md',
      '# Maintainers\n\n- Ed ([@ed](https://x))\n',
      [['Ed ( @ed )', 'maintainer', 'MAINTAINERS.md:3']],
    ],
    ['package.json', '{', []],
    ['package.json', '{"author": 5, "contributors": [null, {}, ""]}', []],
    ['pyproject.toml', '[[[', []],
    ['README.md', 'Ask ann@x.org', []],
  ])('reads %s %#', (path, text, expected) => {
    expect(contacts({ [path]: text })).toEqual(expected);
  });

  it('names a person once for each role', () => {
    expect(contacts({ CODEOWNERS: '* @a\n* @a\n' })).toHaveLength(1);
  });
});
