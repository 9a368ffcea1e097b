import { parse } from 'yaml';

/** What the monitoring must know of one service in a compose file that the user keeps. */
export interface KeptService {
  name: string;
  image?: string;
  /** Build context, relative to the repository root, '.' for the root. */
  context?: string;
  /** Ports inside the container that are published or exposed. */
  ports: readonly number[];
  environment: Readonly<Record<string, string>>;
}

export interface KeptCompose {
  services: readonly KeptService[];
  /** Networks declared in the file that its services join; empty when they use the default one. */
  networks: readonly string[];
}

/** Reads a user's compose file leniently; a file that cannot be read has no services. Source: the Compose specification. */
export function readKeptCompose(text: string): KeptCompose {
  const document = record(parseYaml(text));
  const services = Object.entries(record(document['services'])).map(([name, value]) =>
    keptService(name, record(value)),
  );
  const joined = new Set(Object.values(record(document['services'])).flatMap((service) => networksOf(record(service))));
  const networks = [...joined].filter((name) => /^[A-Za-z0-9._-]+$/.test(name)).sort();
  return { services, networks: networks.every((name) => name === 'default') ? [] : networks };
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { merge: true, maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function keptService(name: string, service: Record<string, unknown>): KeptService {
  const build = service['build'];
  const context = typeof build === 'string' ? build : build === undefined ? undefined : record(build)['context'];
  return {
    name,
    ...(typeof service['image'] === 'string' ? { image: service['image'] } : {}),
    ...(typeof context === 'string' ? { context: context.replace(/^\.\//, '').replace(/\/+$/, '') || '.' } : {}),
    ports: [...list(service['ports']), ...list(service['expose'])].flatMap(containerPort),
    environment: environmentOf(service['environment']),
  };
}

function containerPort(value: unknown): number[] {
  const target = typeof value === 'object' && value !== null ? record(value)['target'] : value;
  const last = String(target).split('/')[0]?.split(':').at(-1) ?? '';
  return /^\d{1,5}$/.test(last) ? [Number(last)] : [];
}

function environmentOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value)) {
    return Object.fromEntries(
      Object.entries(record(value)).flatMap(([name, text]) => (isScalar(text) ? [[name, String(text)]] : [])),
    );
  }
  return Object.fromEntries(
    value.flatMap((entry) => {
      const text = String(entry);
      const at = text.indexOf('=');
      return at < 1 ? [] : [[text.slice(0, at), text.slice(at + 1)]];
    }),
  );
}

/** A service that names no network joins the default one, unless it uses another container's or the host's. */
function networksOf(service: Record<string, unknown>): string[] {
  const names = namesOf(service['networks']);
  return names.length > 0 ? names : service['network_mode'] === undefined ? ['default'] : [];
}

function namesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : Object.keys(record(value));
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
