import { XMLParser } from 'fast-xml-parser';
import { baseName, directoryName, evidenceAt, joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { asRecord, asText } from '../python/unknown-values.js';
import { frameworkIn, known } from './foreign-project.js';
import type { ForeignProject } from './foreign-project.js';

/** Longer project files are not read: no real one is. */
const largestProjectFile = 512 * 1024;

const jvmFrameworks: readonly (readonly [string, RegExp])[] = [
  ['spring-boot', /org\.springframework\.boot|spring-boot-starter/],
  ['quarkus', /io\.quarkus/],
  ['micronaut', /io\.micronaut/],
  ['ktor', /io\.ktor/],
  ['javalin', /io\.javalin/],
  ['vertx', /io\.vertx/],
  ['helidon', /io\.helidon/],
  ['dropwizard', /io\.dropwizard/],
];

/** Reads a pom.xml; entities are never expanded and no document type is followed. */
export function readMaven(view: RepositoryView, path: string): ForeignProject | undefined {
  const project = asRecord(parseXml(view, path)['project']);
  if (Object.keys(project).length === 0) return undefined;
  const text = (view.read(path) ?? '').slice(0, largestProjectFile);
  const properties = asRecord(project['properties']);
  const stated = ['java.version', 'maven.compiler.release', 'maven.compiler.source', 'maven.compiler.target']
    .map((name) => asText(scalar(properties[name])))
    .find((value) => value !== undefined && !value.includes('$'));
  const directory = directoryName(path);
  const language = usesKotlin(view, directory) || text.includes('kotlin-maven-plugin') ? 'kotlin' : 'java';
  const framework = frameworkIn(text, jvmFrameworks);
  const packaging = asText(project['packaging']);
  if (
    packaging === 'pom' &&
    view
      .below(directory, ['.java', '.kt'])
      .every((file) => !file.startsWith(directory === '.' ? 'src/' : `${directory}/src/`))
  )
    return undefined;
  return {
    language,
    label: `${language === 'java' ? 'Java' : 'Kotlin'} (Maven)`,
    directory,
    name: asText(scalar(project['artifactId'])) ?? folderName(directory),
    packageManager: 'maven',
    ...known({ framework, runtimeVersion: stated }),
    kind: isJvmWeb(text, framework, packaging) ? 'web' : 'library',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: 'a Maven project' }],
  };
}

