import type { FileTree } from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import * as text from './dockerfile-text.js';
import { directoryInImage, type ImageInput } from './image-plan.js';
import { isStandalone, standaloneCopies } from './next-standalone.js';
import { packageOfProgram } from './node-command.js';
import { nodeInstallation } from './node-install.js';
import { registryTokens } from './registry-tokens.js';
import { readPackageManifest, type PackageManifest } from './package-manifest.js';

/** What the build stage of a Node.js image does. */
export interface NodeBuild {
  /** Directory of the component in the image. */
  workdir: string;
  /** Directory of the component in the build context; '.' for the context itself. */
  directory: string;
  /** COPY arguments of manifests. */
  manifests: readonly string[];
  allFirst: boolean;
  setup: string;
  install: string;
  /** Builds of the internal packages it depends on, run from the context. */
  internalCommands: readonly string[];
  /** Its own build, run from its directory. */
  ownCommands: readonly string[];
  prune: string;
  /** COPY arguments from the build stage. */
  copies: readonly string[];
  standalone: boolean;
  /** Program of a Next.js standalone build, relative to the working directory. */
  standaloneServer: string;
  notes: readonly string[];
}

const lifecycleScripts = ['preinstall', 'install', 'postinstall', 'prepare'];
/** Hooks of Git are for people; without a repository they do nothing. */
const gitHooks = /^(?:npx )?(?:husky(?: install)?|lefthook install|simple-git-hooks)(?: \|\| true)?$/;
const serverRendered = new Set([
  'nextjs',
  'nuxt',
  'sveltekit',
  'remix',
  'react-router',
  'astro',
  'solidstart',
  'tanstack-start',
]);

/** Decides how a component is installed, built and reduced to what runs; `programs` are what it starts later. */
export function nodeBuild({ deployable, files }: ImageInput, programs: readonly (readonly string[])[]): NodeBuild {
  const { component, context } = deployable;
  const members = workspaceDirectories(deployable);
  const directory = relativeTo(context, component.path);
  const packages = members.map((path) => relativeTo(context, path)).filter((path) => path !== '.');
  const tokens = registryTokens(context, files);
  const installation = nodeInstallation({ component, packages, tokens });
  const manifest = readPackageManifest(files, component.path);
  const standalone = component.framework === 'nextjs' && isStandalone(component.path, files, component.traits);
  const needed = neededDevelopmentPackages(programs, manifest);
  const workdir = directoryInImage(context, component.path);
  return {
    workdir: standalone ? '/app' : workdir,
    directory,
    manifests: manifestCopies(installation.manifests, deployable, files),
    allFirst: installsFromSources(deployable, files),
    setup: installation.setup,
    install: installation.install,
    internalCommands: internalBuilds(members, deployable, files, installation.script),
    ownCommands: ownBuild(deployable, files, manifest),
    prune:
      standalone || !pruned(needed, component.packageManager)
        ? ''
        : [...promotions(needed, manifest, directory), installation.prune].join('\n'),
    copies: standalone
      ? standaloneCopies(directory, component, files)
      : runtimeCopies(members, context, directory, files),
    standalone,
    standaloneServer: directory === '.' ? 'server.js' : `${directory}/server.js`,
    notes: buildNotes(needed, tokens),
  };
}

function buildNotes(needed: readonly string[], tokens: readonly string[]): string[] {
  const secrets = tokens.map((name) => `\`--secret id=${name},env=${name}\``).join(' ');
  return [
    ...(needed.length === 0
      ? []
      : [`${needed.join(', ')} is a development package that the container runs, so it stays in the image.`]),
    ...(tokens.length === 0 ? [] : [`Its private registry asks for a token: hand it to the build with ${secrets}.`]),
  ];
}

