import type { Report } from '../verifier.js';
import { asText } from '../yaml/values.js';
import { containerPorts } from './compose-rules.js';
import type { InfrastructureFacts } from './infrastructure-facts.js';

/** Hosts that a configuration reaches by a short name are services of a compose file, on a port that they have. */
export function verifyHostNames(
  kind: 'prometheus-config' | 'grafana-provisioning' | 'nginx',
  content: string,
  facts: InfrastructureFacts,
  report: Report,
): void {
  if (!runsInCompose(kind, facts)) return;
  content.split('\n').forEach((text, index) => {
    const line = text.slice(0, 2000).replace(/(^|\s)#.*$/, '');
    for (const { host, port } of hostsIn(kind, line, content)) {
      if (!facts.hostNames.has(host)) {
        report(
          'unknown-service',
          facts.isComplete ? 'error' : 'warning',
          index + 1,
          `'${host}' is no service of the compose files.`,
        );
      } else if (port !== undefined && !mayListen(host, port, facts)) {
        report('port-mismatch', 'warning', index + 1, `The service '${host}' does not show port ${port}.`);
      }
    }
  });
}

/** Without compose the names belong to another network, and nothing can be said. */
function runsInCompose(kind: string, facts: InfrastructureFacts): boolean {
  const program =
    { 'prometheus-config': /prometheus|prom\//, 'grafana-provisioning': /grafana/, nginx: /nginx/ }[kind] ?? /^$/;
  return facts.services.some(({ name, definition, dockerfile }) => {
    const bases = dockerfile === undefined ? [] : (facts.dockerfiles.get(dockerfile)?.bases ?? []);
    const images = [name, asText(definition.image) ?? '', ...bases.map(({ reference }) => reference)];
    return images.some((image) => program.test(image));
  });
}

function hostsIn(kind: string, line: string, content: string): { host: string; port?: number }[] {
  const pattern =
    kind === 'prometheus-config'
      ? /(?:^|[\s"'[,/])([a-z0-9][a-z0-9_-]{0,62}):(\d{2,5})(?=["'\],/\s]|$)/gi
      : kind === 'nginx'
        ? /(?:proxy_pass\s+https?:\/\/|^\s*server\s+)([a-z0-9][a-z0-9_-]{0,62})(?::(\d{2,5}))?(?=[/;\s])/gi
        : /\burl\s*:\s*["']?https?:\/\/([a-z0-9][a-z0-9_-]{0,62}):(\d{2,5})/gi;
  return [...line.matchAll(pattern)].flatMap((match) => {
    const host = match[1] ?? '';
    const isElsewhere = host === 'localhost' || /^\d+$/.test(host) || /^server\s*$/.test(host);
    const isUpstream = kind === 'nginx' && new RegExp(`\\bupstream\\s+${host}\\b`).test(content);
    if (isElsewhere || isUpstream) return [];
    return [match[2] === undefined ? { host } : { host, port: Number(match[2]) }];
  });
}

/** True unless everything known about the service speaks against the port. */
function mayListen(host: string, port: number, facts: InfrastructureFacts): boolean {
  const services = facts.services.filter(({ name }) => name === host);
  const built = services.filter(({ dockerfile }) => dockerfile !== undefined);
  if (built.length === 0) return true;
  return built.some(({ definition, dockerfile }) => {
    const shown = facts.dockerfiles.get(dockerfile ?? '')?.ports.map((each) => each.port) ?? [];
    const known = [...shown, ...containerPorts(definition.ports), ...containerPorts(definition.expose)];
    return known.length === 0 || known.includes(port) || (JSON.stringify(definition) ?? '').includes(String(port));
  });
}
