import type { Component, FileTree } from '@devops-orchestrator/contracts';
import { joinPath } from './dockerfile-location.js';

interface Candidate {
  component: Component;
  port: number | undefined;
}

const developmentConfigs = [
  'vite.config.ts',
  'vite.config.js',
  'vite.config.mts',
  'vite.config.mjs',
  'package.json',
  'src/setupProxy.js',
  'proxy.conf.json',
];

/**
 * Path prefixes that a single-page app's server must hand on: those its development server hands on, or that its code calls
 * without naming a host. Both mean that site and API share one origin.
 */
export function findProxies(
  component: Component,
  candidates: readonly Candidate[],
  files: FileTree,
): { prefix: string; component: string; port: number }[] {
  if (component.kind !== 'static') return [];
  const servers = candidates.filter((other) => other.component.kind === 'web' && other.port !== undefined);
  const proxied = developmentProxies(component, files).flatMap(({ prefix, port }) => {
    const target =
      servers.find((server) => server.component.port === port) ?? (servers.length === 1 ? servers[0] : undefined);
    return target?.port === undefined ? [] : [{ prefix, component: target.component.id, port: target.port }];
  });
  if (proxied.length > 0) return unique(proxied);
  const only = servers.length === 1 ? servers[0] : undefined;
  if (only?.port === undefined || !callsRelativeApi(component, files)) return [];
  return [{ prefix: '/api', component: only.component.id, port: only.port }];
}

function developmentProxies(component: Component, files: FileTree): { prefix: string; port: number | undefined }[] {
  const found: { prefix: string; port: number | undefined }[] = [];
  for (const name of developmentConfigs) {
    const text = files.read(joinPath(component.path, name))?.slice(0, 100_000) ?? '';
    const start = text.search(/["']?proxy["']?\s*[:=(]|createProxyMiddleware|^[ \t]*\{\s*"\//m);
    if (start < 0) continue;
    const part = text.slice(start, start + 4000);
    for (const match of part.matchAll(
      /["'`]\^?(\/[a-z][a-z0-9_/-]{0,60})\/?\*{0,2}["'`]\s*[:,]([^\n]{0,200}(?:\n[^\n]{0,200}){0,2})/gi,
    )) {
      const port = /(?:localhost|127\.0\.0\.1):(\d{2,5})/.exec(match[2] ?? '')?.[1];
      const prefix = (match[1] ?? '').replace(/\/+$/, '');
      if (prefix !== '') found.push({ prefix, port: port === undefined ? undefined : Number(port) });
    }
    const wholeSite = /"proxy"\s*:\s*"https?:\/\/[^":]+:(\d{2,5})/.exec(part)?.[1];
    if (wholeSite !== undefined && found.length === 0) found.push({ prefix: '/api', port: Number(wholeSite) });
  }
  return found;
}

/** Calls such as `fetch('/api/items')` or `baseURL: '/api'` in the site's own code. */
function callsRelativeApi(component: Component, files: FileTree): boolean {
  const prefix = component.path === '.' ? '' : `${component.path}/`;
  return files.paths.some(
    (path) =>
      path.startsWith(prefix) &&
      /\.(jsx?|tsx?|vue|svelte|html|mjs)$/.test(path) &&
      /["'`]\/api(\/|["'`])/.test(files.read(path)?.slice(0, 200_000) ?? ''),
  );
}

function unique<Entry extends { prefix: string }>(entries: readonly Entry[]): Entry[] {
  const byPrefix = new Map(entries.map((entry) => [entry.prefix, entry]));
  return [...byPrefix.values()].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
}
