import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { goodFiles } from './good-files.fixture.js';
import { verifyFiles } from './verify-files.js';

const tree = inMemoryTree(goodFiles);

describe('verifyFiles', () => {
  it.each(Object.keys(goodFiles).filter((path) => !/(\.ts|package\.json|lock\.json|LICENSE)$/.test(path)))(
    'finds no error in the good file %s',
    async (path) => {
      const { findings, judged, skipped } = await verifyFiles(tree, [path]);
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(skipped).toEqual([]);
      expect(judged[0]?.by.length).toBeGreaterThan(1);
    },
  );
});
