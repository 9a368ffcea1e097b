import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { commitAll, freshFolder } from '../support.js';
import type { CommandOutcome } from '../support.js';
import { runUnderRule } from './general-rule.js';

export const manifest = {
  name: 'shop',
  version: '1.0.0',
  private: true,
  main: 'server.js',
  scripts: { start: 'node server.js' },
};

export const server = `const http = require('node:http');
http.createServer((request, response) => response.end('ok')).listen(process.env.PORT || 3000);
`;

export type Files = Readonly<Record<string, string | Buffer>>;

/** A folder with these files and no repository around them. */
export function folderWith(files: Files, name = 'shop'): string {
  const folder = join(freshFolder(), name);
  mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** The files of a small application that listens on a port. */
export const applicationFiles: Files = {
  'package.json': JSON.stringify(manifest, null, 2),
  'server.js': server,
  'README.md': '# Shop\n',
};

/** A committed small application, with further files or others in their place. */
export function smallApplication(files: Files = {}, name = 'shop'): string {
  const repository = folderWith({ ...applicationFiles, ...files }, name);
  commitAll(repository);
  return repository;
}

/** `run` with static proof, held to the general rule. */
export function run(repository: string, request = 'Dockerize this', ...more: readonly string[]): CommandOutcome {
  return runUnderRule(repository, ['run', '--repo', repository, `--request=${request}`, '--verify', 'static', ...more]);
}

export const everything = 'Make this production-ready';
