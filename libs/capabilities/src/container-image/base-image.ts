import type { Component } from '@devops-orchestrator/contracts';
import { runtimeTables } from '@devops-orchestrator/reference-data';

/** First release lines whose official images exist on Debian 13; older ones stop at Debian 12. Source: docker-library/official-images. */
const firstOnTrixie: Readonly<Record<string, string>> = { node: '20', python: '3.9', golang: '1.24' };
/** Official image of a runtime at the version that the analysis chose; lines on Debian 13, exact patches on Debian 12, where all exist. */
export function baseImage(runtime: 'node' | 'python' | 'go', component: Component): string {
  const image = runtime === 'go' ? 'golang' : runtime;
  const chosen = component.runtime?.runtime === runtime ? component.runtime.resolved : component.runtimeVersion;
  const version =
    chosen !== undefined && /^\d+(\.\d+){0,2}$/.test(chosen)
      ? chosen
      : (runtimeTables[runtime]?.defaultLine ?? 'latest');
  const exact = version.split('.').length === 3;
  const debian = exact || compareVersions(version, firstOnTrixie[image] ?? '0') < 0 ? 'bookworm' : 'trixie';
  switch (runtime) {
    case 'node':
      return `node:${version}-${debian}-slim`;
    case 'python':
      return `python:${version}-slim-${debian}`;
    case 'go':
      return `golang:${version}-${debian}`;
  }
}

/** Compares dotted numbers part by part. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
