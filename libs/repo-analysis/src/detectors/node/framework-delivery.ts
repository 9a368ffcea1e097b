import { evidenceAt, joinPath } from '../../repository-view.js';
import { configFile, literalSetting, type Framework, type FrameworkDelivery } from './framework.js';
import { siteBasePath } from './site-base-path.js';
import type { NodePackage } from './node-package.js';
import { hasAnyDependency, isObject } from './package-manifest.js';

/** How an application of a rendering or site framework is delivered, from the framework's configuration. */
export function frameworkDelivery(node: NodePackage, framework: Framework): FrameworkDelivery {
  const describe = deliveries[framework.name];
  const delivery = describe === undefined ? site('dist', true) : describe(node);
  const base = delivery.mode === 'static' ? siteBasePath(node, framework.name) : undefined;
  return base === undefined ? delivery : { ...delivery, traits: { ...delivery.traits, basePath: base } };
}

function site(outputDirectory: string, spaFallback: boolean, rest: Partial<FrameworkDelivery> = {}): FrameworkDelivery {
  return { mode: 'static', outputDirectory, spaFallback, traits: {}, evidence: [], ...rest };
}

function server(
  start: string,
  port: number,
  outputDirectory: string,
  rest: Partial<FrameworkDelivery> = {},
): FrameworkDelivery {
  return { mode: 'server', start, port, outputDirectory, traits: {}, evidence: [], ...rest };
}

function buildRuns(node: NodePackage, pattern: RegExp): boolean {
  return pattern.test(node.manifest.scripts.get('build') ?? '');
}

const deliveries: Readonly<Record<string, (node: NodePackage) => FrameworkDelivery>> = {
  nextjs,
  nuxt: (node) =>
    buildRuns(node, /\bnux[it]+ generate\b/)
      ? site('.output/public', false)
      : server('node .output/server/index.mjs', 3000, '.output'),
  remix: (node) => reactRouter(node, 'remix-serve', 'vite.config'),
  'react-router': (node) => reactRouter(node, 'react-router-serve', 'react-router.config'),
  sveltekit,
  'tanstack-start': () => server('node .output/server/index.mjs', 3000, '.output'),
  solidstart: () => server('node .output/server/index.mjs', 3000, '.output'),
  astro,
  gatsby: () => site('public', false),
  angular,
  docusaurus: () => site('build', false),
  vitepress: (node) =>
    site(
      node.hasFile('docs/.vitepress/config.ts') || node.hasFile('docs/.vitepress/config.mts')
        ? 'docs/.vitepress/dist'
        : '.vitepress/dist',
      false,
    ),
  eleventy,
  'create-react-app': (node) =>
    site(/\bBUILD_PATH=(?:\.\/)?([\w/-]{1,100})/.exec(node.manifest.scripts.get('build') ?? '')?.[1] ?? 'build', true),
  'vue-cli': (node) => site(folderSetting(node, configFile(node, 'vue.config'), 'outputDir') ?? 'dist', true),
  vite,
};

function nextjs(node: NodePackage): FrameworkDelivery {
  const file = configFile(node, 'next.config');
  const output = literalSetting(node, file, 'output');
  const basePath = literalSetting(node, file, 'basePath');
  const outputDirectory = literalSetting(node, file, 'distDir');
  const evidence = [output, basePath, outputDirectory].flatMap((setting) => setting?.evidence ?? []);
  const traits = basePath === undefined ? {} : { basePath: basePath.value };
  const directory = outputDirectory?.value ?? '.next';
  if (output?.value === 'export') {
    return site(outputDirectory?.value ?? 'out', false, { evidence, traits: { ...traits, nextOutput: 'export' } });
  }
  if (output?.value !== 'standalone')
    return server('next start', 3000, directory, { evidence, traits: { ...traits, nextOutput: 'default' } });
  // in a workspace the standalone folder repeats the path from the workspace root
  const root = node.workspace?.root.directory;
  const below =
    root === undefined
      ? ''
      : `${root === '.' ? node.manifest.directory : node.manifest.directory.slice(root.length + 1)}/`;
  return server(`node ${directory}/standalone/${below}server.js`, 3000, directory, {
    evidence,
    traits: { ...traits, nextOutput: 'standalone', standaloneServer: `${directory}/standalone/${below}server.js` },
  });
}

