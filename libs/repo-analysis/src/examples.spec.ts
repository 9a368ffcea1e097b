import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RepositoryAnalysis, type FileTree } from '@devops-orchestrator/contracts';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { analyzeRepository } from './analyze-repository.js';

const examples = join(import.meta.dirname, '../../../examples');
const names = readdirSync(examples).filter((name) => existsSync(join(examples, name, 'repository')));

describe('analyzeRepository over the examples', () => {
  it.each(names)('finds in %s what its expected analysis says', (name) => {
    const analysis = analyzeRepository(readTree(join(examples, name, 'repository')));
    const actual = `${JSON.stringify(analysis, undefined, 2)}\n`;
    const golden = join(examples, name, 'expected-analysis.json');
    const isUpdate = process.env['UPDATE_GOLDEN'] === '1' || (!existsSync(golden) && process.env['CI'] === undefined);
    if (isUpdate) writeFileSync(golden, actual);
    expect(actual).toBe(existsSync(golden) ? readFileSync(golden, 'utf8') : 'a golden file');
  });

  it.each(names)('gives for %s a valid document whose evidence exists', (name) => {
    const tree = readTree(join(examples, name, 'repository'));
    const analysis = RepositoryAnalysis.parse(JSON.parse(JSON.stringify(analyzeRepository(tree))));
    const evidence = [...analysis.components, ...analysis.services, ...analysis.notes].flatMap((fact) => fact.evidence);
    for (const { file, line } of evidence) {
      expect(tree.read(file)?.split('\n').length ?? 0).toBeGreaterThanOrEqual(line);
    }
  });
});

/** A file tree of a folder on disk, for specs over whole example repositories. */
function readTree(root: string): FileTree {
  const files: Record<string, string> = {};
  const visit = (relative: string) => {
    for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && !['node_modules', '.git', '.venv', 'dist'].includes(entry.name)) visit(path);
      else if (entry.isFile()) files[path] = readFileSync(join(root, path), 'utf8');
    }
  };
  visit('');
  return inMemoryTree(files);
}
