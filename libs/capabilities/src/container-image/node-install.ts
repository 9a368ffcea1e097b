import type { Component } from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import { runInstruction } from './dockerfile-text.js';
import { tokenMounts, withoutTokens, withTokens } from './registry-tokens.js';

/** How a package manager installs, runs a script and takes development packages out again. */
export interface NodeInstallation {
  /** Instruction that brings the package manager itself; empty where the base image has it. */
  setup: string;
  /** Instruction that installs everything the build needs. */
  install: string;
  /** Shell that runs a script of the package in a directory (relative to the context). */
  script: (name: string, directory: string) => string;
  /** Shell that leaves production packages only. */
  prune: string;
  manifests: readonly string[];
}

export interface InstallScope {
  component: Component;
  /** Directories of the packages to install for, relative to the context; empty for a single package. */
  packages: readonly string[];
  /** Variables that the registry's settings name: given as build secrets. */
  tokens: readonly string[];
}

/** Lines of pnpm and Yarn taken when the project pins none; both read the lock files of the lines before them. */
const defaultPnpm = '10';
const classicYarn = '1.22.22';
const modernYarnLine = '4';
const defaultBun = '1';

/** The installation of a component's packages by its own package manager. */
export function nodeInstallation(scope: InstallScope): NodeInstallation {
  switch (scope.component.packageManager) {
    case 'pnpm':
      return pnpm(scope);
    case 'yarn':
      return majorOf(scope.component.packageManagerVersion) >= 2 ? modernYarn(scope) : yarn(scope);
    case 'bun':
      return bun(scope);
    default:
      return npm(scope);
  }
}

function npm({ component, packages, tokens }: InstallScope): NodeInstallation {
  const locked = component.lockfile?.inSync === true;
  const scopes = packages.map((directory) => ` --workspace=${quoteShell(directory)}`).join('');
  const root = packages.length === 0 ? '' : `${scopes} --include-workspace-root`;
  return {
    setup: '',
    install: runInstruction(
      [withTokens(tokens, `npm ${locked ? 'ci' : 'install'} --no-audit --no-fund${root}`)],
      ['--mount=type=cache,target=/root/.npm', ...tokenMounts(tokens)],
    ),
    script: (name, directory) =>
      `npm run ${quoteShell(name)}${directory === '.' ? '' : ` --workspace=${quoteShell(directory)}`}`,
    prune: 'npm prune --omit=dev --no-audit --no-fund',
    manifests: ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'],
  };
}

function bun({ component, tokens }: InstallScope): NodeInstallation {
  const frozen = component.lockfile?.inSync === true ? ' --frozen-lockfile' : '';
  const mount = '--mount=type=cache,target=/root/.bun/install/cache';
  return {
    setup: `RUN ${bunSetup(component)}`,
    install: runInstruction([withTokens(tokens, `bun install${frozen}`)], [mount, ...tokenMounts(tokens)]),
    script: (name, directory) =>
      `bun run${directory === '.' ? '' : ` --cwd ${quoteShell(directory)}`} ${quoteShell(name)}`,
    prune: `${mount} rm -rf node_modules && ${withoutTokens(tokens, `bun install --production${frozen} --ignore-scripts`)}`,
    manifests: ['package.json', 'bun.lock', 'bun.lockb', 'bunfig.toml', '.npmrc'],
  };
}

/** Shell that brings Bun itself, for the build and for programs that it runs. */
export function bunSetup({ runtime, packageManagerVersion }: Component): string {
  const version = runtime?.runtime === 'bun' ? runtime.resolved : packageManagerVersion;
  return `npm install --global bun@${versionOr(version, defaultBun)}`;
}

function pnpm({ component, packages, tokens }: InstallScope): NodeInstallation {
  const frozen = component.lockfile?.inSync === true ? '--frozen-lockfile' : '--no-frozen-lockfile';
  const filters = packages.map((directory) => ` --filter ${quoteShell(`./${directory}`)}`).join('');
  const root = packages.length === 0 ? '' : ` --filter .${filters}`;
  const store = '--store-dir=/var/cache/pnpm';
  const cache = ['--mount=type=cache,target=/var/cache/pnpm'];
  return {
    setup: `RUN npm install --global pnpm@${versionOr(component.packageManagerVersion, defaultPnpm)}`,
    install: runInstruction(
      [withTokens(tokens, `pnpm install ${frozen} ${store}${root}`)],
      [...cache, ...tokenMounts(tokens)],
    ),
    script: (name, directory) =>
      `pnpm${directory === '.' ? '' : ` --dir ${quoteShell(directory)}`} run ${quoteShell(name)}`,
    prune: `--mount=type=cache,target=/var/cache/pnpm CI=true pnpm install --prod ${frozen} --ignore-scripts ${store}${root}`,
    manifests: ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', '.pnpmfile.cjs'],
  };
}

function yarn({ component, tokens }: InstallScope): NodeInstallation {
  const frozen = component.lockfile?.inSync === true ? ' --frozen-lockfile' : '';
  const cache = 'YARN_CACHE_FOLDER=/var/cache/yarn';
  const mount = '--mount=type=cache,target=/var/cache/yarn';
  return {
    // Newer base images no longer bring Yarn, older ones bring a link in its place.
    setup: `RUN npm install --global --force yarn@${versionOr(component.packageManagerVersion, classicYarn, 3)}`,
    install: runInstruction(
      [withTokens(tokens, `${cache} yarn install${frozen} --non-interactive`)],
      [mount, ...tokenMounts(tokens)],
    ),
    script: (name, directory) =>
      `yarn${directory === '.' ? '' : ` --cwd ${quoteShell(directory)}`} run ${quoteShell(name)}`,
    prune: `${mount} ${withoutTokens(tokens, `${cache} yarn install --production${frozen} --ignore-scripts --non-interactive`)}`,
    manifests: ['package.json', 'yarn.lock', '.npmrc', '.yarnrc'],
  };
}

function modernYarn({ component, packages, tokens }: InstallScope): NodeInstallation {
  const immutable = component.lockfile?.inSync === true ? ' --immutable' : '';
  const mount = '--mount=type=cache,target=/root/.yarn/berry/cache';
  const focus =
    packages.length === 0 ? 'yarn workspaces focus --production' : 'yarn workspaces focus --all --production';
  return {
    setup: [
      `RUN npm install --global --force @yarnpkg/cli-dist@${versionOr(component.packageManagerVersion, modernYarnLine)}`,
      // Plug'n'Play keeps packages outside the project and needs a loader to start it
      'ENV YARN_NODE_LINKER=node-modules',
    ].join('\n'),
    install: runInstruction([withTokens(tokens, `yarn install${immutable}`)], [mount, ...tokenMounts(tokens)]),
    script: (name, directory) =>
      directory === '.'
        ? `yarn run ${quoteShell(name)}`
        : `yarn --cwd ${quoteShell(directory)} run ${quoteShell(name)}`,
    prune: `${mount} ${withoutTokens(tokens, focus)}`,
    manifests: ['package.json', 'yarn.lock', '.npmrc', '.yarnrc.yml'],
  };
}

function versionOr(version: string | undefined, fallback: string, parts = 1): string {
  return version !== undefined && /^\d+(\.\d+){0,2}$/.test(version) && version.split('.').length >= parts
    ? version
    : fallback;
}

function majorOf(version: string | undefined): number {
  return Number.parseInt(version ?? '1', 10);
}