function reactRouter(node: NodePackage, serve: string, stem: string): FrameworkDelivery {
  const file = configFile(node, stem);
  const path = file === undefined ? undefined : node.pathOf(file);
  const clientOnly = /\bssr\s{0,20}:\s{0,20}false\b/;
  if (path !== undefined && clientOnly.test(node.view.read(path) ?? '')) {
    return site('build/client', true, {
      evidence: [evidenceAt(node.view, path, clientOnly, 'renders in the browser only')],
    });
  }
  return server(`${serve} ./build/server/index.js`, 3000, 'build');
}

function sveltekit(node: NodePackage): FrameworkDelivery {
  if (hasAnyDependency(node.manifest, '@sveltejs/adapter-static')) return site('build', true);
  const traits = { adapter: hasAnyDependency(node.manifest, '@sveltejs/adapter-node') ? 'node' : 'auto' };
  return server('node build', 3000, 'build', { traits });
}

function astro(node: NodePackage): FrameworkDelivery {
  const file = configFile(node, 'astro.config');
  const output = literalSetting(node, file, 'output');
  if (hasAnyDependency(node.manifest, '@astrojs/node') && output?.value !== 'static') {
    return server('node ./dist/server/entry.mjs', 4321, 'dist', {
      evidence: output === undefined ? [] : [output.evidence],
    });
  }
  return site(literalSetting(node, file, 'outDir')?.value.replace(/^\.\//, '') ?? 'dist', false);
}

/** The output folder is relative to `root`. Source: vite.dev/config. */
function vite(node: NodePackage): FrameworkDelivery {
  const file = configFile(node, 'vite.config');
  const setting = literalSetting(node, file, 'outDir');
  const root = literalSetting(node, file, 'root')?.value ?? '.';
  const stated = /\s--outDir[= ]([\w./-]{1,200})/.exec(node.manifest.scripts.get('build') ?? '')?.[1];
  const directory = joinPath(root.startsWith('/') ? '.' : root, stated ?? setting?.value ?? 'dist');
  return site(directory === undefined || directory === '.' ? 'dist' : directory.replace(/^\//, ''), true, {
    evidence: setting === undefined ? [] : [setting.evidence],
  });
}

function eleventy(node: NodePackage): FrameworkDelivery {
  const stated = /\s--output[= ](?:\.\/)?([\w/-]{1,100})/.exec(node.manifest.scripts.get('build') ?? '')?.[1];
  const file = configFile(node, 'eleventy.config') ?? configFile(node, '.eleventy');
  return site(stated ?? folderSetting(node, file, 'output') ?? '_site', false);
}

/** A folder of the package that a setting names as a literal. */
function folderSetting(node: NodePackage, file: string | undefined, name: string): string | undefined {
  const directory = joinPath('.', literalSetting(node, file, name)?.value ?? '.');
  return directory === undefined || directory === '.' ? undefined : directory;
}

/** Source: angular.dev/tools/cli/build: the application builder writes to `dist/<project>/browser`. */
function angular(node: NodePackage): FrameworkDelivery {
  const workspace = node.view.json(node.pathOf('angular.json'));
  const projects = isObject(workspace) && isObject(workspace['projects']) ? workspace['projects'] : {};
  const [name, project] = Object.entries(projects)[0] ?? [];
  const build = [project, 'architect', 'build'].reduce<unknown>(
    (at, key, index) => (index === 0 ? at : isObject(at) ? at[String(key)] : undefined),
    project,
  );
  const options = isObject(build) && isObject(build['options']) ? build['options'] : {};
  const builder = isObject(build) && typeof build['builder'] === 'string' ? build['builder'] : '';
  const stated = typeof options['outputPath'] === 'string' ? options['outputPath'] : undefined;
  const base = stated ?? `dist/${name ?? node.manifest.name ?? 'app'}`;
  const directory = builder.endsWith(':browser') ? base : `${base}/browser`;
  if (options['ssr'] !== undefined && options['ssr'] !== false)
    return server(`node ${base}/server/server.mjs`, 4000, base);
  return site(directory, true);
}
