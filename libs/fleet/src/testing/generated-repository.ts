import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const files: Readonly<Record<string, string>> = {
  'README.md': '# Shop\n',
  'package.json': JSON.stringify({
    name: 'shop',
    main: 'server.js',
    scripts: { start: 'node server.js' },
    dependencies: { express: '^5.0.0' },
  }),
  'server.js': "require('express')().listen(process.env.PORT || 3000);\n",
};

/** Makes a small committed repository `shop` inside of a folder. @returns its path. */
export function generateRepository(folder: string): string {
  const repository = join(folder, 'shop');
  mkdirSync(repository, { recursive: true });
  for (const [path, content] of Object.entries(files)) writeFileSync(join(repository, path), content);
  gitIn(repository, 'init', '--quiet', '--initial-branch=main');
  gitIn(repository, 'config', 'user.name', 'Fleet');
  gitIn(repository, 'config', 'user.email', 'fleet@example.com');
  gitIn(repository, 'add', '--all');
  gitIn(repository, 'commit', '--quiet', '--message=Initial state');
  return repository;
}

export function gitIn(repository: string, ...words: readonly string[]): string {
  return execFileSync('git', ['-C', repository, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
