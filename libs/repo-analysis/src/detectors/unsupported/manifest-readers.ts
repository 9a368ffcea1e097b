import { baseName, directoryName, evidenceAt, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { asRecord, asText } from '../python/unknown-values.js';
import { frameworkIn, known } from './foreign-project.js';
import type { ForeignProject } from './foreign-project.js';

export type ManifestReader = (view: RepositoryView, path: string) => ForeignProject | undefined;

/** Readers by manifest name; each says only what the manifest states. */
export const manifestReaders: Readonly<Record<string, ManifestReader>> = {
  'Cargo.toml': readCargo,
  'composer.json': readComposer,
  Gemfile: readGemfile,
  'mix.exs': readMix,
  'deno.json': readDeno,
  'deno.jsonc': readDeno,
  'CMakeLists.txt': readCmake,
  'meson.build': readCmake,
  'Package.swift': readSwift,
  'pubspec.yaml': readPubspec,
  'build.sbt': readSbt,
  'project.clj': (view, path) => plain(view, path, 'clojure', 'Clojure (Leiningen)'),
  'deps.edn': (view, path) => plain(view, path, 'clojure', 'Clojure'),
  'rebar.config': (view, path) => plain(view, path, 'erlang', 'Erlang'),
  'gleam.toml': (view, path) => plain(view, path, 'gleam', 'Gleam'),
  'stack.yaml': (view, path) => plain(view, path, 'haskell', 'Haskell (Stack)'),
  'fpm.toml': (view, path) => plain(view, path, 'fortran', 'Fortran (fpm)'),
  'dub.json': (view, path) => plain(view, path, 'd', 'D'),
  'shard.yml': (view, path) => plain(view, path, 'crystal', 'Crystal'),
  'build.zig': (view, path) => plain(view, path, 'zig', 'Zig'),
  'Project.toml': (view, path) =>
    /^uuid\s*=/m.test(view.read(path) ?? '') ? plain(view, path, 'julia', 'Julia') : undefined,
};

function nameFrom(path: string, stated?: string): string {
  const directory = directoryName(path);
  return stated ?? (directory === '.' ? 'app' : baseName(directory));
}

function plain(view: RepositoryView, path: string, language: string, label: string): ForeignProject {
  return {
    language,
    label,
    directory: directoryName(path),
    name: nameFrom(path),
    kind: 'library',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: `a ${label} project` }],
  };
}

function readCargo(view: RepositoryView, path: string): ForeignProject | undefined {
  const document = asRecord(view.toml(path));
  const crate = asRecord(document['package']);
  if (document['package'] === undefined) return undefined;
  const dependencies = asRecord(document['dependencies']);
  const web = ['axum', 'actix-web', 'rocket', 'warp', 'poem', 'salvo', 'tide', 'loco-rs', 'ntex', 'gotham'].find(
    (name) => dependencies[name] !== undefined,
  );
  const directory = directoryName(path);
  const has = (name: string): boolean => view.tree.has(joinPath(directory, name) ?? name);
  const program =
    has('src/main.rs') ||
    document['bin'] !== undefined ||
    view.below(directory, ['.rs']).some((file) => file.includes('src/bin/'));
  return {
    language: 'rust',
    label: 'Rust',
    directory,
    name: nameFrom(path, asText(crate['name'])),
    packageManager: 'cargo',
    ...known({
      framework: web?.replace(/^actix-web$/, 'actix').replace(/-rs$/, ''),
      runtimeVersion: asText(crate['rust-version']),
    }),
    kind: program ? (web === undefined ? 'cli' : 'web') : 'library',
    confidence: 'high',
    evidence: [
      { file: path, line: 1, reason: 'a Rust crate' },
      ...(web === undefined ? [] : [evidenceAt(view, path, web, `depends on ${web}`)]),
    ],
  };
}

function readComposer(view: RepositoryView, path: string): ForeignProject | undefined {
  const document = asRecord(view.json(path));
  const required = asRecord(document['require']);
  const packages: readonly (readonly [string, string])[] = [
    ['laravel', 'laravel/framework'],
    ['lumen', 'laravel/lumen-framework'],
    ['symfony', 'symfony/framework-bundle'],
    ['slim', 'slim/slim'],
    ['cakephp', 'cakephp/cakephp'],
    ['codeigniter', 'codeigniter4/framework'],
    ['yii', 'yiisoft/yii2'],
    ['laminas', 'laminas/laminas-mvc'],
    ['drupal', 'drupal/core-recommended'],
  ];
  const framework = packages.find(([, name]) => required[name] !== undefined)?.[0];
  const directory = directoryName(path);
  const library = asText(document['type']) === 'library';
  const entry = ['public/index.php', 'web/index.php', 'index.php'].some((name) =>
    view.tree.has(joinPath(directory, name) ?? name),
  );
  return {
    language: 'php',
    label: 'PHP',
    directory,
    name: nameFrom(path, asText(document['name'])?.split('/').at(-1)),
    packageManager: 'composer',
    ...known({ framework, runtimeVersion: asText(required['php']) }),
    kind: !library && (framework !== undefined || entry) ? 'web' : 'library',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: 'a PHP project' }],
  };
}

