import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { packages, read, root, trackedFiles } from './repository.js';

const documents = trackedFiles.filter(
  (path) => path.endsWith('.md') && !path.startsWith('examples/') && !path.includes('/golden/'),
);
const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);

describe('documents', () => {
  it.each(documents)('%s links to files that exist', (path) => {
    const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
  });

  it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s names paths that exist', (path) => {
    const named = [...read(path).matchAll(/`((?:apps|libs|examples|e2e|checks|setup|docs)\/[\w./-]+)`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.filter((name) => !existsSync(join(root, normalize(name))))).toEqual([]);
  });

  it.each(['README.md', 'CONTRIBUTING.md'])('%s names npm scripts that exist', (path) => {
    const named = [...read(path).matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('every package has a README with an example', () => {
    const without = packages.filter(
      ({ folder }) => !existsSync(join(root, folder, 'README.md')) || !read(`${folder}/README.md`).includes('```'),
    );
    expect(without.map(({ folder }) => folder)).toEqual([]);
  });
});
