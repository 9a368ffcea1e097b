import type { Evidence } from '@devops-orchestrator/contracts';
import { matchSource, type SourceFile, type SourceMatch } from '../../source/source-file.js';

/** Where and how the code listens for connections. */
export interface Listener {
  port?: number;
  /** Variable that overrides the port. */
  variable?: string;
  /** Address as the code says it; absent when it says nothing. */
  host?: string;
  hostVariable?: string;
  evidence: Evidence;
}

/** What an expression such as `process.env.PORT || 3000` comes to. */
interface Value {
  literal?: string;
  variable?: string;
}

/** Calls that open a server, in file order; ports that cannot be told are absent. Names are also looked up in `further`. */
export function findListeners(sources: readonly SourceFile[], further: readonly SourceFile[] = []): Listener[] {
  const all = [...sources, ...further];
  return sources
    .filter(({ path }) => !/(?:^|\/)(?:scripts|tools|tooling)\//.test(path))
    .flatMap((file) => [
      ...matchSource(file, opening).flatMap((match) => listenerOf(all, file, match) ?? []),
      ...matchSource(file, webSockets).flatMap((match) => fixedListener(all, file, match)),
      ...matchSource(file, standalone).map((match) => standaloneListener(all, file, match)),
    ]);
}

const webSockets = /\bnew (?:WebSocketServer|WebSocket\.(?:WebSocket)?Server|ws\.Server)\(/g;

/** A server of web sockets opens a port of its own only when it is told one. */
function fixedListener(sources: readonly SourceFile[], file: SourceFile, match: SourceMatch): Listener[] {
  const found = listenerOf(sources, file, match);
  return found?.port === undefined && found?.variable === undefined ? [] : [found];
}

const standalone = /\bstartStandaloneServer\(/g;

/** Source: apollographql.com/docs/apollo-server/api/standalone: port 4000 unless `listen` says another. */
function standaloneListener(sources: readonly SourceFile[], file: SourceFile, match: SourceMatch): Listener {
  const options = argumentsAt(file.text, match.end)[1] ?? '';
  const listen = settingOf(options, 'listen') ?? '';
  const stated = listen.startsWith('{') ? settingOf(listen, 'port') : undefined;
  const port = stated === undefined ? undefined : evaluate(sources, file, stated, 0, isPort);
  return {
    port: port?.literal === undefined ? 4000 : Number(port.literal),
    ...(port?.variable === undefined ? {} : { variable: port.variable }),
    evidence: { file: file.path, line: match.line, reason: 'opens the server' },
  };
}

const opening =
  /\.listen\(|\b(?:Hapi\.server|Hapi\.Server|Bun\.serve|Deno\.serve)\(|(?<![\w.])serve\((?=\s{0,20}\{)|\bcreateServer\((?=\s{0,20}\{\s{0,20}(?:port|host))/g;

function listenerOf(sources: readonly SourceFile[], file: SourceFile, match: SourceMatch): Listener | undefined {
  const call = argumentsAt(file.text, match.end);
  const options = call[0]?.startsWith('{') === true ? call[0] : undefined;
  const portText = options === undefined ? call[0] : settingOf(options, 'port');
  const hostText = options === undefined ? call[1] : (settingOf(options, 'host') ?? settingOf(options, 'hostname'));
  const port = portText === undefined ? undefined : evaluate(sources, file, portText, 0, isPort);
  const host =
    hostText === undefined || /=>|^function/.test(hostText) ? undefined : evaluate(sources, file, hostText, 0, isHost);
  const number = port?.literal === undefined ? undefined : Number(port.literal);
  // `listen('event', …)` and `listen(callback)` of other things
  if (
    portText !== undefined &&
    /^['"`]|=>|^function/.test(portText) &&
    number === undefined &&
    port?.variable === undefined
  )
    return undefined;
  if (number === 0 || (portText === undefined && options === undefined)) return undefined;
  return {
    ...(number === undefined ? {} : { port: number }),
    ...(port?.variable === undefined ? {} : { variable: port.variable }),
    ...(host?.literal === undefined ? {} : { host: host.literal }),
    ...(host?.variable === undefined ? {} : { hostVariable: host.variable }),
    evidence: { file: file.path, line: match.line, reason: 'opens the server' },
  };
}

/** The arguments of a call, split at its own commas; at most 1,000 characters are looked at. */
export function argumentsAt(text: string, start: number): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = start;
  const end = Math.min(text.length, start + 1000);
  for (let index = start; index < end; index += 1) {
    const character = text[index] ?? '';
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (depth < 0 || (depth === 0 && character === ',')) {
      parts.push(text.slice(from, index).trim());
      from = index + 1;
    }
    if (depth < 0) break;
  }
  return parts.filter((part) => part !== '');
}

/** The expression of a key in an object literal; the key itself for the shorthand `{ port }`. */
function settingOf(object: string, key: string): string | undefined {
  for (const part of argumentsAt(object, 1)) {
    if (part === key) return key;
    const found = /^['"]?(\w+)['"]?\s{0,20}:\s{0,20}/.exec(part);
    if (found?.[1] === key) return part.slice(found[0].length);
  }
  return undefined;
}

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) <= 65535;
const isHost = (text: string) => /^(?:\d{1,3}(?:\.\d{1,3}){3}|::1?|localhost)$/.test(text);

const environmentName =
  /(?:process\.env|import\.meta\.env|Bun\.env|\benv)\.([A-Z][A-Z0-9_]*)|process\.env\[['"](\w+)['"]\]|(?:\.get(?:OrThrow)?(?:<\w+>)?|[eE]nv\w*)\(\s{0,20}['"]([A-Z][A-Z0-9_]*)['"]/;

/** Follows names through the sources, at most four steps. */
function evaluate(
  sources: readonly SourceFile[],
  file: SourceFile,
  text: string,
  depth: number,
  isWanted: (literal: string) => boolean,
): Value {
  // of `z.coerce.number().min(1).default(3000)` only the default is the port
  const whole = text.slice(0, 300);
  const expression = /\bdefault(?:\(|['"]?\s{0,5}:)([^]{1,100})/.exec(whole)?.[1] ?? whole;
  const named = environmentName.exec(whole);
  const variable = named?.[1] ?? named?.[2] ?? named?.[3];
  const literal = [...expression.matchAll(/['"`]([^'"`\n]{1,60})['"`]|(?<![\w.])(\d{1,5})(?![\w.])/g)]
    .map((found) => found[1] ?? found[2] ?? '')
    // the radix of `parseInt(x, 10)` is no port
    .filter((value) => !(value === '10' && expression.includes('parseInt')))
    .find(isWanted);
  const here = { ...(literal === undefined ? {} : { literal }), ...(variable === undefined ? {} : { variable }) };
  if (literal !== undefined || depth >= 4) return here;
  const name = variable ?? lastName(expression);
  if (name === undefined) return here;
  const destructured = variable === undefined ? destructuredRead(file, name) : undefined;
  if (destructured !== undefined) {
    const value =
      destructured.fallback === undefined ? {} : evaluate(sources, file, destructured.fallback, depth + 1, isWanted);
    return { ...value, variable: destructured.variable };
  }
  const definition = definitionOf(sources, file, name);
  if (definition === undefined) return here;
  const there = evaluate(sources, definition.file, definition.text, depth + 1, isWanted);
  const through =
    variable ?? there.variable ?? (/^[A-Z][A-Z0-9_]*$/.test(name) && definition.isSchema ? name : undefined);
  return { ...there, ...(through === undefined ? {} : { variable: through }) };
}

const destructuring = /\{([^{}]{0,1000})\}\s{0,10}=\s{0,10}process\.env\b/g;

/** The variable behind a name of `const { PORT: port = 3000 } = process.env`, and its fallback. */
function destructuredRead(file: SourceFile, name: string): { variable: string; fallback?: string } | undefined {
  if (!file.text.includes('process.env')) return undefined;
  for (const { groups } of matchSource(file, destructuring)) {
    for (const part of argumentsAt(`${groups[0] ?? ''})`, 0)) {
      const found = /^(\w{1,80})(?:\s{0,5}:\s{0,5}(\w{1,80}))?\s{0,5}(?:=([^]{1,100}))?$/.exec(part);
      if (found?.[1] === undefined || (found[2] ?? found[1]) !== name) continue;
      return { variable: found[1], ...(found[3] === undefined ? {} : { fallback: found[3].trim() }) };
    }
  }
  return undefined;
}

function lastName(expression: string): string | undefined {
  // `app.get('port')`, set by `app.set('port', …)`
  const setting = /\.get\(['"]([a-z][\w.]{0,60})['"]\)/.exec(expression)?.[1];
  if (setting !== undefined) return setting.split('.').at(-1);
  const bare = expression.replace(/^(?:Number|parseInt|String)\(/, '').trim();
  return /^([A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*)/.exec(bare)?.[1]?.split('.').at(-1);
}

/** `const name = …`, `name: …` or `name = …` in this file, else in one that looks like configuration, else in any. */
function definitionOf(
  sources: readonly SourceFile[],
  file: SourceFile,
  name: string,
): { file: SourceFile; text: string; isSchema: boolean } | undefined {
  if (name.length > 60 || !/^\w+$/.test(name)) return undefined;
  const pattern = new RegExp(
    `\\b(?:const|let|var)\\s{1,10}${name}\\b[^=\\n;]{0,60}=([^=>][^;]{0,200})|(?:^|[\\s{,])['"]?${name}['"]?\\s{0,10}[:=]([^=>][^\\n;]{0,200})|\\.set\\(['"]${name}['"],([^\\n;]{0,200})`,
    'm',
  );
  const others = sources.filter((other) => other !== file);
  const configuration = others.filter((other) => /config|env|setting|constant/i.test(other.path));
  for (const candidate of [file, ...configuration, ...others]) {
    if (!candidate.text.includes(name)) continue;
    const found = pattern.exec(candidate.text);
    const text = (found?.[1] ?? found?.[2] ?? found?.[3])?.trim();
    if (text === undefined || text === '') continue;
    return {
      file: candidate,
      text: firstExpression(text),
      isSchema: /\b(?:z|Joi|envalid)\.|\b(?:port|num|str|host)\(/.test(text),
    };
  }
  return undefined;
}

/** Up to the comma that ends it. */
function firstExpression(text: string): string {
  return argumentsAt(`${text})`, 0)[0] ?? text;
}
