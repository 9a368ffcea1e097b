import type { Evidence } from '@devops-orchestrator/contracts';
import { evidenceOf, matchSource } from '../../source/source-file.js';
import type { SourceFile, SourceMatch } from '../../source/source-file.js';
import { chooseHealthRoute } from '../python/health-route.js';
import type { Route } from '../python/health-route.js';
import { goEnvironmentReads } from './go-environment.js';
import { findRequirement } from './go-module.js';
import type { GoModule } from './go-module.js';
import { importsOf } from './go-programs.js';
import { configuredPort } from './go-runtime-files.js';
import { servingSubcommand } from './go-subcommand.js';

export interface GoWeb {
  framework: string;
  port: number;
  portVariable?: string;
  bindAddress?: string;
  healthPath?: string;
  metricsPath?: string;
  /** Arguments without which the program does not serve. */
  arguments: readonly string[];
  evidence: Evidence[];
}

const frameworks: readonly (readonly [name: string, modules: readonly string[], imported: string])[] = [
  ['gin', ['github.com/gin-gonic/gin'], 'github.com/gin-gonic/gin'],
  ['echo', ['github.com/labstack/echo'], 'github.com/labstack/echo'],
  ['fiber', ['github.com/gofiber/fiber'], 'github.com/gofiber/fiber'],
  ['chi', ['github.com/go-chi/chi'], 'github.com/go-chi/chi'],
  ['gorilla', ['github.com/gorilla/mux'], 'github.com/gorilla/mux'],
  ['iris', ['github.com/kataras/iris'], 'github.com/kataras/iris'],
  ['beego', ['github.com/beego/beego'], 'github.com/beego/beego'],
  ['httprouter', ['github.com/julienschmidt/httprouter'], 'github.com/julienschmidt/httprouter'],
  ['grpc', ['google.golang.org/grpc'], 'google.golang.org/grpc'],
];

const listening =
  /\b(?:ListenAndServe(?:TLS)?|http\.Serve|net\.Listen|\w+\.Listen|\w+\.Start|\w+\.Run)\(\s*([^)\n]{0,200})/g;

/** What serves HTTP (or gRPC) in a program; undefined when nothing in it listens. */
export function findGoWeb(module: GoModule, sources: readonly SourceFile[]): GoWeb | undefined {
  const listener = sources
    .flatMap((source) => matchSource(source, listening))
    .find((match) => isListener(sources, match));
  if (listener === undefined) return undefined;
  const framework = frameworkOf(module, sources);
  const found = findAddress(sources, framework);
  const address = found.evidence === undefined ? { ...found, ...configuredPort(module, sources) } : found;
  const routes = goRoutes(sources);
  const health = chooseHealthRoute(routes);
  const metrics = metricsRoute(sources);
  return {
    framework,
    port: address.port,
    ...(address.variable === undefined ? {} : { portVariable: address.variable }),
    ...(address.host === undefined ? {} : { bindAddress: address.host }),
    ...(health === undefined ? {} : { healthPath: health.path }),
    ...(metrics === undefined ? {} : { metricsPath: metrics }),
    arguments: servingSubcommand(sources, listener.file),
    evidence: [
      evidenceOf(listener, 'listens here'),
      ...(address.evidence === undefined ? [] : [address.evidence]),
      ...(health === undefined ? [] : [health.evidence]),
    ],
  };
}

