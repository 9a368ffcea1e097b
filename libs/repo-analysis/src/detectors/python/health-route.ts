import type { Evidence } from '@devops-orchestrator/contracts';

/** A route that answers GET, with where it is declared. */
export interface Route {
  path: string;
  evidence: Evidence;
}

/** Words that name a health route, those that say more about liveness first. */
const healthWords = [
  'health',
  'healthz',
  'healthcheck',
  'health-check',
  'health_check',
  'livez',
  'live',
  'liveness',
  'alive',
  'up',
  'readyz',
  'ready',
  'readiness',
  'ping',
  'heartbeat',
  '__heartbeat__',
  'status',
];

/** The route that a probe should call: the best health word, then the shortest path; undefined when none is one. */
export function chooseHealthRoute(routes: readonly Route[]): Route | undefined {
  const ranked = routes
    .map((route) => ({ route, rank: healthRank(route.path) }))
    .filter((item) => item.rank !== undefined)
    .sort(
      (a, b) =>
        (a.rank ?? 0) - (b.rank ?? 0) ||
        a.route.path.length - b.route.path.length ||
        (a.route.path < b.route.path ? -1 : 1),
    );
  return ranked[0]?.route;
}

function healthRank(path: string): number | undefined {
  if (/[<{:*()$^\\]/.test(path) || !/^\/[\w./-]*$/.test(path)) return undefined;
  const segments = path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
  const last = segments.at(-1) ?? '';
  const word = healthWords.indexOf(last.replace(/^_+(?=[a-z])/, '').replace(/^-+/, ''));
  const exact = healthWords.indexOf(last);
  const rank = exact >= 0 ? exact : word;
  // `/health/live` is about health; `/orders/status` and `/users/up` are not.
  if (rank < 0) return undefined;
  if (segments.length === 1) return rank;
  const parents = segments.slice(0, -1);
  const general = parents.every((segment) =>
    /^(?:api|v\d+|internal|system|actuator|monitoring|_?health[a-z]*|probes?|-|public|rest|app)$/.test(segment),
  );
  if (general) return rank + 1;
  return rank <= healthWords.indexOf('liveness') ? rank + 20 : undefined;
}
