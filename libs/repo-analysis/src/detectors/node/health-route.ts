import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { Route } from './routes.js';

/** Last segments of health routes, best first: alive before ready, as a probe restarts what does not answer. */
const healthNames = [
  'healthz',
  'health',
  'healthcheck',
  'health-check',
  'health_check',
  '_health',
  'livez',
  'live',
  'liveness',
  'alive',
  'ping',
  'up',
  'status',
  'readyz',
  'ready',
  'readiness',
];

/** The route that tells best whether the process is alive; undefined when none does. */
export function chooseHealthRoute(routes: readonly Route[]): Route | undefined {
  const rank = ({ path }: Route) => {
    const segments = path
      .toLowerCase()
      .split('/')
      .filter((segment) => segment !== '');
    const last = healthNames.indexOf(segments.at(-1) ?? '');
    return last >= 0 ? last : -1;
  };
  return routes
    .filter((route) => rank(route) >= 0 && !/[:*{$]/.test(route.path))
    .sort((a, b) => rank(a) - rank(b) || a.path.length - b.path.length || byCodeUnit(a.path, b.path))[0];
}

/** The route that serves Prometheus metrics. */
export function chooseMetricsRoute(routes: readonly Route[]): Route | undefined {
  return routes
    .filter(({ path }) => /\/(?:metrics|prometheus)$/.test(path))
    .sort((a, b) => a.path.length - b.path.length || byCodeUnit(a.path, b.path))[0];
}
