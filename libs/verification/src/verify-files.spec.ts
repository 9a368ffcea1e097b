import { readdirSync, readFileSync } from 'node:fs';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { verifyFiles } from './verify-files.js';

describe('verifyFiles', () => {
  it('says that a file of no known kind was not judged, and searches it for secrets', async () => {
    const { judged, skipped } = await verifyFiles(inMemoryTree({ 'a.txt': 'x' }), ['a.txt']);
    expect(judged).toEqual([{ path: 'a.txt', by: ['secrets'] }]);
    expect(skipped).toEqual([{ path: 'a.txt', verifier: 'none', reason: 'no verifier for this kind of file' }]);
  });

  it('skips a file that the tree could not read, with the reason', async () => {
    const tree = inMemoryTree({}, { skipped: [{ path: 'compose.yaml', reason: 'not a regular file' }] });
    const { judged, skipped } = await verifyFiles(tree, ['compose.yaml']);
    expect(judged).toEqual([]);
    expect(skipped).toEqual([{ path: 'compose.yaml', verifier: 'all', reason: 'not a regular file' }]);
  });

  it('takes a folder for the infrastructure files in it', async () => {
    const tree = inMemoryTree({ 'm/prometheus.yml': 'scrape_configs: []\n', 'm/data.json': '{}', 'x/a.sh': 'x' });
    const { judged } = await verifyFiles(tree, ['./m/']);
    expect(judged.map(({ path }) => path)).toEqual(['m/prometheus.yml']);
  });

  it('gives the same result whatever order the paths have', async () => {
    const tree = inMemoryTree({ 'a.sh': 'x\ny\n', 'b.sh': 'x\ny\n' });
    expect(await verifyFiles(tree, ['b.sh', 'a.sh'])).toEqual(await verifyFiles(tree, ['a.sh', 'b.sh', 'a.sh']));
  });

  it('reports nothing about files that were not asked for', async () => {
    const tree = inMemoryTree({ 'compose.yaml': 'services: {a: {build: .}}\n', Dockerfile: 'FROM node\n' });
    const { findings } = await verifyFiles(tree, ['compose.yaml']);
    expect(findings.every(({ path }) => path === 'compose.yaml')).toBe(true);
  });

  it('keeps every dependency out of what is loaded at the start', () => {
    const folder = new URL('./', import.meta.url);
    const atStart = readdirSync(folder).filter((name) => name.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(name));
    const imports = atStart.flatMap((name) => [
      ...readFileSync(new URL(name, folder), 'utf8').matchAll(/^(?:import|export) (?!type).* from '([^']+)'/gm),
    ]);
    const loaded = imports.map((match) => match[1] ?? '');
    expect(loaded.filter((name) => !name.startsWith('./') && !name.startsWith('@devops-orchestrator/'))).toEqual([]);
    expect(loaded.filter((name) => name.startsWith('./verifiers/') || name.startsWith('./consistency/'))).toEqual([]);
  });
});
