import { hasDependency, type PackageManifest } from './package-manifest.js';
import type { KindChoice } from './component-kind.js';
import type { PackageFacts } from './describe-package.js';
import type { NodeMigrations } from './node-migrations.js';
import type { NodePackage } from './node-package.js';
import { prismaSchema } from './node-services.js';
import { mainListener } from './server-facts.js';

/**
 * Facts that the templates of Node images need. All values are strings; a trait that does not hold is absent.
 *
 * - `moduleType`: `esm` or `commonjs`, by the manifest's `type`.
 * - `typescript`: `true` when it has a `tsconfig.json`.
 * - `entry`: source file that the start command comes down to, relative to the package.
 * - `hostVariable`: variable that overrides the address it binds to.
 * - `extraPorts`: further ports it opens, comma-separated.
 * - `nextOutput`: `standalone`, `export` or `default`; `standaloneServer`: path of the standalone `server.js`.
 * - `basePath`: path under which a Next.js application answers, or a site's pages ask for their files.
 * - `adapter`: SvelteKit's, `node` or `auto` (`auto` makes no server outside known platforms).
 * - `spaFallback`: `true` when unknown paths must be answered with `index.html`.
 * - `yarnBerry`: `true` for Yarn 2 and later (`.yarnrc.yml`, `.yarn/`).
 * - `needsDevDependenciesAtRuntime`: `true` when the start command runs a tool of `devDependencies`.
 * - `migrationNeedsDevDependencies`: `true` when the migration does: run it from the build stage.
 * - `hasInstallScripts`: `true` when its own `preinstall`, `install`, `postinstall` or `prepare` runs while installing, or a
 *   dependency is a local path: the whole source must be there before `install`.
 * - `installFiles`: JSON array of further files (relative to the install root) that `install` reads: `.npmrc`, `patches`, …
 * - `prismaSchema`: repository-relative path of the Prisma schema; `prismaGenerate`: `true` when no script generates the client.
 * - `internalBuilds`: JSON array of the directories of internal packages with a `build` script, dependencies first.
 * - `processOf`: id of the application whose image this process shares (set by the engine).
 *
 * Commands of a component assume `node_modules/.bin` on the PATH, as package scripts do.
 */
export function nodeTraits(
  node: NodePackage,
  { kind }: KindChoice,
  facts: PackageFacts,
  migrations: NodeMigrations | undefined,
): Record<string, string> {
  const { manifest, manager } = node;
  const { delivery, start, listeners } = facts;
  const main = mainListener(listeners);
  const extraPorts = [
    ...new Set(listeners.flatMap(({ port }) => (port === undefined || port === main?.port ? [] : [port]))),
  ];
  const schema = kind === 'static' ? undefined : prismaSchema(node);
  const internalBuilds = node.internal
    .filter((member) => member.scripts.has('build'))
    .map((member) => member.directory);
  const installFiles = installInputs(node);
  const isRun = kind === 'web' || kind === 'worker' || kind === 'job';
  return compact({
    moduleType: manifest.type === 'module' ? 'esm' : 'commonjs',
    typescript: flag(node.typescript !== undefined),
    entry: isRun && delivery === undefined ? start.entry : undefined,
    hostVariable: kind === 'web' ? main?.hostVariable : undefined,
    extraPorts: kind === 'web' && extraPorts.length > 0 ? extraPorts.sort((a, b) => a - b).join(',') : undefined,
    ...delivery?.traits,
    spaFallback: flag(kind === 'static' && delivery?.spaFallback === true),
    yarnBerry: flag(manager.berry),
    needsDevDependenciesAtRuntime: flag(isRun && start.needsDevDependencies),
    migrationNeedsDevDependencies: flag(migrations?.package !== undefined && !isInstalled(node, migrations.package)),
    hasInstallScripts: flag(
      [manifest, ...(node.workspace === undefined ? [] : [node.workspace.root])].some(runsWhileInstalling),
    ),
    installFiles: installFiles.length === 0 ? undefined : JSON.stringify(installFiles),
    prismaSchema: schema,
    prismaGenerate: flag(schema !== undefined && !generatesPrisma(node)),
    internalBuilds: internalBuilds.length === 0 ? undefined : JSON.stringify(internalBuilds),
  });
}

function compact(traits: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(traits).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function flag(holds: boolean): string | undefined {
  return holds ? 'true' : undefined;
}

function isInstalled(node: NodePackage, name: string): boolean {
  return [node.manifest, ...node.internal].some((manifest) => hasDependency(manifest, name));
}

const localPath = /^(?:file:|link:|portal:|\.{1,2}\/)/;

function runsWhileInstalling(manifest: PackageManifest): boolean {
  const scripts = ['preinstall', 'install', 'postinstall', 'prepare'].flatMap(
    (name) => manifest.scripts.get(name) ?? [],
  );
  // hooks of Git are for people; without a repository they do nothing
  const real = scripts.filter(
    (text) =>
      !/^(?:npx )?(?:husky(?: install)?|lefthook install|simple-git-hooks|is-ci\b.*husky.*)(?: \|\| true)?$/.test(
        text.trim(),
      ),
  );
  return real.length > 0 || [...manifest.dependencies.values()].some((range) => localPath.test(range));
}

function generatesPrisma(node: NodePackage): boolean {
  const manifests = [node.manifest, ...node.internal, ...(node.workspace === undefined ? [] : [node.workspace.root])];
  const scripts = ['postinstall', 'prebuild', 'build', 'prepare'];
  return manifests.some((manifest) =>
    scripts.some((name) => /\bprisma generate\b/.test(manifest.scripts.get(name) ?? '')),
  );
}

/** Files besides manifest and lock that the package manager reads. */
function installInputs(node: NodePackage): string[] {
  const root = node.workspace?.root.directory ?? node.manifest.directory;
  const at = (path: string) => (root === '.' ? path : `${root}/${path}`);
  const files = ['.npmrc', '.pnpmfile.cjs', '.yarnrc', '.yarnrc.yml', 'bunfig.toml', 'pnpm-workspace.yaml'].filter(
    (file) => node.view.tree.has(at(file)),
  );
  const folders = ['patches', '.yarn/patches', '.yarn/plugins', '.yarn/releases'].filter(
    (folder) => node.view.below(at(folder), []).length > 0,
  );
  return [...files, ...folders];
}
