import { wordsOfName } from './secret-name.js';

/** `name = value`, `name: value`, `"name": "value"`, `\"name\": \"value\"`: what stands between the two. */
const separator = /\\{0,3}["']?[ \t]{0,3}[=:][ \t]{0,3}/g;
/** `--password value` */
const option =
  /(--(?:[a-z\d]{1,20}-){0,3}(?:password|passwd|passphrase|token|secret|apikey|(?:api|access|secret|private)-key)[ \t]{1,3})([^\s'"[$<-]\S{2,})/g;
const longestName = 100;

/** Takes the values of what is named like a password, a key or a token out; references to one, and line ends, are kept. */
export function redactAssignments(text: string): string {
  const kinds = new Map<string, Kind>();
  const parts: string[] = [];
  let done = 0;
  for (const match of text.matchAll(separator)) {
    if (match.index < done) continue;
    const name = nameBefore(text, match.index, done);
    if (name === '') continue;
    const kind = kinds.get(name) ?? kindOf(name);
    if (kinds.size < 1000) kinds.set(name, kind);
    if (kind === 'other') continue;
    const isQuery = /[?&]/.test(text[match.index - name.length - 1] ?? '');
    const value = valueAt(text, match.index + match[0].length, isQuery);
    if (!isSecretValue(value.head, kind)) continue;
    parts.push(text.slice(done, value.start), '[redacted]');
    done = value.end();
  }
  parts.push(text.slice(done));
  return parts
    .join('')
    .replace(option, (whole, before: string, value: string) =>
      isSecretValue(value, 'password') ? `${before}[redacted]` : whole,
    );
}

function nameBefore(text: string, end: number, least: number): string {
  let start = end;
  while (start > least && end - start < longestName && /[\w.-]/.test(text[start - 1]!)) start -= 1;
  return text.slice(start, end);
}

/** `password`: secret whatever it is; `token`: when it looks like one, for the word has other uses. */
type Kind = 'password' | 'token' | 'other';

const passwordWords = new Set('password passwd passphrase pwd secret secrets apikey privatekey'.split(' '));
const tokenWords = new Set(
  'token tokens pass key credential credentials creds auth pat dsn salt pepper signature sig cookie'.split(' '),
);
const keyWords = new Set('api secret private access encryption signing master account shared license'.split(' '));

function kindOf(name: string): Kind {
  const words = wordsOfName(name);
  const last = words.at(-1) ?? '';
  if (passwordWords.has(last)) return 'password';
  if (last === 'key' && words.some((word) => keyWords.has(word))) return 'password';
  if (last === 'base' && words.includes('secret')) return 'password';
  if (last === 'key' && words.length < 2) return 'other';
  return tokenWords.has(last) ? 'token' : 'other';
}

interface Value {
  start: number;
  /** Enough of it to judge it by: of a value that is none, no more is looked at. */
  head: string;
  /** Where all of it ends. */
  end(): number;
}

/** Of a quoted value, what is inside of the quotes. */
function valueAt(text: string, at: number, isQuery: boolean): Value {
  const quote = matchAt(/\\{0,3}["'`]/y, text, at);
  if (quote === '') {
    const head = matchAt(isQuery ? /[^\s"'`\\&#]{0,256}/y : /[^\s"'`\\]{0,256}/y, text, at).replace(closing, '');
    const whole = isQuery ? /[^\s"'`\\&#]*/y : /[^\s"'`\\]*/y;
    return { start: at, head, end: () => at + matchAt(whole, text, at).replace(closing, '').length };
  }
  const start = at + quote.length;
  const end = () => {
    const close = text.indexOf(quote, start);
    const inside = close === -1 ? text.slice(start) : text.slice(start, close);
    const line = inside.indexOf('\n');
    return start + (line === -1 ? inside.length : line);
  };
  const head = matchAt(/[^\n]{0,256}/y, text, start);
  return { start, head: head.includes(quote) ? head.slice(0, head.indexOf(quote)) : head, end };
}

/** What closes the expression around a value. */
const closing = /[,;)}\]]{1,9}$/;

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

const reference =
  /^(?:\$\{?[A-Za-z_]\w{0,99}\}?|\$\{[^}]*\}?|\$\(.*|\$\{\{.*|\{\{.*|<[^>]*>?|%.*|!(?:Ref|Sub|vault|GetAtt|secret|env_var).*|[*x.•?]+|\[redacted.*)$/s;
const noValue =
  /^(?:true|false|null|none|nil|undefined|yes|no|on|off|string|str|number|boolean|bool|text|any|required|optional|inherit|read|write|=.*)$/is;

function isSecretValue(value: string, kind: Kind): boolean {
  if (value.length < 3 || reference.test(value) || noValue.test(value)) return false;
  if (kind === 'password') return true;
  return value.length >= 8 && /^[\w+/=.:~!@#%-]+$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);
}
