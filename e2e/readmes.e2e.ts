import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { checkout } from './support.js';

const folder = join(checkout, 'node_modules', '.cache', 'readme-examples');

const examples = readdirSync(join(checkout, 'libs')).map((name) => {
  const readme = readFileSync(join(checkout, 'libs', name, 'README.md'), 'utf8');
  return [name, /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''] as const;
});

describe('the README of every library', () => {
  beforeAll(() => mkdirSync(folder, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(examples)('%s has an example that runs on the built packages, with every assertion true', (name, source) => {
    expect(source).not.toBe('');
    const file = join(folder, `${name}.mjs`);
    const { code } = transformSync(source, {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(file, code);
    const result = spawnSync(process.execPath, [file], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status: 0, stderr: '' });
  });
});
