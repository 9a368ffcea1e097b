import type { InventoryService } from '@devops-orchestrator/contracts';
import { withDefaults } from './interpolation.js';
import { asRecord, asText } from './lenient-value.js';

type Port = InventoryService['ports'][number];

/** Ports of a range beyond this are not listed one by one. */
const maximumRange = 50;

/** One entry of `ports:` in its short or long form; ranges give one port each. */
export function composePorts(entry: unknown): Port[] {
  const short = asText(entry);
  if (short === undefined) return longForm(asRecord(entry));
  const parts = splitOutsideBraces(short.split('/')[0] ?? '');
  const containers = portRange(parts.at(-1) ?? '');
  const host = parts.length > 1 ? parts.at(-2) : undefined;
  const address = parts.length > 2 ? parts.slice(0, -2).join(':') : undefined;
  return publish(containers, host, address);
}

function longForm(entry: Record<string, unknown>): Port[] {
  return publish(portRange(asText(entry['target']) ?? ''), asText(entry['published']), asText(entry['host_ip']));
}

function publish(containers: readonly number[], host: string | undefined, address: string | undefined): Port[] {
  const hosts = host === undefined || host.includes('$') ? [] : portRange(host);
  return containers.map((container, index) => ({
    container,
    // An empty host part (`127.0.0.1::80`) lets the engine choose: published, number unknown.
    ...(host === undefined ? {} : { host: String(hosts[index] ?? (host === '' ? '0' : host)) }),
    ...(address === undefined || address === '' ? {} : { address: withDefaults(address) || address }),
  }));
}

function portRange(text: string): number[] {
  const [first = '', last = first] = withDefaults(text).split('-');
  const from = Number.parseInt(first, 10);
  const to = Number.parseInt(last, 10);
  if (!(from >= 1 && to >= from && to <= 65535)) return [];
  return Array.from({ length: Math.min(to - from + 1, maximumRange) }, (_, index) => from + index);
}

/** Splits at colons, but not inside `${…}` or `[…]` (IPv6). */
function splitOutsideBraces(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    if (character === ':' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
