import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { analyzeRepository } from './analyze-repository.js';

const server = "require('http').createServer().listen(process.env.PORT || 3000);\n";

function analyze(files: Readonly<Record<string, string>>): { analysis: RepositoryAnalysis; milliseconds: number } {
  const tree = inMemoryTree(files);
  const started = process.cpuUsage();
  const analysis = analyzeRepository(tree);
  const { user, system } = process.cpuUsage(started);
  return { analysis: RepositoryAnalysis.parse(analysis), milliseconds: (user + system) / 1000 };
}

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const deepObject = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;

describe('analyzeRepository on malformed manifests', () => {
  it.each<[string, string, string]>([
    ['cut off', 'package.json', '{'],
    ['an array', 'package.json', '[]'],
    ['a number', 'package.json', '5'],
    ['null', 'package.json', 'null'],
    [
      'numbers for objects',
      'package.json',
      '{"name":7,"scripts":5,"engines":"x","dependencies":[],"workspaces":9,"bin":1}',
    ],
    [
      'null for objects',
      'package.json',
      '{"name":null,"scripts":null,"engines":null,"dependencies":null,"workspaces":null}',
    ],
    ['scripts of numbers', 'package.json', '{"scripts":{"start":1,"build":null,"test":[]}}'],
    ['names twice', 'package.json', '{"name":"a","name":"b","scripts":{},"scripts":{"start":"node x.js"}}'],
    ['a depth of 10,000', 'package.json', deep],
    ['dependencies 10,000 deep', 'package.json', `{"dependencies":${deepObject}}`],
    ['workspaces 10,000 deep', 'package.json', `{"workspaces":${deep}}`],
    ['a broken lock', 'package-lock.json', `{"lockfileVersion":${deep}}`],
    ['TOML cut off', 'pyproject.toml', '[project\nname='],
    ['TOML with other kinds', 'pyproject.toml', 'project = 5\ntool = "x"\n[build-system]\nrequires = 7\n'],
    ['TOML of deep arrays', 'pyproject.toml', `a = ${deep}`],
    ['a Pipfile of lists', 'Pipfile', 'packages = []\nrequires = [1]\n'],
    [
      'requirements of anything',
      'requirements.txt',
      '-r -r\n-e\n@\n==\n;;;\n[x]\n-c ../../../etc/passwd\n-r requirements.txt\n',
    ],
    ['a go.mod of anything', 'go.mod', 'module\ngo\nrequire (\nreplace => =>\n'],
    ['YAML of anything', 'pnpm-workspace.yaml', 'packages:\n- [*a, &b {c: d\n'],
    ['a compose file of lists', 'compose.yaml', '- a\n- services: 5\n'],
    ['a broken pom.xml', 'pom.xml', '<project><dependencies><dependency><artifactId>'],
    ['a broken project file', 'a.csproj', '<Project Sdk='],
    ['JSON with comments', 'tsconfig.json', '{// a\n"compilerOptions": 5, "extends": ["./tsconfig.json"],}'],
  ])('F33: reads or notes %s', (_name, path, text) => {
    const { analysis, milliseconds } = analyze({ 'server.js': server, [path]: text });
    expect(milliseconds).toBeLessThan(1000);
    expect(Array.isArray(analysis.components)).toBe(true);
  });

  it('F33: takes nothing from a prototype and puts nothing on one', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
    const object = `{${names.map((name) => `"${name}":{"polluted":"^1"}`).join(',')}}`;
    const { analysis } = analyze({
      'package.json': `{"name":"a","scripts":${object},"dependencies":${object},"engines":${object},"__proto__":{"polluted":1}}`,
      'server.js': server,
      'pyproject.toml': names.map((name) => `[tool.${name}]\npolluted = 1\n`).join(''),
      'compose.yaml': names.map((name) => `${name}: {polluted: 1}\n`).join(''),
    });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(analysis.services).toEqual([]);
    expect(analyze({ 'package.json': '{}', 'server.js': server }).analysis.services).toEqual([]);
  });

  it('F33: notes what it could not parse', () => {
    const { analysis } = analyze({ 'package.json': '{', 'server.js': server });
    expect(analysis.notes.map(({ code }) => code)).toContain('unreadable-file');
  });
});

