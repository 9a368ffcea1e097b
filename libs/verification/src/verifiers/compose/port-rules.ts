import type { Report } from '../../verifier.js';
import { asList, asMapping, asText, isMapping } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import type { YamlSource } from '../../yaml/read-yaml.js';

const dataPorts = new Set([1433, 1521, 3306, 5432, 5672, 6379, 7000, 9042, 9092, 9200, 11211, 15672, 27017]);
const dataImages =
  /(^|\/)(postgres|postgis|mysql|mariadb|mongo|redis|valkey|rabbitmq|memcached|elasticsearch|opensearch|kafka|cassandra|mssql)/;

/** Rules on published ports: their form, and databases open to the network. */
export function verifyPorts(name: string, service: Mapping, source: YamlSource, report: Report): void {
  const seen = new Set<string>();
  asList(service.ports).forEach((item, index) => {
    const line = source.lineOf(['services', name, 'ports', index]);
    const port = isMapping(item) ? longPort(item) : shortPort(asText(item) ?? '');
    if (port === 'unknown') return;
    if (port === undefined) {
      report(
        'compose-port',
        'error',
        line,
        `Service '${name}': '${asText(item) ?? 'the port'}' is no port mapping (host:container, 1 to 65535).`,
      );
      return;
    }
    if (port.host !== undefined && seen.has(`${port.address ?? ''}:${port.host}/${port.protocol}`)) {
      report('compose-port-twice', 'error', line, `Service '${name}' publishes port ${port.host} twice.`);
    }
    seen.add(`${port.address ?? ''}:${port.host ?? index}/${port.protocol}`);
    const isData = dataPorts.has(Number(port.container)) && dataImages.test(asText(service.image) ?? '');
    if (isData && !isLoopback(port.address)) {
      report(
        'compose-open-database',
        'warning',
        line,
        `Service '${name}' publishes its port on all interfaces; bind it to 127.0.0.1 or leave it out.`,
      );
    }
  });
}

interface Port {
  address?: string;
  host?: string;
  container: string;
  protocol: string;
}

function longPort(item: Mapping): Port | undefined {
  const container = asText(item.target);
  const published = asText(item.published);
  const address = asText(asMapping(item).host_ip);
  if (container === undefined || (!container.includes('$') && !isRange(container))) return undefined;
  if (published !== undefined && published !== '' && !published.includes('$') && !isRange(published)) return undefined;
  return {
    container,
    protocol: asText(item.protocol) ?? 'tcp',
    ...(published ? { host: published } : {}),
    ...(address ? { address } : {}),
  };
}

/** Short form; `unknown` when a variable takes the place of what decides. */
function shortPort(text: string): Port | undefined | 'unknown' {
  const plain = text.replace(/\$\{\w+:?-([^${}]*)\}/g, '$1');
  const [mapping = '', protocol = 'tcp', extra] = plain.split('/');
  if (plain.includes('$')) return 'unknown';
  if (extra !== undefined || !/^(tcp|udp|sctp)$/i.test(protocol)) return undefined;
  const match = /^(?:(\[[0-9a-f:.]+\]|[\w.-]+):)?(?:([0-9-]*):)?([0-9-]+)$/i.exec(mapping);
  if (!match) return undefined;
  const hostOnly = match[2] === undefined && match[1] !== undefined;
  const [address, host] = hostOnly ? [undefined, match[1]] : [match[1], match[2]];
  const container = match[3] ?? '';
  if (!isRange(container) || (host !== undefined && host !== '' && !isRange(host))) return undefined;
  return { container, protocol, ...(host ? { host } : {}), ...(address ? { address } : {}) };
}

function isRange(text: string): boolean {
  const ends = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (!ends) return false;
  const [first, last] = [Number(ends[1]), Number(ends[2] ?? ends[1])];
  return first <= last && last <= 65_535 && first >= 0 && last >= 1;
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|localhost$|\[?::1\]?$)/.test(address);
}
