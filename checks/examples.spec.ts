import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { root, trackedFiles } from './repository.js';

const names = [
  ...new Set(trackedFiles.filter((path) => path.startsWith('examples/')).map((path) => path.split('/')[1] ?? '')),
]
  .filter((name) => !name.includes('.'))
  .sort();

describe('examples', () => {
  it('are at least eight', () => {
    expect(names.length).toBeGreaterThanOrEqual(8);
  });

  it.each(names)('%s has a request, a golden analysis and golden files', (name) => {
    for (const file of ['request.txt', 'expected-analysis.json', 'expected', 'repository']) {
      expect({ file, exists: existsSync(join(root, 'examples', name, file)) }).toEqual({ file, exists: true });
    }
  });

  it.each(names)('%s: every fact of its analysis has evidence that exists', (name) => {
    const folder = join(root, 'examples', name);
    const analysis = RepositoryAnalysis.parse(JSON.parse(readFileSync(join(folder, 'expected-analysis.json'), 'utf8')));
    const evidence = collectEvidence(analysis);
    expect(evidence.length).toBeGreaterThan(0);
    const wrong = evidence.filter(({ file, line }) => {
      const path = join(folder, 'repository', file);
      return !existsSync(path) || readFileSync(path, 'utf8').split('\n').length < line;
    });
    expect(wrong).toEqual([]);
  });
});

interface Place {
  file: string;
  line: number;
}

function collectEvidence(value: unknown): readonly Place[] {
  if (Array.isArray(value)) return value.flatMap(collectEvidence);
  if (typeof value !== 'object' || value === null) return [];
  if ('file' in value && 'line' in value && 'reason' in value) return [value as unknown as Place];
  return Object.values(value).flatMap(collectEvidence);
}