/** Reads build.gradle or build.gradle.kts by what stands plainly in it. */
export function readGradle(view: RepositoryView, path: string): ForeignProject | undefined {
  const text = (view.read(path) ?? '').slice(0, largestProjectFile);
  const directory = directoryName(path);
  if (/com\.android\.(?:application|library)/.test(text))
    return { ...gradleBase(view, path, 'Android'), kind: 'library' };
  const sources = view
    .below(directory, ['.java', '.kt', '.groovy', '.scala'])
    .some((file) => file.startsWith(directory === '.' ? 'src/' : `${directory}/src/`));
  if (!sources) return undefined;
  const framework = frameworkIn(text, jvmFrameworks);
  const stated =
    /JavaLanguageVersion\.of\(\s*["']?(\d{1,2})/.exec(text)?.[1] ??
    /\bjvmToolchain\(\s*(\d{1,2})/.exec(text)?.[1] ??
    /\b(?:sourceCompatibility|targetCompatibility)\s*=?\s*(?:JavaVersion\.VERSION_)?["']?(?:1[._])?(\d{1,2})/.exec(
      text,
    )?.[1];
  return {
    ...gradleBase(view, path, 'Gradle'),
    ...known({ framework, runtimeVersion: stated }),
    kind: isJvmWeb(text, framework, undefined) ? 'web' : /\bmainClass|\bapplication\b/.test(text) ? 'cli' : 'library',
  };
}

function gradleBase(view: RepositoryView, path: string, tool: string): ForeignProject {
  const directory = directoryName(path);
  const language = usesKotlin(view, directory) ? 'kotlin' : 'java';
  const settings = ['settings.gradle', 'settings.gradle.kts']
    .map((name) => view.read(joinPath(directory, name) ?? name) ?? '')
    .join('\n');
  return {
    language,
    label: `${language === 'java' ? 'Java' : 'Kotlin'} (${tool})`,
    directory,
    name: /rootProject\.name\s*=\s*["']([^"'\n]{1,80})["']/.exec(settings)?.[1] ?? folderName(directory),
    packageManager: 'gradle',
    kind: 'library',
    confidence: 'high',
    evidence: [{ file: path, line: 1, reason: 'a Gradle project' }],
  };
}

function isJvmWeb(text: string, framework: string | undefined, packaging: string | undefined): boolean {
  if (packaging === 'war') return true;
  if (framework === 'spring-boot') return /spring-boot-starter-(?:web|webflux|jersey|graphql|data-rest)/.test(text);
  return framework !== undefined;
}

function usesKotlin(view: RepositoryView, directory: string): boolean {
  const files = view.below(directory, ['.kt', '.java']).filter((file) => file.includes('src/main/'));
  const kotlin = files.filter((file) => file.endsWith('.kt')).length;
  return kotlin > 0 && kotlin >= files.length / 2;
}

/** Reads a .csproj, .fsproj or .vbproj. */
export function readDotnet(view: RepositoryView, path: string): ForeignProject | undefined {
  const project = asRecord(parseXml(view, path)['Project']);
  if (Object.keys(project).length === 0) return undefined;
  const text = (view.read(path) ?? '').slice(0, largestProjectFile);
  const sdk = asText(project['@Sdk']) ?? '';
  const name = baseName(path).replace(/\.[a-z]+$/, '');
  if (/Microsoft\.NET\.Test\.Sdk|xunit|nunit|MSTest/i.test(text) || /[.-]?(?:Unit|Integration)?Tests?$/i.test(name))
    return undefined;
  const target = /<TargetFrameworks?>\s*(?:net|netcoreapp)(\d+(?:\.\d+)?)/.exec(text)?.[1];
  const web = sdk === 'Microsoft.NET.Sdk.Web' || sdk.includes('BlazorWebAssembly');
  const worker = sdk === 'Microsoft.NET.Sdk.Worker';
  const program = /<OutputType>\s*(?:Exe|WinExe)\s*</i.test(text);
  const language = path.endsWith('.fsproj') ? 'fsharp' : path.endsWith('.vbproj') ? 'visualbasic' : 'csharp';
  return {
    language,
    label: `${language === 'csharp' ? 'C#' : language === 'fsharp' ? 'F#' : 'Visual Basic'} (.NET)`,
    directory: directoryName(path),
    name,
    packageManager: 'nuget',
    ...known({ framework: web ? 'aspnetcore' : undefined, runtimeVersion: target?.replace(/\.0$/, '') }),
    kind: web ? 'web' : worker ? 'worker' : program ? 'cli' : 'library',
    confidence: 'high',
    evidence: [evidenceAt(view, path, '<Project', sdk === '' ? 'a .NET project' : `a project of ${sdk}`)],
  };
}

/**
 * XML as plain objects, attributes as `@Name`. Entities stay text (`processEntities: false`), so that neither a bomb nor an
 * external entity does anything; files with a document type are refused altogether.
 */
function parseXml(view: RepositoryView, path: string): Record<string, unknown> {
  const text = view.read(path) ?? '';
  if (
    text === '' ||
    text.length > largestProjectFile ||
    /<!DOCTYPE/i.test(text.slice(0, 10_000)) ||
    deepest(text) > 200
  )
    return {};
  try {
    return asRecord(
      new XMLParser({
        ignoreAttributes: false,
        attributeNamePrefix: '@',
        processEntities: false,
        parseTagValue: false,
        parseAttributeValue: false,
      }).parse(text),
    );
  } catch {
    return {};
  }
}

/** A bound on nesting, counted without recursion. */
function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const match of text.matchAll(/<(\/?)[A-Za-z][^<>]{0,500}?(\/?)>/g)) {
    if (match[1] === '/') depth -= 1;
    else if (match[2] !== '/') depth += 1;
    most = Math.max(most, depth);
  }
  return most;
}

function scalar(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function folderName(directory: string): string {
  return directory === '.' ? 'app' : baseName(directory);
}
