import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, commitAll, freshFolder, git } from '../support.js';
import { applicationFiles, manifest, server } from './small-application.js';
import type { Files } from './small-application.js';

const runs = 200;

/** A few stacks, so that every run does not walk the same way. */
const stacks: readonly Files[] = [
  applicationFiles,
  { 'requirements.txt': 'flask==3.1.0\n', 'app.py': 'from flask import Flask\napp = Flask(__name__)\n' },
  {
    'go.mod': 'module example.com/a\n\ngo 1.24\n',
    'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
  },
  { 'index.html': '<!doctype html><title>x</title>\n' },
  {
    'package.json': JSON.stringify({ ...manifest, dependencies: { express: '^5.0.0', pg: '^8.0.0' } }),
    'server.js': `require('express');\n${server}`,
  },
];

interface Held {
  name: string;
  exitCode: number;
  failure?: string;
  megabytes: number;
  heap: number;
  descriptors: number;
  temporary: number;
  listeners: number;
}

describe('two hundred runs in one process', () => {
  let held: readonly Held[];
  let folder: string;

  beforeAll(() => {
    folder = freshFolder();
    // a git repository in each fifth: there most of the time goes to git's own processes
    const models = stacks.map((files, index) => makeModel(join(folder, `model-${index}`), files, index === 0));
    mkdirSync(join(folder, 'repositories'));
    mkdirSync(join(folder, 'temporary'));
    for (let index = 0; index < runs; index += 1) {
      const name = `shop-${String(index).padStart(3, '0')}`;
      cpSync(models[index % models.length] ?? '', join(folder, 'repositories', name), { recursive: true });
    }
    const driver = join(checkout, 'e2e/faults/load-driver.mjs');
    const outcome = spawnSync(process.execPath, ['--expose-gc', driver, join(folder, 'repositories')], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: join(folder, 'temporary'), HOME: folder },
    });
    expect({ status: outcome.status, stderr: outcome.stderr }).toEqual({ status: 0, stderr: '' });
    held = outcome.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Held);
  });

  it('ends each of them well, and leaves each repository committed', () => {
    expect(held.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
    expect(held.length).toBe(runs);
    for (const name of ['shop-000', 'shop-100', 'shop-195'])
      expect(git(join(folder, 'repositories', name), 'status', '--porcelain')).toBe('');
  });

  it('keeps its memory bounded', () => {
    const early = Math.max(...held.slice(25, 50).map(({ megabytes }) => megabytes));
    const late = Math.max(...held.slice(175).map(({ megabytes }) => megabytes));
    const heaps = [held[49]?.heap ?? 0, held[199]?.heap ?? Infinity];
    expect({ grows: late > early * 1.2 + 20 && { early, late } }).toEqual({ grows: false });
    expect({ grows: heaps[1]! > heaps[0]! + 15 && heaps }).toEqual({ grows: false });
  });

  it('leaks no descriptor, no listener, no temporary file and no process', () => {
    const [first, last] = [held[10], held.at(-1)];
    expect(last?.descriptors).toBeLessThanOrEqual((first?.descriptors ?? 0) + 2);
    expect(last?.listeners).toBe(first?.listeners);
    expect(readdirSync(join(folder, 'temporary'))).toEqual([]);
    expect(processesBelow(folder)).toEqual([]);
  });
});

function makeModel(path: string, files: Files, isRepository: boolean): string {
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  if (isRepository) commitAll(path);
  return path;
}

function processesBelow(folder: string): string[] {
  return readdirSync('/proc').filter((id) => {
    try {
      return (
        readlinkSync(`/proc/${id}/cwd`).startsWith(folder) ||
        readFileSync(`/proc/${id}/cmdline`, 'latin1').includes(folder)
      );
    } catch {
      return false;
    }
  });
}