/** `.Run(` and `.Start(` mean listening only with a web framework or an address. */
function isListener(sources: readonly SourceFile[], match: SourceMatch): boolean {
  const file = sources.find((source) => source.path === match.file);
  const line = file?.lines[match.line - 1] ?? '';
  if (/\b(?:ListenAndServe(?:TLS)?|http\.Serve|net\.Listen)\(/.test(line)) return true;
  const web =
    file !== undefined &&
    frameworks.some(([, , imported]) => importsOf(file).some((path) => path.startsWith(imported)));
  return web || /["`]:?\d{2,5}["`]|":"\s*\+/.test(match.groups[0] ?? '');
}

function frameworkOf(module: GoModule, sources: readonly SourceFile[]): string {
  const found = frameworks.find(
    ([, modules, imported]) =>
      findRequirement(module, ...modules) !== undefined &&
      sources.some((source) => source.text.includes(`"${imported}`)),
  );
  return found?.[0] ?? 'net/http';
}

interface Address {
  port: number;
  variable?: string;
  host?: string;
  evidence?: Evidence;
}

/** The address in code, a variable with a default, or the framework's own default. */
function findAddress(sources: readonly SourceFile[], framework: string): Address {
  const fromEnvironment = goEnvironmentReads(sources).find(
    (read) =>
      /(?:^|_)PORT$|(?:^|_)(?:LISTEN_ADDR|HTTP_ADDR|SERVER_ADDR|ADDR|LISTEN_ADDRESS|BIND_ADDR|SERVER_ADDRESS|HTTP_ADDRESS|LISTEN)$/.test(
        read.name,
      ) &&
      !/^(?:DB|DATABASE|POSTGRES|PG|REDIS|MYSQL|MONGO|SMTP|RABBITMQ|KAFKA|METRICS|AMQP|CACHE|ELASTIC\w*|GRPC_GATEWAY)_/.test(
        read.name,
      ),
  );
  const literal = literalAddress(sources);
  if (fromEnvironment !== undefined) {
    const [, host, port] = /^(?:([\w.-]*):)?(\d{2,5})$/.exec(fromEnvironment.default ?? '') ?? [];
    const chosen = Number(port ?? literal?.port ?? 8080);
    const isPort = /PORT$/.test(fromEnvironment.name);
    return {
      port: chosen,
      ...(isPort ? { variable: fromEnvironment.name } : {}),
      ...addressHost(host ?? literal?.host ?? anyHost(sources)),
      evidence: fromEnvironment.evidence,
    };
  }
  if (literal !== undefined) return { ...addressHost(anyHost(sources)), ...literal };
  const run =
    framework === 'gin' ? sources.flatMap((source) => matchSource(source, /\b\w+\.Run\(\s*\)/g))[0] : undefined;
  // Source: pkg.go.dev/github.com/gin-gonic/gin#Engine.Run.
  if (run !== undefined)
    return {
      port: 8080,
      variable: 'PORT',
      host: '0.0.0.0',
      evidence: evidenceOf(run, 'gin listens on PORT, else on 8080'),
    };
  const defaults: Readonly<Record<string, number>> = { gin: 8080, echo: 1323, fiber: 3000, grpc: 50051 };
  return { port: defaults[framework] ?? 8080, ...addressHost(anyHost(sources)) };
}

/** `":8080"` beside a call that listens, in `Addr:`, or as the default of a flag. */
function literalAddress(sources: readonly SourceFile[]): Address | undefined {
  const patterns = [
    /\b(?:ListenAndServe(?:TLS)?|Listen|Start|Run)\(\s*(?:"tcp"\s*,\s*)?["`]([\w.-]{0,60}):(\d{2,5})["`]/g,
    /\bAddr(?:ess)?:\s*["`]([\w.-]{0,60}):(\d{2,5})["`]/g,
    /\bflag\.String(?:Var)?\([^"\n]{0,60}"[\w-]{0,20}(?:addr|listen|bind|http)[\w-]{0,20}"\s*,\s*"([\w.-]{0,60}):(\d{2,5})"/g,
    /\b(?:addr|address|listenAddr|port|Port|PORT|defaultPort|Addr)\w{0,20}\s*(?::=|=|string\s*=)\s*["`](?:([\w.-]{0,60}):)?(\d{2,5})["`]/g,
    /\bflag\.(?:Int|String)(?:Var)?\([^"\n]{0,60}"(?:[\w-]{0,20})port"\s*,\s*(?:"?)()(\d{2,5})/g,
  ];
  for (const pattern of patterns) {
    for (const source of sources) {
      const [match] = matchSource(source, pattern);
      if (match === undefined) continue;
      const port = Number(match.groups[1]);
      if (port < 1 || port > 65535) continue;
      // an empty first group stands for a pattern without a host
      return {
        port,
        ...addressHost(pattern.source.includes('()') ? undefined : match.groups[0]),
        evidence: evidenceOf(match, 'the address it listens on'),
      };
    }
  }
  return undefined;
}

/** `":" + port` and `fmt.Sprintf(":%s", port)` bind to every address, `"127.0.0.1:" + port` to that one. */
function anyHost(sources: readonly SourceFile[]): string | undefined {
  for (const source of sources) {
    const [loopback] = matchSource(
      source,
      /["`](127\.0\.0\.1|localhost):(?:["`]\s*\+\s*\w*[pP]ort|["`]\s*\+\s*os\.Getenv|%[sdv]["`]\s*,\s*\w*[pP]ort)/g,
    );
    if (loopback !== undefined && /\b(?:Listen\w*|Run|Start|Addr\w*)\b/.test(source.lines[loopback.line - 1] ?? ''))
      return loopback.groups[0];
  }
  return sources.some((source) => /":"\s*\+|Sprintf\(\s*":%[sdv]"|JoinHostPort\(\s*""/.test(source.text))
    ? ''
    : undefined;
}

function addressHost(host: string | undefined): { host?: string } {
  if (host === undefined) return {};
  if (host === '') return { host: '0.0.0.0' };
  return { host: host === 'localhost' ? '127.0.0.1' : host };
}

/**
 * Routes registered by literal paths. Prefixes of groups are added where the group has a name in the same file, and those of
 * `r.Route("/api", func(r chi.Router) { … })` for what stands between its braces.
 */
function goRoutes(sources: readonly SourceFile[]): Route[] {
  return sources.flatMap((source) => {
    const groups = new Map<string, string>();
    for (const match of matchSource(source, /\b(\w+)\s*:?=\s*(\w+)\.(?:Group|PathPrefix)\(\s*"(\/[^"\n]{0,100})"/g)) {
      const [name = '', parent = '', prefix = ''] = match.groups;
      groups.set(name, (groups.get(parent) ?? '') + prefix);
    }
    const blocks = prefixedBlocks(source);
    const registered = matchSource(
      source,
      /\b(\w+)\.(?:GET|Get|HandleFunc|Handle|Any|All|HEAD)\(\s*["`](?:(?:GET|HEAD)\s+)?(\/[^"`\n]{0,100})["`]/g,
    );
    return registered.map((match) => {
      const [group = '', path = ''] = match.groups;
      const around = blocks.filter(({ start, end }) => start < match.start && match.start < end);
      const whole = around.map(({ prefix }) => prefix).join('') + (groups.get(group) ?? '') + path;
      return { path: whole.replace(/\{\$\}$/, ''), evidence: evidenceOf(match, `answers GET ${whole}`) };
    });
  });
}

interface PrefixedBlock {
  prefix: string;
  start: number;
  end: number;
}

/** `Route("/api", func(r chi.Router) {` with the extent of its body, outer blocks first. */
function prefixedBlocks(source: SourceFile): PrefixedBlock[] {
  return matchSource(source, /\.Route\(\s*"(\/[^"\n]{0,100})"\s*,\s*func\([^)\n]{0,80}\)\s*\{/g)
    .slice(0, 200)
    .map((match) => ({
      prefix: (match.groups[0] ?? '').replace(/\/$/, ''),
      start: match.start,
      end: endOfBlock(source.text, match.end),
    }));
}

/** Offset behind the brace that closes a block whose opening brace stands before `from`. */
function endOfBlock(text: string, from: number): number {
  const brace = /[{}]/g;
  brace.lastIndex = from;
  let depth = 1;
  for (let found = brace.exec(text); found !== null; found = brace.exec(text)) {
    depth += found[0] === '{' ? 1 : -1;
    if (depth === 0) return found.index;
  }
  return text.length;
}

function metricsRoute(sources: readonly SourceFile[]): string | undefined {
  for (const source of sources) {
    const [match] = matchSource(
      source,
      /["`](?:GET\s+)?(\/[\w/-]{1,60})["`]\s*,\s*(?:[\w.]+\(\s*)?(?:promhttp\.Handler|metricsHandler|prometheusHandler)/g,
    );
    if (match !== undefined) return match.groups[0];
  }
  return undefined;
}
