import type { RuntimeChoice } from '@devops-orchestrator/contracts';
import { evidenceAt, joinPath } from '../../repository-view.js';
import { resolveRuntime, type RuntimeStatement } from '../../runtime/resolve-runtime.js';
import type { NodePackage } from './node-package.js';
import type { PackageManifest } from './package-manifest.js';

/**
 * The Node version by what the package says, then its workspace, then the repository: version files before `volta`,
 * `devEngines` and `engines`, because they name what the developers run.
 */
export function chooseNodeRuntime(node: NodePackage, start: string | undefined): RuntimeChoice {
  if (start?.startsWith('bun ') === true) {
    const version =
      node.manifest.engines.get('bun') ?? (node.manager.name === 'bun' ? node.manager.version : undefined);
    const evidence = evidenceAt(node.view, node.manifest.path, '"bun', 'Bun version');
    return resolveRuntime('bun', version === undefined ? [] : [{ stated: version, evidence }]);
  }
  const manifests = [node.manifest, ...(node.workspace === undefined ? [] : [node.workspace.root])];
  const directories = [...new Set([...manifests.map((manifest) => manifest.directory), '.'])];
  return resolveRuntime('node', [
    ...directories.flatMap((directory) => versionFileStatements(node, directory)),
    ...manifests.flatMap((manifest) => manifestStatements(node, manifest)),
  ]);
}

function versionFileStatements(node: NodePackage, directory: string): RuntimeStatement[] {
  const statements: RuntimeStatement[] = [];
  for (const [name, pattern] of versionFiles) {
    const file = joinPath(directory, name) ?? name;
    for (const [index, line] of (node.view.read(file)?.split('\n') ?? []).entries()) {
      const stated = line.length > 300 ? undefined : pattern.exec(line.trim())?.[1];
      if (stated === undefined) continue;
      statements.push({ stated, evidence: { file, line: index + 1, reason: `Node version ${stated}` } });
      break;
    }
  }
  return statements;
}

const versionFiles: readonly (readonly [string, RegExp])[] = [
  ['.nvmrc', /^([^#\s]+)/],
  ['.node-version', /^([^#\s]+)/],
  ['.tool-versions', /^nodejs\s+(\S+)/],
  ['mise.toml', /^node\s{0,10}=\s{0,10}["']([^"']+)["']/],
  ['.mise.toml', /^node\s{0,10}=\s{0,10}["']([^"']+)["']/],
];

function manifestStatements(node: NodePackage, manifest: PackageManifest): RuntimeStatement[] {
  const stated = [manifest.volta.get('node'), manifest.devEngines.get('node'), manifest.engines.get('node')];
  return stated.flatMap((text) =>
    text === undefined
      ? []
      : [{ stated: text, evidence: evidenceAt(node.view, manifest.path, `"${text}"`, `Node version ${text}`) }],
  );
}
