import type { Route } from './health-route.js';
import { resolveImport } from './python-modules.js';
import { statementEvidence } from './python-project.js';
import type { PythonProject, PythonSource } from './python-project.js';

/** Routes of Django's URL configuration, from the root module through its includes. */
export function djangoRoutes(
  project: PythonProject,
  rootModule: string | undefined,
  anchor: PythonSource | undefined,
): Route[] {
  const root =
    (rootModule !== undefined && anchor !== undefined ? resolveImport(project, anchor, rootModule) : undefined) ??
    project.sources.find((source) => /(?:^|\/)urls\.py$/.test(source.path));
  return root === undefined ? [] : routesOf(project, root, '/', 0);
}

const call =
  /\b(path|re_path|url)\(\s*(?:route\s*=\s*)?r?["']([^"']{0,200})["']\s*,\s*(include\(\s*\(?\s*(?:["']([\w.]{1,200})["']|(\w+)))?/g;

function routesOf(project: PythonProject, source: PythonSource, prefix: string, depth: number): Route[] {
  if (depth > 5) return [];
  return source.statements.flatMap((statement) =>
    [...statement.text.matchAll(call)].flatMap((match): Route[] => {
      const [, kind = '', pattern = '', include, dotted] = match;
      const path = prefix + (kind === 'path' ? pattern : plainPattern(pattern));
      if (include === undefined)
        return [{ path, evidence: statementEvidence({ source, statement }, `answers ${path}`) }];
      if (dotted === undefined) return [];
      if (dotted === 'health_check.urls')
        return [{ path, evidence: statementEvidence({ source, statement }, 'django-health-check') }];
      if (dotted === 'django_prometheus.urls') {
        return [{ path: `${path}metrics`, evidence: statementEvidence({ source, statement }, 'django-prometheus') }];
      }
      const module = resolveImport(project, source, dotted);
      return module === undefined ? [] : routesOf(project, module, path, depth + 1);
    }),
  );
}

/** `^health/?$` as a path; a pattern that is not one path stays a pattern, which no probe calls. */
function plainPattern(pattern: string): string {
  return pattern.replace(/^\^/, '').replace(/\$$/, '').replace(/\/\?$/, '/');
}