function readGemfile(view: RepositoryView, path: string): ForeignProject | undefined {
  const text = (view.read(path) ?? '').slice(0, 100_000);
  const directory = directoryName(path);
  if (
    /^[ \t]*gem[ \t]+["'](?:jekyll|github-pages|cocoapods|fastlane)["']/m.test(text) &&
    !/gem[ \t]+["']rails["']/.test(text)
  )
    return undefined;
  const framework = frameworkIn(text, [
    ['rails', /^[ \t]*gem[ \t]+["']rails["']/m],
    ['hanami', /^[ \t]*gem[ \t]+["']hanami["']/m],
    ['sinatra', /^[ \t]*gem[ \t]+["']sinatra["']/m],
    ['roda', /^[ \t]*gem[ \t]+["']roda["']/m],
    ['grape', /^[ \t]*gem[ \t]+["']grape["']/m],
  ]);
  const pinned =
    /^[ \t]*ruby[ \t]+["']([^"'\n]{1,40})["']/m.exec(text)?.[1] ??
    /^\s*(?:ruby-)?(\d[\d.]*)/.exec(view.read(joinPath(directory, '.ruby-version') ?? '.ruby-version') ?? '')?.[1];
  const gemspec = view.below(directory, ['.gemspec']).some((file) => directoryName(file) === directory);
  const rack = view.tree.has(joinPath(directory, 'config.ru') ?? 'config.ru');
  return {
    language: 'ruby',
    label: 'Ruby',
    directory,
    name: nameFrom(path),
    packageManager: 'bundler',
    ...known({ framework, runtimeVersion: pinned }),
    kind: !gemspec && (framework !== undefined || rack) ? 'web' : 'library',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: 'a Ruby project' }],
  };
}

function readMix(view: RepositoryView, path: string): ForeignProject {
  const text = (view.read(path) ?? '').slice(0, 100_000);
  const framework = /\{\s*:phoenix\s*,/.test(text) ? 'phoenix' : undefined;
  return {
    language: 'elixir',
    label: 'Elixir',
    directory: directoryName(path),
    name: nameFrom(path, /\bapp:\s*:(\w{1,80})/.exec(text)?.[1]),
    packageManager: 'mix',
    ...known({ framework, runtimeVersion: /\belixir:\s*"([^"\n]{1,40})"/.exec(text)?.[1] }),
    kind: framework === undefined ? 'library' : 'web',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: 'an Elixir project' }],
  };
}

function readDeno(view: RepositoryView, path: string): ForeignProject | undefined {
  const directory = directoryName(path);
  if (
    /(?:^|\/)supabase(?:\/|$)/.test(directory) ||
    view.tree.has(joinPath(directory, 'package.json') ?? 'package.json')
  )
    return undefined;
  const text = (view.read(path) ?? '').slice(0, 100_000);
  const framework = frameworkIn(text, [
    ['fresh', /(?:@fresh\/core|\$fresh\/|deno\.land\/x\/fresh)/],
    ['oak', /@oak\/oak|deno\.land\/x\/oak/],
    ['hono', /(?:jsr|npm):@?hono/],
  ]);
  return {
    language: 'typescript',
    label: 'Deno',
    directory,
    name: nameFrom(path, /"name"\s*:\s*"(?:@[^/"]{1,80}\/)?([^"]{1,80})"/.exec(text)?.[1]),
    packageManager: 'deno',
    ...known({ framework }),
    kind: framework === undefined ? 'library' : 'web',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: 'a Deno project' }],
  };
}

function readCmake(view: RepositoryView, path: string): ForeignProject {
  const text = (view.read(path) ?? '').slice(0, 100_000);
  const cmake = path.endsWith('CMakeLists.txt');
  const name = /^[ \t]*project\s*\(?\s*'?([\w.-]{1,80})/im.exec(text)?.[1];
  const languages = /\bproject\s*\([^)]{0,300}\b(Fortran|CUDA)\b/i.exec(text)?.[1]?.toLowerCase();
  const c = /\bproject\s*\([^)]{0,200}(?:LANGUAGES\s+)?\bC\s*\)/.test(text);
  const language = languages === 'fortran' ? 'fortran' : c ? 'c' : 'cpp';
  return {
    language,
    label: `${language === 'cpp' ? 'C++' : language === 'c' ? 'C' : 'Fortran'} (${cmake ? 'CMake' : 'Meson'})`,
    directory: directoryName(path),
    name: nameFrom(path, name),
    kind: /\b(?:add_executable|executable)\s*\(/i.test(text) ? 'cli' : 'library',
    confidence: 'high',
    evidence: [evidenceAt(view, path, /\bproject\s*\(/i, 'a native project')],
  };
}

function readSwift(view: RepositoryView, path: string): ForeignProject {
  const text = (view.read(path) ?? '').slice(0, 100_000);
  const vapor = /vapor\/vapor/.test(text);
  return {
    language: 'swift',
    label: 'Swift',
    directory: directoryName(path),
    name: nameFrom(path, /\bname:\s*"([^"\n]{1,80})"/.exec(text)?.[1]),
    ...known({
      framework: vapor ? 'vapor' : undefined,
      runtimeVersion: /swift-tools-version:\s*(\d[\d.]{0,10})/.exec(text)?.[1],
    }),
    kind: vapor ? 'web' : /\.executableTarget\(/.test(text) ? 'cli' : 'library',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: 'a Swift package' }],
  };
}

function readPubspec(view: RepositoryView, path: string): ForeignProject {
  const text = (view.read(path) ?? '').slice(0, 100_000);
  return {
    ...plain(view, path, 'dart', /^\s+sdk:\s*flutter/m.test(text) ? 'Dart (Flutter)' : 'Dart'),
    name: nameFrom(path, /^name:\s*(\w{1,80})/m.exec(text)?.[1]),
  };
}

function readSbt(view: RepositoryView, path: string): ForeignProject {
  const text = (view.read(path) ?? '').slice(0, 100_000);
  const framework = frameworkIn(text, [
    ['play', /PlayScala|PlayJava/],
    ['http4s', /http4s/],
    ['akka-http', /akka-http/],
  ]);
  return {
    ...plain(view, path, 'scala', 'Scala (sbt)'),
    ...known({ framework }),
    kind: framework === undefined ? 'library' : 'web',
  };
}