/** Values of the Dockerfile template for the build stage. */
export function buildSteps(build: NodeBuild, { deployable }: ImageInput): Record<string, unknown> {
  const { component } = deployable;
  const placeholders = {
    ...(serverRendered.has(component.framework ?? '') ? buildPlaceholders(deployable) : {}),
    // Source: svelte.dev/docs/kit/adapter-auto: only on a platform that it knows does it make a server
    ...(component.traits?.['adapter'] === 'auto' ? { GCP_BUILDPACKS: 'true' } : {}),
  };
  const place = build.directory === '.' ? '/app' : `/app/${build.directory}`;
  const own = build.ownCommands.map((command) => text.assignments(placeholders) + command);
  const prune = pruneInstruction(build.prune);
  // One directory means one RUN; a component of a workspace is built in its own.
  const steps =
    place === '/app'
      ? [text.runInstruction([...build.internalCommands, ...own, ...prune.commands], prune.flags)]
      : [
          text.runInstruction(build.internalCommands),
          ...(own.length === 0 ? [] : [`WORKDIR ${place}`, text.runInstruction(own), 'WORKDIR /app']),
          text.runInstruction(prune.commands, prune.flags),
        ];
  return {
    buildPackages: text.packagesInstruction(component.systemPackages?.build ?? []),
    setup: build.setup,
    allFirst: build.allFirst,
    manifests: build.manifests,
    install: build.install,
    buildArguments: buildArguments(deployable),
    steps: steps.filter((step) => step !== '').join('\n'),
  };
}

function pruneInstruction(prune: string): { commands: string[]; flags: string[] } {
  const lines = prune.split('\n').filter((line) => line !== '');
  const flags = lines.flatMap((line) => /^--mount=\S+/.exec(line)?.[0] ?? []);
  return { commands: lines.map((line) => line.replace(/^--mount=\S+ /, '')), flags };
}

/** ARG lines of public build-time variables. */
export function buildArguments({ component, environment }: DeployableComponent): string[] {
  const insists = new Set(component.environment.filter(({ required }) => required === true).map(({ name }) => name));
  return environment
    .filter((variable) => variable.buildTime && !variable.secret)
    .map(({ name, default: value }) => {
      const isPlain = value !== undefined && /^[A-Za-z0-9_@%+=:,./-]+$/.test(value);
      // a build that insists on a variable takes an empty one
      return isPlain ? `${name}=${value}` : insists.has(name) ? `${name}=` : name;
    });
}

/** A server-rendered build loads the server's modules, which may insist on their variables: they get values that connect to nothing. */
export function buildPlaceholders({ environment }: DeployableComponent): Record<string, string> {
  return Object.fromEntries(
    environment
      .filter(
        (variable) => !variable.buildTime && (variable.required || (variable.secret && variable.value !== undefined)),
      )
      .map(({ name, value }) => [name, value?.replace(/\$\{\w+\}/g, 'placeholder') ?? 'placeholder']),
  );
}

function relativeTo(root: string, path: string): string {
  if (path === root) return '.';
  return root === '.' ? path : path.slice(root.length + 1);
}

/** Internal packages first, the component last; empty outside a workspace. */
function workspaceDirectories({ component }: DeployableComponent): string[] {
  return component.workspace === undefined ? [] : [...component.workspace.internalDependencies, component.path];
}

function manifestCopies(
  names: readonly string[],
  { component, context }: DeployableComponent,
  files: FileTree,
): string[] {
  const present = (directory: string, wanted: readonly string[]): string[] =>
    wanted.map((name) => joinPath(directory, name)).filter((path) => files.has(path));
  const root = present(context, names).map((path) => relativeTo(context, path));
  const patches = ['patches', '.yarn/releases', '.yarn/plugins', '.yarn/patches'].filter((name) =>
    files.paths.some((path) => path.startsWith(`${joinPath(context, name)}/`)),
  );
  const members = (component.workspace?.members ?? [])
    .filter((path) => path !== context)
    .flatMap((path) => present(path, ['package.json']));
  return [
    ...(root.length === 0 ? [] : [text.copyArguments(root, './')]),
    ...patches.map((name) => text.copyArguments([name], `./${name}/`)),
    ...members
      .map((path) => relativeTo(context, path))
      .sort()
      .map((path) => text.copyArguments([path], path.slice(0, -'package.json'.length))),
  ];
}

