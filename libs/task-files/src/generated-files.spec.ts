import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { generatedFilesPath, generatedPaths, renderGeneratedFiles, withoutGenerated } from './generated-files.js';

const manifest = generatedFilesPath('docker-setup');
const recorded = renderGeneratedFiles(undefined, [{ path: 'Dockerfile', content: 'FROM a\n' }]);

describe('generatedPaths', () => {
  it.each<[string, string, readonly string[]]>([
    ['is ours while it has the recorded content', 'FROM a\n', ['Dockerfile']],
    ['belongs to whoever edited it', 'FROM b\n', []],
  ])('a file %s', (_fact, content, paths) => {
    expect([...generatedPaths(inMemoryTree({ Dockerfile: content, [manifest]: recorded }))]).toEqual(paths);
  });

  it.each(['{', '[]', '{"schemaVersion":2,"files":{"Dockerfile":"x"}}'])('F51: a manifest %j owns nothing', (text) => {
    expect(generatedPaths(inMemoryTree({ Dockerfile: 'FROM a\n', [manifest]: text })).size).toBe(0);
  });
});

describe('withoutGenerated', () => {
  it('leaves out task folders and unmodified generated files, and keeps the rest', () => {
    const tree = withoutGenerated(
      inMemoryTree({
        Dockerfile: 'FROM a\n',
        [manifest]: recorded,
        '.claude/agents/x.md': 'mine',
        'package.json': '{}',
      }),
    );
    expect(tree.paths).toEqual(['.claude/agents/x.md', 'package.json']);
    expect(tree.read('Dockerfile')).toBeUndefined();
    expect(tree.has(manifest)).toBe(false);
  });
});

describe('renderGeneratedFiles', () => {
  it('keeps the entries of earlier tasks and sorts by path', () => {
    const text = renderGeneratedFiles(recorded, [{ path: 'A', content: 'a' }]);
    expect(Object.keys((JSON.parse(text) as { files: object }).files)).toEqual(['A', 'Dockerfile']);
  });
});
