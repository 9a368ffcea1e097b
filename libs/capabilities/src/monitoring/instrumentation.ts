import type { Component, FileTree } from '@devops-orchestrator/contracts';

/** What an application's metrics are called. */
export interface Instrumentation {
  /** The library that names them. */
  library: string;
  /** True when `process_*` metrics are exported too. */
  process: boolean;
  http?: {
    /** Counter of requests (the histogram's own `_count` where there is no other). */
    requests: string;
    /** Label that holds the status, as `500` or `5xx`. */
    statusLabel: string;
    /** Histogram of seconds, without `_bucket`. */
    duration?: string;
  };
}

interface Definition extends Instrumentation {
  manifests: readonly string[];
}

const node = ['package.json'];
const python = ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py', 'setup.cfg'];

/**
 * Libraries whose metric names are fixed; the first one that a manifest names is taken.
 * Source: the libraries' own documentation of their default metrics.
 */
const definitions: readonly Definition[] = [
  {
    library: 'express-prom-bundle',
    manifests: node,
    process: true,
    http: {
      requests: 'http_request_duration_seconds_count',
      statusLabel: 'status_code',
      duration: 'http_request_duration_seconds',
    },
  },
  {
    library: 'fastify-metrics',
    manifests: node,
    process: true,
    http: {
      requests: 'http_request_duration_seconds_count',
      statusLabel: 'status_code',
      duration: 'http_request_duration_seconds',
    },
  },
  {
    library: 'prometheus-fastapi-instrumentator',
    manifests: python,
    process: true,
    http: { requests: 'http_requests_total', statusLabel: 'status', duration: 'http_request_duration_seconds' },
  },
  {
    library: 'prometheus-flask-exporter',
    manifests: python,
    process: true,
    http: {
      requests: 'flask_http_request_total',
      statusLabel: 'status',
      duration: 'flask_http_request_duration_seconds',
    },
  },
  {
    library: 'django-prometheus',
    manifests: python,
    process: true,
    http: {
      requests: 'django_http_responses_total_by_status_total',
      statusLabel: 'status',
      duration: 'django_http_requests_latency_seconds_by_view_method',
    },
  },
  { library: 'prometheus-client', manifests: python, process: true },
  { library: 'github.com/prometheus/client_golang', manifests: ['go.mod'], process: true },
];

/** Tells what a component's metrics are called, from the library in its manifest; undefined when the names cannot be known. */
export function detectInstrumentation(component: Component, files: FileTree): Instrumentation | undefined {
  const folder = component.path === '.' ? '' : `${component.path}/`;
  for (const { manifests, ...definition } of definitions) {
    const named = manifests.some((name) => names(files.read(`${folder}${name}`) ?? '', definition.library));
    if (named) return definition;
  }
  return defaultNodeMetrics(folder, files) ? { library: 'prom-client', process: true } : undefined;
}

function names(manifest: string, library: string): boolean {
  return manifest.toLowerCase().replaceAll('_', '-').includes(library.replaceAll('_', '-'));
}

/** `prom-client` exports nothing until the code asks for its default metrics. */
function defaultNodeMetrics(folder: string, files: FileTree): boolean {
  if (!names(files.read(`${folder}package.json`) ?? '', 'prom-client')) return false;
  return files.paths
    .filter((path) => path.startsWith(folder) && /\.[cm]?[jt]sx?$/.test(path))
    .slice(0, sourcesRead)
    .some((path) => /\bcollectDefaultMetrics\s*\(\s*(\)|\{\s*register\b)/.test(files.read(path) ?? ''));
}

/** Bounds the work in a large repository; the call stands near the entry point in practice. */
const sourcesRead = 2000;