/** True when the manifests alone do not suffice to install: scripts run with it, or packages come from the repository's files. */
function installsFromSources({ component, context }: DeployableComponent, files: FileTree): boolean {
  const directories = [context, ...(component.workspace?.members ?? [])];
  return directories.some((directory) => {
    const { scripts, dependencies, devDependencies } = readPackageManifest(files, directory);
    const local = Object.values({ ...dependencies, ...devDependencies }).some((range) =>
      /^(file|link|portal):/.test(range),
    );
    return local || lifecycleScripts.some((name) => scripts[name] !== undefined && !gitHooks.test(scripts[name]));
  });
}

function internalBuilds(
  members: readonly string[],
  { component, context }: DeployableComponent,
  files: FileTree,
  script: (name: string, directory: string) => string,
): string[] {
  return members
    .filter((path) => path !== component.path && readPackageManifest(files, path).scripts['build'] !== undefined)
    .map((path) => script('build', relativeTo(context, path)));
}

function ownBuild({ component }: DeployableComponent, files: FileTree, manifest: PackageManifest): string[] {
  return [
    ...prismaGenerate(component.path, files, manifest),
    ...(component.build === undefined ? [] : [component.build]),
  ];
}

/** The client that Prisma generates is not in the repository; most builds do not make it themselves. */
function prismaGenerate(directory: string, files: FileTree, manifest: PackageManifest): string[] {
  const uses = packageOfProgram('prisma', manifest) !== undefined;
  const schema = ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema'].some(
    (name) =>
      files.has(joinPath(directory, name)) ||
      files.paths.some((path) => path.startsWith(`${joinPath(directory, name)}/`)),
  );
  const already = ['build', 'prebuild', 'postinstall'].some((name) =>
    manifest.scripts[name]?.includes('prisma generate'),
  );
  return uses && schema && !already ? ['npx prisma generate'] : [];
}

/** Development packages whose programs the container starts. */
function neededDevelopmentPackages(programs: readonly (readonly string[])[], manifest: PackageManifest): string[] {
  const names = programs
    .flatMap((words) => words.flatMap((word) => word.split(/[\s&|;]+/)))
    .map((word) => packageOfProgram(word.replace(/^.*\.bin\//, ''), manifest))
    .filter((name) => name !== undefined && manifest.dependencies[name] === undefined)
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}

/** npm and classic Yarn can promote single packages; elsewhere all development packages stay. */
function pruned(needed: readonly string[], packageManager: string | undefined): boolean {
  return needed.length === 0 || packageManager === 'npm' || packageManager === undefined || packageManager === 'yarn';
}

function promotions(needed: readonly string[], manifest: PackageManifest, directory: string): string[] {
  const prefix = directory === '.' ? '' : ` --prefix ${quoteShell(directory)}`;
  // a package that stands in both groups counts as one for development
  return needed.flatMap((name) => [
    `npm pkg delete${prefix} ${quoteShell(`devDependencies[${name}]`)}`,
    `npm pkg set${prefix} ${quoteShell(`dependencies[${name}]=${manifest.devDependencies[name] ?? '*'}`)}`,
  ]);
}

/** A single package whole; of a workspace only the component, what it depends on, and the packages installed at the root. */
function runtimeCopies(members: readonly string[], context: string, directory: string, files: FileTree): string[] {
  if (members.length === 0 || directory === '.')
    return [text.copyArguments(['/app'], directory === '.' ? './' : '/app')];
  const manifests = ['package.json', 'pnpm-workspace.yaml'].filter((name) => files.has(joinPath(context, name)));
  const directories = members.map((path) => relativeTo(context, path));
  return [
    text.copyArguments(
      manifests.map((name) => `/app/${name}`),
      '/app/',
    ),
    text.copyArguments(['/app/node_modules'], '/app/node_modules'),
    ...directories.map((path) => text.copyArguments([`/app/${path}`], `/app/${path}`)),
  ];
}
