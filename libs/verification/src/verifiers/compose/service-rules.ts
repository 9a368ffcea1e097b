import { isSecretName, isStandIn, isWeakSecret } from '../../secrets/secret-values.js';
import type { Report } from '../../verifier.js';
import { asList, asText, isMapping } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import type { YamlSource } from '../../yaml/read-yaml.js';
import type { ComposeScope } from './compose-scope.js';

/** Rules of safety on one service. */
export function verifyServiceSafety(
  name: string,
  service: Mapping,
  source: YamlSource,
  scope: ComposeScope,
  report: Report,
): void {
  const at = (key: string) => source.lineOf(['services', name, key]);
  if (service.privileged === true) {
    report(
      'compose-privileged',
      'warning',
      at('privileged'),
      `Service '${name}' is privileged: it can do anything to the host.`,
    );
  }
  for (const volume of asList(service.volumes)) {
    const from = isMapping(volume) ? asText(volume.source) : asText(volume)?.split(':')[0];
    if (from?.endsWith('docker.sock')) {
      report(
        'compose-docker-socket',
        'warning',
        at('volumes'),
        `Service '${name}' gets the Docker socket, which is root on the host.`,
      );
    }
  }
  verifyEnvironment(name, service, source, report);
  const image = asText(service.image) ?? '';
  if (image !== '' && !('build' in service) && !image.includes('$') && !image.includes('@')) {
    const tag = /:([^/:]+)$/.exec(image)?.[1];
    if (tag === undefined || tag === 'latest')
      report('compose-image-tag', 'warning', at('image'), `Service '${name}': name a version of '${image}'.`);
  }
  const merged = scope.service(name) ?? service;
  if ('ports' in service && !('healthcheck' in merged) && !('build' in merged)) {
    report(
      'compose-no-healthcheck',
      'info',
      source.lineOf(['services', name]),
      `Service '${name}' shows a port but has no health check here.`,
    );
  }
  verifyRestart(name, service, at('restart'), report);
}

function verifyRestart(name: string, service: Mapping, line: number, report: Report): void {
  const restart = service.restart;
  if (
    restart === undefined ||
    (typeof restart === 'string' && /^(no|always|unless-stopped|on-failure(:\d+)?)$|\$/.test(restart))
  )
    return;
  report(
    'compose-restart',
    'error',
    line,
    `Service '${name}': restart is "no", always, on-failure or unless-stopped (in quotes for "no").`,
  );
}

function verifyEnvironment(name: string, service: Mapping, source: YamlSource, report: Report): void {
  for (const [variable, value, key] of environmentOf(service)) {
    if (value === undefined || !isSecretName(variable)) continue;
    const line = source.lineOf(['services', name, 'environment', key]);
    if (!isStandIn(value)) {
      report(
        'compose-secret',
        'error',
        line,
        `Service '${name}': ${variable} has a literal value; write \${${variable}:?}.`,
      );
    } else if (isWeakSecret(value)) {
      report(
        'compose-weak-secret',
        'warning',
        line,
        `Service '${name}': ${variable} has a well-known value; write \${${variable}:?}.`,
      );
    }
  }
}

function environmentOf(service: Mapping): [string, string | undefined, string | number][] {
  const { environment } = service;
  if (isMapping(environment)) return Object.entries(environment).map(([name, value]) => [name, asText(value), name]);
  return asList(environment).flatMap((item, index): [string, string | undefined, number][] => {
    const text = asText(item) ?? '';
    const at = text.indexOf('=');
    return at > 0 ? [[text.slice(0, at), text.slice(at + 1), index]] : [];
  });
}
