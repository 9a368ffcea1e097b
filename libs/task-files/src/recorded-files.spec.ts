import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { digestOf, generatedFilesPath, renderGeneratedFiles, settleGeneratedFiles } from './generated-files.js';
import { generatedPaths, recordedDigests, recordedFiles, withoutGenerated } from './recorded-files.js';

const manifest = generatedFilesPath('docker-setup');
const recorded = manifestOf('FROM a\n');
const firstVersion = JSON.stringify({ schemaVersion: 1, files: { Dockerfile: digestOf('FROM a\n') } });

function manifestOf(content: string): string {
  return settleGeneratedFiles(renderGeneratedFiles(undefined, { written: [{ path: 'Dockerfile', content }] }));
}

describe('recordedFiles', () => {
  it('gathers the versions of all features, in the order of their names', () => {
    const tree = inMemoryTree({
      [generatedFilesPath('b')]: manifestOf('b'),
      [generatedFilesPath('a')]: manifestOf('a'),
      [generatedFilesPath('c')]: firstVersion,
      [generatedFilesPath('d')]: manifestOf('b'),
    });
    expect(recordedFiles(tree).files.get('Dockerfile')).toEqual({
      bases: ['a', 'b'],
      digests: [digestOf('FROM a\n')],
      pending: false,
    });
    expect(recordedDigests(tree).get('Dockerfile')).toEqual(
      new Set([digestOf('FROM a\n'), digestOf('a'), digestOf('b')]),
    );
  });

  it('F51: tells which manifest could not be read, and reads the others', () => {
    const tree = inMemoryTree({ [manifest]: '{', [generatedFilesPath('other')]: recorded });
    expect(recordedFiles(tree)).toEqual({
      files: new Map([['Dockerfile', { bases: ['FROM a\n'], digests: [], pending: false }]]),
      problems: [{ path: manifest, problem: 'expected a JSON object' }],
    });
  });
});

describe('generatedPaths', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['is ours while it has the recorded content', recorded, 'FROM a\n', ['Dockerfile']],
    ['is ours with the edits of a person', recorded, 'FROM b\n', ['Dockerfile']],
    ['of version 1 is ours while it has the recorded digest', firstVersion, 'FROM a\n', ['Dockerfile']],
    ['of version 1 is ours when git gave it other line ends', firstVersion, 'FROM a\r\n', ['Dockerfile']],
    ['of version 1 belongs to whoever edited it', firstVersion, 'FROM b\n', []],
  ])('a file %s', (_fact, text, content, paths) => {
    expect([...generatedPaths(inMemoryTree({ Dockerfile: content, [manifest]: text }))]).toEqual(paths);
  });

  it.each(['{', '[]', '{"schemaVersion":3,"files":{"Dockerfile":{"base":"FROM a\\n"}}}'])(
    'F51: a manifest %j owns nothing',
    (text) => {
      expect(generatedPaths(inMemoryTree({ Dockerfile: 'FROM a\n', [manifest]: text })).size).toBe(0);
    },
  );

  it('leaves out what a person took away', () => {
    expect(generatedPaths(inMemoryTree({ [manifest]: recorded })).size).toBe(0);
  });
});

describe('withoutGenerated', () => {
  it('leaves out task folders and generated files, and keeps the rest', () => {
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
