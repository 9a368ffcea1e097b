import type { Report } from '../../verifier.js';
import { asList, asMapping, asText, isMapping } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import type { YamlSource } from '../../yaml/read-yaml.js';
import type { ComposeScope, TopLevel } from './compose-scope.js';

/** Rules on names: every service, volume, network, secret and config that is used is defined. */
export function verifyReferences(source: YamlSource, scope: ComposeScope, report: Report): void {
  const services = asMapping(asMapping(source.value).services);
  for (const [name, value] of Object.entries(services)) {
    const service = asMapping(value);
    const at = (key: string) => source.lineOf(['services', name, key]);
    const merged = scope.service(name) ?? service;
    if (!['image', 'build', 'extends', 'provider'].some((key) => key in merged)) {
      report(
        'compose-no-image',
        scope.isOpen ? 'info' : 'error',
        source.lineOf(['services', name]),
        `Service '${name}' has neither image nor build.`,
      );
    }
    if (scope.isOpen) continue;
    const missing = (part: TopLevel, used: string, key: string) => {
      if (used.includes('$') || scope.has(part, used)) return;
      report(
        `compose-undefined-${part.slice(0, -1)}`,
        'error',
        at(key),
        `Service '${name}' uses ${part.slice(0, -1)} '${used}', which is not defined.`,
      );
    };
    for (const used of namesIn(service.networks)) if (used !== 'default') missing('networks', used, 'networks');
    for (const used of volumeNames(service)) missing('volumes', used, 'volumes');
    for (const used of sourcesIn(service.secrets)) missing('secrets', used, 'secrets');
    for (const used of sourcesIn(service.configs)) missing('configs', used, 'configs');
    verifyDependencies(name, service, scope, at('depends_on'), report);
  }
  verifyCycles(services, source, report);
}

function verifyDependencies(name: string, service: Mapping, scope: ComposeScope, line: number, report: Report): void {
  const conditions = isMapping(service.depends_on) ? service.depends_on : {};
  for (const used of namesIn(service.depends_on)) {
    const settings = asMapping(conditions[used]);
    const target = scope.service(used);
    if (!target) {
      if (settings.required === false) continue;
      report(
        'compose-undefined-service',
        'error',
        line,
        `Service '${name}' depends on '${used}', which is not defined.`,
      );
      continue;
    }
    const check = asMapping(target.healthcheck);
    if (settings.condition === 'service_healthy' && (check.disable === true || !('test' in check))) {
      const isKnownWithout = 'build' in target || 'image' in target;
      if (check.disable === true)
        report(
          'compose-never-healthy',
          'error',
          line,
          `'${name}' waits until '${used}' is healthy, which has its health check switched off.`,
        );
      else if (isKnownWithout)
        report(
          'compose-no-healthcheck',
          'warning',
          line,
          `'${name}' waits until '${used}' is healthy; only its image can have the health check.`,
        );
    }
  }
}

function verifyCycles(services: Mapping, source: YamlSource, report: Report): void {
  const done = new Set<string>();
  for (const start of Object.keys(services)) {
    const path: string[] = [];
    const stack: { name: string; rest: string[] }[] = [{ name: start, rest: [...dependencies(services, start)] }];
    path.push(start);
    while (stack.length > 0) {
      const top = stack.at(-1);
      const next = top?.rest.pop();
      if (next === undefined) {
        done.add(path.pop() ?? '');
        stack.pop();
      } else if (path.includes(next)) {
        const line = source.lineOf(['services', next]);
        report(
          'compose-cycle',
          'error',
          line,
          `Services depend on each other in a circle: ${[...path.slice(path.indexOf(next)), next].join(' → ')}.`,
        );
        return;
      } else if (!done.has(next)) {
        path.push(next);
        stack.push({ name: next, rest: [...dependencies(services, next)] });
      }
    }
  }
}

function dependencies(services: Mapping, name: string): string[] {
  return namesIn(asMapping(services[name]).depends_on).filter((used) => Object.hasOwn(services, used));
}

function namesIn(value: unknown): string[] {
  if (isMapping(value)) return Object.keys(value);
  return asList(value).flatMap((item) => asText(item) ?? []);
}

function sourcesIn(value: unknown): string[] {
  return asList(value).flatMap((item) => asText(item) ?? asText(asMapping(item).source) ?? []);
}

/** Named volumes only: paths, and anonymous volumes, need no definition. */
function volumeNames(service: Mapping): string[] {
  return asList(service.volumes).flatMap((item) => {
    if (isMapping(item)) return item.type === 'volume' ? (asText(item.source) ?? []) : [];
    const [first = '', target] = (asText(item) ?? '').split(':');
    return target !== undefined && /^[A-Za-z0-9][\w.-]*$/.test(first) && first.length > 1 ? first : [];
  });
}