describe('analyzeRepository on bombs', () => {
  const entities = [...Array(9).keys()].map((index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`);
  it.each<[string, string, string]>([
    [
      'XML entities',
      'pom.xml',
      `<!DOCTYPE p [<!ENTITY l0 "lol">${entities.join('')}]><project><name>&l9;</name></project>`,
    ],
    [
      'an external entity',
      'pom.xml',
      '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><project><name>&x;</name></project>',
    ],
    [
      'YAML aliases',
      'pnpm-workspace.yaml',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}\npackages: *i\n`,
    ],
    [
      'YAML aliases',
      'compose.yaml',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}\nservices: *i\n`,
    ],
    ['YAML that is wrong at each character', 'pnpm-workspace.yaml', '}'.repeat(2_000_000)],
    ['many TOML tables', 'pyproject.toml', [...Array(150_000).keys()].map((index) => `[a${index}]\n`).join('')],
    ['many TOML tables of an array', 'pyproject.toml', '[[a]]\n'.repeat(330_000)],
    ['a dotted TOML key', 'pyproject.toml', `a${'.a'.repeat(900_000)} = 1\n`],
  ])('F34: %s in %s take bounded time, and nothing is fetched', (_name, path, text) => {
    const before = process.memoryUsage().rss;
    const { analysis, milliseconds } = analyze({ [path]: text });
    expect(milliseconds).toBeLessThan(5000);
    expect(process.memoryUsage().rss - before).toBeLessThan(500 * 1024 * 1024);
    expect(JSON.stringify(analysis)).not.toMatch(/root:x:0|lollol/);
  });
});

/** Every kind of file that a detector opens. */
const openedFiles: readonly string[] = [
  ...[
    'package.json',
    'package-lock.json',
    'yarn.lock',
    'pnpm-workspace.yaml',
    'tsconfig.json',
    '.nvmrc',
    '.npmrc',
    'Procfile',
  ],
  ...[
    'server.js',
    'src/index.ts',
    'next.config.js',
    'vite.config.ts',
    'angular.json',
    'nx.json',
    'prisma/schema.prisma',
    'index.html',
  ],
  ...[
    'pyproject.toml',
    'requirements.txt',
    'Pipfile',
    'setup.py',
    'manage.py',
    'app/settings.py',
    'app/main.py',
    '.python-version',
    'uv.lock',
  ],
  ...[
    'go.mod',
    'main.go',
    'cmd/api/main.go',
    'go.sum',
    '.tool-versions',
    'mise.toml',
    '.env.example',
    '.env',
    'Makefile',
    'README.md',
  ],
  ...[
    'Dockerfile',
    'compose.yaml',
    '.github/workflows/ci.yml',
    'nginx.conf',
    'pom.xml',
    'build.gradle',
    'a.csproj',
    'Gemfile',
    'Cargo.toml',
  ],
  ...[
    'composer.json',
    'mix.exs',
    'deno.json',
    'CMakeLists.txt',
    '.gitattributes',
    '.gitmodules',
    'notebook.ipynb',
    'config/default.json',
  ],
];

describe('analyzeRepository on long lines', () => {
  it.each([
    ...[
      'a',
      ' ',
      '(',
      '"',
      "'",
      '`',
      '-',
      '\\',
      '<',
      '{',
      '[',
      '=',
      '.',
      '/',
      '*',
      '#',
      '@',
      ':',
      '\n',
      '\t',
      '0',
      ',',
    ],
    ...[
      'a.',
      'a ',
      ' a',
      '<a',
      '<a ',
      '/*',
      ' \n',
      'a:\n',
      'a=\n',
      '$(',
      '${a',
      '{{',
      'a(',
      'a=b ',
      '"a":',
      "'a',",
      '../',
      '::',
      '=>',
    ],
    ...[
      'process.env.',
      'os.environ["A"',
      'import a\n',
      'from a import ',
      'FROM ',
      'require("a',
      'app.get("/a',
      '@app.route("/',
      'const a = ',
    ],
  ])('F36: %j again and again in every file takes its length', (piece) => {
    const valid = `{"name":"a","scripts":{"start":"node server.js ${piece.repeat(2000).replace(/["\\\n\t]/g, '')}"}}`;
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const files = Object.fromEntries(openedFiles.map((path) => [path, text]));
    expect(analyze(files).milliseconds).toBeLessThan(4000);
    expect(analyze({ ...files, 'package.json': valid }).milliseconds).toBeLessThan(4000);
  });
});
