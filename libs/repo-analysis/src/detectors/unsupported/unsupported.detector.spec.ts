import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { RepositoryView } from '../../repository-view.js';
import { unsupportedDetector } from './unsupported.detector.js';

function detect(files: Record<string, string>) {
  return unsupportedDetector.detect(new RepositoryView(inMemoryTree(files)));
}

const pom = (body: string): string => `<?xml version="1.0"?><project><artifactId>shop</artifactId>${body}</project>`;

describe('unsupportedDetector', () => {
  it.each([
    [
      'Cargo.toml',
      '[package]\nname = "x"\nrust-version = "1.80"\n[dependencies]\naxum = "0.7"\n',
      { 'src/main.rs': '' },
      { language: 'rust', packageManager: 'cargo', framework: 'axum', runtimeVersion: '1.80', kind: 'web' },
    ],
    ['Cargo.toml', '[package]\nname = "x"\n', { 'src/lib.rs': '' }, { language: 'rust', kind: 'library' }],
    [
      'pom.xml',
      pom(
        '<properties><java.version>21</java.version></properties><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>',
      ),
      {},
      {
        language: 'java',
        packageManager: 'maven',
        framework: 'spring-boot',
        runtimeVersion: '21',
        kind: 'web',
        name: 'shop',
      },
    ],
    [
      'build.gradle.kts',
      'plugins { id("org.springframework.boot") }\njava { toolchain { languageVersion = JavaLanguageVersion.of(17) } }\nimplementation("org.springframework.boot:spring-boot-starter-web")',
      { 'src/main/kotlin/App.kt': '' },
      { language: 'kotlin', packageManager: 'gradle', framework: 'spring-boot', runtimeVersion: '17', kind: 'web' },
    ],
    [
      'Shop.csproj',
      '<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>',
      {},
      { language: 'csharp', packageManager: 'nuget', framework: 'aspnetcore', runtimeVersion: '8', kind: 'web' },
    ],
    [
      'Shop.fsproj',
      '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>',
      {},
      { language: 'fsharp', kind: 'cli' },
    ],
    [
      'composer.json',
      '{"require":{"php":"^8.2","laravel/framework":"^11"}}',
      {},
      { language: 'php', packageManager: 'composer', framework: 'laravel', runtimeVersion: '^8.2', kind: 'web' },
    ],
    [
      'Gemfile',
      'ruby "3.3.0"\ngem "rails", "~> 7"\n',
      {},
      { language: 'ruby', packageManager: 'bundler', framework: 'rails', runtimeVersion: '3.3.0', kind: 'web' },
    ],
    [
      'mix.exs',
      'def project, do: [app: :shop, elixir: "~> 1.16"]\n{:phoenix, "~> 1.7"}',
      {},
      { language: 'elixir', packageManager: 'mix', framework: 'phoenix', runtimeVersion: '~> 1.16', kind: 'web' },
    ],
    ['deno.json', '{"tasks":{}}', {}, { language: 'typescript', packageManager: 'deno', kind: 'library' }],
    [
      'CMakeLists.txt',
      'project(currency CXX)\nadd_executable(currency main.cpp)',
      {},
      { language: 'cpp', kind: 'cli', name: 'currency' },
    ],
    ['fpm.toml', 'name = "x"', {}, { language: 'fortran', kind: 'library' }],
    [
      'Package.swift',
      '// swift-tools-version:5.9\nPackage(name: "x", dependencies: [.package(url: "https://github.com/vapor/vapor")])',
      {},
      { language: 'swift', framework: 'vapor', kind: 'web' },
    ],
  ])('says what %s states, and invents no port or command', (file, text, more, expected) => {
    const { components, notes } = detect({ [file]: text, ...more });
    expect(components[0]).toMatchObject({ ...expected, role: 'tooling' });
    for (const field of ['port', 'start', 'install', 'build', 'healthPath'])
      expect(components[0]).not.toHaveProperty(field);
    expect(notes).toMatchObject([
      { code: 'unsupported-stack', message: expect.stringContaining('confidence: high') as string },
    ]);
  });

  it.each([
    ['edge functions', { 'package.json': '{}', 'supabase/functions/deno.json': '{}' }],
    ['a tool project', { 'package.json': '{}', 'tools/Gen.csproj': '<Project Sdk="x"/>' }],
    ['vendored code', { 'go.mod': '', 'vendor/x/Cargo.toml': '[package]\nname="x"' }],
    ['test projects', { 'package.json': '{}', 'Shop.Tests.csproj': '<Project Sdk="Microsoft.NET.Sdk"/>' }],
    ['a supported stack', { 'package.json': '{}', 'native.c': '' }],
    [
      'a phone application beside a site',
      { 'package.json': '{}', 'ios/Podfile': '', 'android/build.gradle': 'com.android.application' },
    ],
  ])('leaves %s alone', (_, files) => {
    expect(detect(files as unknown as Record<string, string>)).toEqual({ components: [], notes: [] });
  });

  it.each([
    ['notebooks', { 'a.ipynb': '{}' }, 'Notebooks only'],
    ['notebooks with requirements', { 'a.ipynb': '{}', 'requirements.txt': 'pandas' }, 'Notebooks only'],
    ['documents', { 'README.md': '', 'guide/a.md': '' }, 'Documents only'],
    ['sources without a manifest', { 'main.f90': '', 'b.f90': '', 'c.f90': '' }, 'Fortran'],
  ])('says so of %s only', (_, files, message) => {
    expect(detect(files as unknown as Record<string, string>).notes).toMatchObject([
      { message: expect.stringContaining(message) as string },
    ]);
  });

  it.each([
    ['an entity bomb', `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${pom('<name>&b;</name>')}`],
    ['an external entity', `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${pom('<name>&a;</name>')}`],
    ['deep nesting', pom('<a>'.repeat(50_000))],
    ['no end', '<project><artifactId>'],
  ])('reads nothing from a pom.xml with %s, in bounded time', (_, text) => {
    const started = Date.now();
    const result = detect({ 'pom.xml': text });
    expect(JSON.stringify(result)).not.toContain('root:');
    expect(Date.now() - started).toBeLessThan(1000);
  });
});
