import { matchSource, type SourceFile } from '../../source/source-file.js';
import type { NodePackage } from './node-package.js';
import { hasDependency } from './package-manifest.js';
import { joinRoute, registeredPaths, type Route } from './routes.js';

/** Routes of frameworks that make them from decorators or from the names of files. */
export function findFrameworkRoutes(node: NodePackage, framework: string, basePath: string): Route[] {
  if (framework === 'nestjs') return nestRoutes(node.sources);
  if (framework === 'fastify' && hasDependency(node.manifest, '@fastify/autoload')) return autoloadedRoutes(node);
  const patterns = fileRoutes[framework] ?? [];
  const prefix = node.manifest.directory === '.' ? 0 : node.manifest.directory.length + 1;
  return node.sources.flatMap(({ path, text }) => {
    const found = patterns.map((pattern) => pattern.exec(path.slice(prefix))?.[1]).find((match) => match !== undefined);
    if (found === undefined || (framework === 'nextjs' && path.includes('/route.') && !/\bGET\b/.test(text))) return [];
    // `(group)` folders and `_layout` names are no part of the address
    const segments = found.split('/').filter((segment) => !/^\(.*\)$/.test(segment) && segment !== 'index');
    if (segments.some((segment) => /[[$*]/.test(segment))) return [];
    return [
      { path: joinRoute(basePath, ...segments), evidence: { file: path, line: 1, reason: 'the file makes the route' } },
    ];
  });
}

/** Source: github.com/fastify/fastify-autoload: the folders below the loaded one are the prefix. */
function autoloadedRoutes(node: NodePackage): Route[] {
  const prefix = node.manifest.directory === '.' ? 0 : node.manifest.directory.length + 1;
  return node.sources.flatMap((file) => {
    const folders = /^(?:src\/|app\/)?(?:routes|api|services)\/((?:[\w-]{1,100}\/){0,6})[\w.-]{1,100}$/.exec(
      file.path.slice(prefix),
    )?.[1];
    if (folders === undefined) return [];
    const stated = /\bautoPrefix\s{0,5}=\s{0,5}['"`](\/[^'"`\n]{0,200})/.exec(file.text)?.[1];
    return registeredPaths(file).map(({ path, line }) => ({
      path: joinRoute(stated ?? folders, path),
      evidence: { file: file.path, line, reason: 'registers the route' },
    }));
  });
}

const fileRoutes: Readonly<Record<string, readonly RegExp[]>> = {
  nextjs: [/^(?:src\/)?app\/(.{1,200})\/route\.[jt]sx?$/, /^(?:src\/)?pages\/(api\/.{1,200})\.[jt]sx?$/],
  nuxt: [/^server\/(api\/.{1,200}?)(?:\.get)?\.[cm]?[jt]s$/, /^server\/routes\/(.{1,200}?)(?:\.get)?\.[cm]?[jt]s$/],
  sveltekit: [/^src\/routes\/(.{1,200})\/\+server\.[jt]s$/],
  remix: [/^app\/routes\/(.{1,200}?)(?:\/route)?\.[jt]sx?$/],
  'react-router': [/^app\/routes\/(.{1,200}?)(?:\/route)?\.[jt]sx?$/],
  astro: [/^src\/pages\/(.{1,200})\.[jt]s$/],
};

const controller =
  /@Controller\(\s{0,20}(?:['"`]([^'"`\n]{0,200})['"`]|\{[^}]{0,300}\bpath\s{0,5}:\s{0,5}['"`]([^'"`\n]{0,200})['"`])?/g;
const getter = /@Get\(\s{0,20}(?:['"`]([^'"`\n]{0,200})['"`])?/g;
const globalPrefix = /\.setGlobalPrefix\(\s{0,20}['"`]([^'"`\n]{0,200})['"`]([^;]{0,300})/g;

function nestRoutes(sources: readonly SourceFile[]): Route[] {
  const global = sources.flatMap((file) => matchSource(file, globalPrefix))[0];
  const versioned = sources.some((file) => /VersioningType\.URI/.test(file.text));
  return sources.flatMap((file) => {
    const controllers = matchSource(file, controller);
    return matchSource(file, getter).flatMap(({ groups, line, end }) => {
      const owner = controllers.filter((one) => one.end < end).at(-1);
      // with versions in the address the full path depends on decorators of the class
      if (owner === undefined || (versioned && /@Version|version\s{0,5}:/.test(file.text))) return [];
      const path = joinRoute(owner.groups[0] ?? owner.groups[1] ?? '', groups[0] ?? '');
      const isExcluded = global?.groups[1]?.includes(`'${path.slice(1)}'`) === true;
      const prefix = global === undefined || isExcluded ? '' : (global.groups[0] ?? '');
      return [{ path: joinRoute(prefix, path), evidence: { file: file.path, line, reason: 'registers the route' } }];
    });
  });
}
