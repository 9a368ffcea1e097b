import fc from 'fast-check';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { decideFile } from './edits/decide-file.js';
import {
  digestOf,
  generatedFilesPath,
  readGeneratedFiles,
  renderGeneratedFiles,
  settleGeneratedFiles,
} from './generated-files.js';
import { recordedFiles } from './recorded-files.js';

/** The manifest once its files are written. */
function settled(...update: Parameters<typeof renderGeneratedFiles>): string {
  const text = renderGeneratedFiles(...update);
  return settleGeneratedFiles(text, [...readGeneratedFiles(text).files.keys()]);
}

const recorded = settled(undefined, {
  request: 'Dockerize it',
  facts: ['api port 3000'],
  written: [{ path: 'Dockerfile', content: 'FROM a\n' }],
});
const digest = digestOf('FROM a\n');

describe('renderGeneratedFiles', () => {
  it('writes request, facts and the text of each file, sorted by path', () => {
    expect(recorded).toBe(`{
  "schemaVersion": 2,
  "request": "Dockerize it",
  "facts": [
    "api port 3000"
  ],
  "files": {
    "Dockerfile": {
      "base": "FROM a\\n"
    }
  }
}
`);
  });

  it('keeps request, facts and the entries of earlier tasks', () => {
    const text = settled(recorded, { written: [{ path: 'A', content: 'a' }] });
    expect([...readGeneratedFiles(text).files.keys()]).toEqual(['A', 'Dockerfile']);
    expect(readGeneratedFiles(text)).toMatchObject({ request: 'Dockerize it', facts: ['api port 3000'] });
  });

  it('replaces what was recorded for the same path, and changes nothing the second time', () => {
    const text = settled(recorded, { written: [{ path: 'Dockerfile', content: 'FROM b\n' }] });
    expect(readGeneratedFiles(text).files).toEqual(new Map([['Dockerfile', { base: 'FROM b\n' }]]));
    expect(settled(text, {})).toBe(text);
  });

  it('keeps the digests of a manifest of version 1 until the files are generated again', () => {
    const old = JSON.stringify({ schemaVersion: 1, files: { Dockerfile: digest, 'ci.yml': digest } });
    const text = settled(old, { written: [{ path: 'Dockerfile', content: 'FROM b\n' }] });
    expect([...readGeneratedFiles(text).files]).toEqual([
      ['Dockerfile', { base: 'FROM b\n' }],
      ['ci.yml', { digest }],
    ]);
  });

  it('F51: leaves a manifest of a newer version as it is', () => {
    const newer = '{"schemaVersion":3,"entries":[]}';
    expect(settled(newer, { written: [{ path: 'A', content: 'a' }] })).toBe(newer);
  });

  it('F51: begins a damaged manifest anew', () => {
    const text = settled(recorded.slice(0, -10), { written: [{ path: 'A', content: 'a' }] });
    expect([...readGeneratedFiles(text).files.keys()]).toEqual(['A']);
  });

  it('gives back every text and path, whatever their characters', () => {
    const files = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(files, (contents) => {
        const written = Object.entries({ ...contents, ['constructor']: 'x' }).map(([path, content]) => ({
          path,
          content,
        }));
        const { files: read } = readGeneratedFiles(settled(undefined, { written }));
        for (const { path, content } of written) expect(read.get(path)).toEqual({ base: content });
      }),
    );
  });
});

describe('readGeneratedFiles', () => {
  it.each<[string, string, string]>([
    ['a truncated manifest', recorded.slice(0, 30), 'expected a JSON object'],
    ['git conflict markers', `<<<<<<< HEAD\n${recorded}=======\n${recorded}>>>>>>> x\n`, 'expected a JSON object'],
    ['an empty file', '', 'expected a JSON object'],
    ['a list', '[]', 'expected a JSON object'],
    ['null', 'null', 'expected a JSON object'],
    ['no version', '{"files":{}}', 'expected schemaVersion 1 or 2'],
    ['a version that is text', '{"schemaVersion":"2","files":{}}', 'expected schemaVersion 1 or 2'],
    [
      'a newer version',
      '{"schemaVersion":3,"files":{"a":{"base":"x"}}}',
      'found schemaVersion 3, of a newer version of this program',
    ],
    ['no files', '{"schemaVersion":2}', 'expected an object under "files"'],
    ['files as a list', '{"schemaVersion":2,"files":["a"]}', 'expected an object under "files"'],
    [
      'a base that is a number',
      '{"schemaVersion":2,"files":{"a":{"base":1}}}',
      'found entries that cannot be read: "a"',
    ],
    [
      'texts of version 1 that are no digest',
      '{"schemaVersion":1,"files":{"a":"x"}}',
      'found entries that cannot be read: "a"',
    ],
  ])('F51: owns nothing for %s, and says why', (_case, text, problem) => {
    expect(readGeneratedFiles(text)).toEqual({ files: new Map(), problem });
  });

  it('F51: keeps what can be read beside entries that cannot', () => {
    const text = '{"schemaVersion":2,"request":1,"facts":[2],"files":{"a":{"base":"x"},"b":null,"c":[],"d":"x"}}';
    expect(readGeneratedFiles(text)).toEqual({
      files: new Map([['a', { base: 'x' }]]),
      problem: 'found entries that cannot be read: "b", "c", "d" and 2 more',
    });
  });

  it('takes __proto__ for a path like any other', () => {
    const { files } = readGeneratedFiles('{"schemaVersion":2,"files":{"__proto__":{"base":"x"}}}');
    expect([...files]).toEqual([['__proto__', { base: 'x' }]]);
    expect(readGeneratedFiles('{"schemaVersion":2,"files":{"a":{"__proto__":{"base":"x"}}}}').files.size).toBe(0);
  });

  it('F51: never throws', () => {
    const damaged = fc.oneof(
      fc.string(),
      fc.json(),
      fc.nat(recorded.length).map((length) => recorded.slice(0, length)),
      fc.record({ schemaVersion: fc.constantFrom(1, 2), files: fc.jsonValue() }).map((value) => JSON.stringify(value)),
    );
    fc.assert(fc.property(damaged, (text) => readGeneratedFiles(text).files instanceof Map));
  });
});

describe('settleGeneratedFiles', () => {
  const first = renderGeneratedFiles(undefined, { written: [{ path: 'Dockerfile', content: 'FROM a\n' }] });
  const pending = renderGeneratedFiles(first, { written: [{ path: 'Dockerfile', content: 'FROM b\n' }] });

  it.each(['FROM a\n', 'FROM b\n'])('F45: a file that a killed run left as %j is still ours', (content) => {
    const tree = inMemoryTree({ Dockerfile: content, [generatedFilesPath('docker-setup')]: pending });
    const recorded = recordedFiles(tree).files.get('Dockerfile');
    expect(decideFile({ recorded, current: content, planned: 'FROM b\n' })).not.toMatchObject({ edited: true });
  });

  it('forgets what was generated before', () => {
    const only = settled(undefined, { written: [{ path: 'Dockerfile', content: 'FROM b\n' }] });
    expect(settleGeneratedFiles(pending, ['Dockerfile'])).toBe(only);
  });
});
