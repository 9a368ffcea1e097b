import { RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { analyzeRepository } from './analyze-repository.js';

const analyze = (files: Record<string, string>) => analyzeRepository(inMemoryTree(files));
const manifest = (name: string) => JSON.stringify({ name, scripts: { start: 'node a.js' } });

describe('analyzeRepository', () => {
  it('finds nothing in an empty repository', () => {
    expect(analyze({})).toEqual({ schemaVersion: 1, components: [], services: [], delivery: [], notes: [] });
  });

  it.each([
    ['my app!', 'my-app'],
    ['-rf', 'rf'],
    ['ÄÖ', 'ao'],
    ['x'.repeat(80), 'x'.repeat(40)],
    ['', 'app'],
    ['../x', 'x'],
    ['@scope/Shop_API', 'shop-api'],
    ['日本', 'app'],
    ['__proto__', 'proto'],
  ])('makes of the name %j the id %j', (name, id) => {
    expect(analyze({ 'package.json': manifest(name) }).components.map((component) => component.id)).toEqual([id]);
  });

  it('gives packages of one name ids of their folders', () => {
    const { components } = analyze({
      'a/package.json': manifest('same'),
      'b/c/package.json': manifest('same'),
      'd/c/package.json': manifest('same'),
    });
    expect(components.map((component) => component.id)).toEqual(['a', 'c', 'd-c']);
  });

  it.each([
    ['cut off', '{'],
    ['an array', '[]'],
    ['a number', '5'],
    ['nothing', ''],
    ['of wrong types', '{"name":5,"scripts":5,"engines":"x","dependencies":[1],"workspaces":7,"bin":3,"main":{}}'],
    ['with __proto__', '{"__proto__":{"polluted":true},"scripts":{"__proto__":"x"},"dependencies":{"__proto__":"1"}}'],
    ['very deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
    ['with DOS line ends', '{\r\n"name": "dos",\r\n"scripts": {"start": "node a.js"}\r\n}\r\n'],
    ['with doubled keys', '{"name":"a","name":"b"}'],
  ])('survives a package.json that is %s', (_, text) => {
    const analysis = analyze({ 'package.json': text, 'a.js': '1' });
    expect(RepositoryAnalysis.safeParse(analysis).success).toBe(true);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('takes web, release and further processes from a Procfile', () => {
    const { components } = analyze({
      'package.json': JSON.stringify({ name: 'shop', main: 'a.js' }),
      'a.js': 'x.listen(process.env.PORT || 3000);',
      Procfile: 'web: node a.js --cluster\nrelease: node migrate.js\nclock: node clock.js\n',
    });
    expect(components.map(({ id, kind, start, migrations }) => [id, kind, start, migrations?.command])).toEqual([
      ['shop', 'web', 'node a.js --cluster', 'node migrate.js'],
      ['shop-clock', 'worker', 'node clock.js', undefined],
    ]);
  });

  it('notes conflicts and ends of life of the runtime', () => {
    const { notes } = analyze({
      '.nvmrc': '18\n',
      'package.json': JSON.stringify({ name: 'a', engines: { node: '>=20' }, scripts: { start: 'node a.js' } }),
    });
    expect(notes.map((note) => note.code)).toEqual(['runtime-conflict', 'runtime-end-of-life']);
  });

  it('gives the same bytes whatever the order of the files', () => {
    const files = {
      'a/package.json': manifest('x'),
      'b/package.json': manifest('y'),
      'b/a.js': 'x.listen(3)',
      '.nvmrc': '22',
    };
    const turned = Object.fromEntries(Object.entries(files).reverse());
    expect(JSON.stringify(analyze(turned))).toBe(JSON.stringify(analyze(files)));
  });

  it('reads 10,000 files of 100 packages in a bounded time', () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 100; index += 1) files[`p${index}/package.json`] = manifest(`p${index}`);
    for (let index = 0; index < 10_000; index += 1) {
      files[`p${index % 100}/src/f${index}.ts`] =
        `export const v = process.env.V${index % 50} ?? 'x';\napp.get('/r${index}', h);\n`.repeat(20);
    }
    const started = performance.now();
    analyze(files);
    // ten times what it takes here, so that only another order of growth fails
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('needs linear time for hostile text', () => {
    const hostile = [
      'a'.repeat(1_000_000),
      ' '.repeat(400_000),
      '('.repeat(300_000),
      'x.listen('.repeat(30_000),
      'import {\n'.repeat(40_000),
      'const { '.repeat(40_000),
      '/*'.repeat(150_000),
      'process.env.A '.repeat(20_000),
    ];
    const files = Object.fromEntries(
      hostile.flatMap((text, index) => [
        [`f${index}.js`, text],
        [`g${index}.ts`, text.replaceAll(' ', ' \n')],
      ]),
    );
    const started = performance.now();
    analyze({ ...files, 'package.json': manifest('a') });
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
