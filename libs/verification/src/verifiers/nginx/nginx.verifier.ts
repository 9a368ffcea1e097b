import { collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { readNginx } from './nginx-tokens.js';
import type { NginxDirective } from './nginx-tokens.js';

/** Judges nginx configuration: braces and semicolons, which directives may stand where, ports, upstreams. */
export const nginxVerifier: Verifier = {
  id: 'nginx',
  kinds: ['nginx'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const { directives, problem } = readNginx(content);
    if (problem) {
      report('nginx-syntax', 'error', problem.line, `nginx cannot read this: ${problem.message}.`);
      return findings;
    }
    for (const directive of walk(directives)) verifyDirective(directive, report);
    verifyNesting(directives, '', report);
    verifyServers(walk(directives), report);
    return findings;
  },
};

/** Where blocks may stand; an included file starts anywhere, so the outermost level is not judged. */
const blockParents: Readonly<Record<string, readonly string[]>> = {
  http: [],
  events: [],
  server: ['http', 'upstream', 'stream', 'mail'],
  location: ['server', 'location'],
  upstream: ['http', 'stream'],
  types: ['http', 'server', 'location'],
  map: ['http', 'stream'],
  geo: ['http', 'stream'],
  limit_except: ['location'],
};
const needsBlock = new Set(['http', 'events', 'location', 'upstream', 'map', 'if', 'limit_except', 'stream', 'types']);
const oneArgument = new Set([
  'root',
  'alias',
  'proxy_pass',
  'client_max_body_size',
  'worker_connections',
  'pid',
  'server_tokens',
  'gzip',
  'sendfile',
  'proxy_buffering',
  'keepalive_timeout',
]);
const onOff = new Set([
  'server_tokens',
  'gzip',
  'sendfile',
  'tcp_nopush',
  'tcp_nodelay',
  'proxy_buffering',
  'etag',
  'gzip_vary',
  'proxy_ssl_server_name',
  'autoindex',
]);
const takesValues = new Set(['types', 'map', 'geo', 'split_clients', 'charset_map', 'match', 'otel_exporter']);

function* walk(directives: readonly NginxDirective[]): Generator<NginxDirective> {
  const stack = [...directives].reverse();
  for (let next = stack.pop(); next; next = stack.pop()) {
    yield next;
    if (!takesValues.has(next.name)) stack.push(...[...(next.children ?? [])].reverse().slice(0, 100_000));
  }
}

function verifyDirective({ name, arguments: words, line, children }: NginxDirective, report: Report): void {
  if (/\$\{/.test(name)) return;
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) report('nginx-directive', 'error', line, `'${name}' is no nginx directive.`);
  else if (misspelt[name] !== undefined)
    report('nginx-directive', 'error', line, `nginx has no '${name}'; it is '${misspelt[name]}'.`);
  if (needsBlock.has(name) && !children) report('nginx-syntax', 'error', line, `'${name}' needs a block in braces.`);
  const least =
    oneArgument.has(name) || name === 'listen' || name === 'server_name' ? 1 : name === 'proxy_set_header' ? 2 : 0;
  if (words.length < least)
    report('nginx-arguments', 'error', line, `'${name}' needs ${least === 2 ? 'two values' : 'a value'}.`);
  if (oneArgument.has(name) && words.length > 1 && name !== 'keepalive_timeout') {
    report(
      'nginx-arguments',
      'error',
      line,
      `'${name}' takes one value; is a semicolon missing on the line before or after?`,
    );
  }
  const first = words[0] ?? '';
  if (onOff.has(name) && !['on', 'off', 'build', 'always'].includes(first) && !first.includes('$')) {
    report('nginx-arguments', 'error', line, `'${name}' is on or off, not '${first}'.`);
  }
  if (name === 'listen') verifyListen(first, line, report);
  if (name === 'proxy_pass' && !/^(https?:\/\/|\$)/.test(first))
    report('nginx-arguments', 'error', line, 'proxy_pass needs http:// or https:// in front.');
}

const misspelt: Readonly<Record<string, string>> = {
  listn: 'listen',
  servername: 'server_name',
  server_names: 'server_name',
  proxypass: 'proxy_pass',
  proxy_passs: 'proxy_pass',
  proxy_header: 'proxy_set_header',
  proxy_set_headers: 'proxy_set_header',
  locaton: 'location',
  tryfiles: 'try_files',
  try_file: 'try_files',
  index_file: 'index',
  rooot: 'root',
  add_headers: 'add_header',
  retrun: 'return',
};

function verifyListen(value: string, line: number, report: Report): void {
  if (value.includes('$') || value.startsWith('unix:')) return;
  const port = /^(?:(?:\[[0-9a-fA-F:]+\]|[\w.*-]+):)?(\d+)$/.exec(value)?.[1];
  const isAddress = /^(\[[0-9a-fA-F:]+\]|[\w.*-]+)$/.test(value) && !/^\d+$/.test(value);
  if (!isAddress && (port === undefined || Number(port) < 1 || Number(port) > 65_535)) {
    report('nginx-port', 'error', line, `listen '${value}' is no address or port.`);
  }
}

function verifyNesting(directives: readonly NginxDirective[], parent: string, report: Report, depth = 0): void {
  if (depth > 50) return;
  for (const directive of directives) {
    const parents = blockParents[directive.name];
    if (parent !== '' && directive.children && parents && !parents.includes(parent) && !takesValues.has(parent)) {
      report('nginx-context', 'error', directive.line, `'${directive.name}' is not allowed in '${parent}'.`);
    }
    if (directive.children) verifyNesting(directive.children, directive.name, report, depth + 1);
  }
}

function verifyServers(directives: Iterable<NginxDirective>, report: Report): void {
  for (const server of directives) {
    if (server.name !== 'server' || !server.children) continue;
    const seen = new Set<string>();
    for (const { name, arguments: words, line } of server.children) {
      const key = `${words.join(' ')}`;
      if (name === 'location' && seen.has(key))
        report('nginx-location-twice', 'error', line, `location '${key}' is there twice.`);
      if (name === 'location') seen.add(key);
    }
  }
}
