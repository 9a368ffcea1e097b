import { configFile, literalSetting } from './framework.js';
import type { NodePackage } from './node-package.js';

/** Configuration file and setting that hold the path under which a framework's site is served. */
const settings: Readonly<Record<string, readonly [string, string]>> = {
  vite: ['vite.config', 'base'],
  'vue-cli': ['vue.config', 'publicPath'],
  nextjs: ['next.config', 'basePath'],
  astro: ['astro.config', 'base'],
  docusaurus: ['docusaurus.config', 'baseUrl'],
  'react-router': ['vite.config', 'base'],
  remix: ['vite.config', 'base'],
  vitepress: ['.vitepress/config', 'base'],
};

/** The path under which a site's pages ask for their files (`/shop`), where its build is told one as a literal. */
export function siteBasePath(node: NodePackage, framework: string): string | undefined {
  const build = node.manifest.scripts.get('build') ?? '';
  const option = /\s--(?:base|base-href|public-url)[= ](\/[\w./~-]{1,100})/.exec(build.slice(0, 2000))?.[1];
  const setting = settings[framework];
  const configured = setting === undefined ? undefined : literalSetting(node, configFile(node, setting[0]), setting[1]);
  // Source: create-react-app.dev/docs/deployment: only the path of `homepage` counts
  const homepage = framework === 'create-react-app' ? pathOf(node.manifest.homepage) : undefined;
  const path = (option ?? configured?.value ?? homepage ?? '').replace(/\/+$/, '');
  return /^(?:\/[\w.~-]{1,100}){1,10}$/.test(path) && !path.split('/').includes('..') ? path : undefined;
}

function pathOf(address: string | undefined): string | undefined {
  return /^(?:https?:\/\/[^/\s]{1,200})?(\/[^?#\s]{0,200})$/.exec(address ?? '')?.[1];
}
