import { evidenceAt, joinPath } from '../../repository-view.js';
import { matchSource } from '../../source/source-file.js';
import type { Evidence } from '@devops-orchestrator/contracts';
import type { GoModule } from './go-module.js';
import type { SourceFile } from '../../source/source-file.js';

/** Folders and files of the module that its code opens at run time (templates, static files, configuration), sorted. */
export function goRuntimeFiles(module: GoModule, sources: readonly SourceFile[]): string[] {
  const folders = sources
    .flatMap((source) =>
      matchSource(
        source,
        /\b(?:ParseFiles|ParseGlob|LoadHTMLGlob|Dir|Static|ServeFile)\(\s*(?:"\/[\w/-]{0,60}"\s*,\s*)?"\.?\/?([\w-]{1,60})(?:\/|"\s*\))/g,
      ),
    )
    .map((match) => match.groups[0] ?? '');
  return [...new Set([...folders, ...openedFiles(module, sources)])].sort();
}

/** Files beside go.mod that the code names: they are few, and an image without them does not start. */
function openedFiles(module: GoModule, sources: readonly SourceFile[]): string[] {
  const named = sources.flatMap((source) =>
    matchSource(
      source,
      /\b(?:ReadFile|Open|SetConfigFile|ParseFiles|LoadHTMLFiles|DecodeFile|ServeFile|LoadConfig|ReadConfig|StaticFile|File)\(\s*(?:[\w.]{1,40}\s*,\s*|"\/[\w./-]{0,60}"\s*,\s*){0,2}"(?:\.\/)?([\w-]{1,60}\.(?:ya?ml|json|toml|ini|html|tmpl|gohtml|txt|csv|ico))"/g,
    ),
  );
  const viper = sources
    .flatMap((source) => matchSource(source, /\bSetConfigName\(\s*"([\w-]{1,60})(?:\.\w{1,5})?"/g))
    .flatMap((match) => ['yaml', 'yml', 'json', 'toml'].map((ending) => `${match.groups[0] ?? ''}.${ending}`));
  return [...named.map((match) => match.groups[0] ?? ''), ...viper].filter((name) =>
    module.view.tree.has(joinPath(module.directory, name) ?? name),
  );
}

/** The port that a configuration file of the program states; those that databases are known by are left out. */
export function configuredPort(
  module: GoModule,
  sources: readonly SourceFile[],
): { port: number; evidence: Evidence } | undefined {
  for (const name of openedFiles(module, sources)) {
    if (!/\.(?:ya?ml|json|toml|ini)$/.test(name)) continue;
    const file = joinPath(module.directory, name) ?? name;
    const stated = [
      ...(module.view.read(file) ?? '').matchAll(
        /^[ \t]*"?(?:http_?|server_?|listen_?)?port"?[ \t]*[:=][ \t]*"?:?(\d{2,5})\b/gim,
      ),
    ]
      .map((match) => Number(match[1]))
      .find((port) => port <= 65_535 && !databasePorts.has(port));
    if (stated !== undefined)
      return { port: stated, evidence: evidenceAt(module.view, file, String(stated), 'states the port') };
  }
  return undefined;
}

const databasePorts = new Set([25, 465, 587, 1433, 3306, 5432, 5672, 6379, 9042, 9092, 9200, 11_211, 27_017]);
