import { isSecretName, isStandIn, looksGenerated, secretForms } from '../../secrets/secret-values.js';
import { collectFindings } from '../../verifier.js';
import type { Report, Verifier, VerifierInput } from '../../verifier.js';

/** Kinds in which `NAME: value` sets what a running system uses; elsewhere it may be an example. */
const liveKinds = /(compose[^/]*\.ya?ml|\.env[\w.-]*|values\.ya?ml|secret[^/]*\.ya?ml|\.properties)$/i;
const maximumPerFile = 20;

/** Searches a file of any kind for secrets. A message says what and where, never the value. */
export const secretsVerifier: Verifier = {
  id: 'secrets',
  kinds: [],
  async verify(input) {
    const { findings, report } = collectFindings(input.path);
    const lineOf = lineFinder(input.content);
    verifyForms(input.content, lineOf, report);
    verifyUrls(input.content, lineOf, report);
    verifyAssignments(input, report);
    return findings.slice(0, maximumPerFile);
  },
};

function verifyForms(content: string, lineOf: (offset: number) => number, report: Report): void {
  for (const { rule, what, pattern } of secretForms) {
    for (const match of content.matchAll(pattern)) {
      if (/example|EXAMPLE/.test(match[0])) continue;
      report(rule, 'error', lineOf(match.index), `This looks like ${what}; it must not stand in a file.`);
    }
  }
}

function verifyUrls(content: string, lineOf: (offset: number) => number, report: Report): void {
  for (const match of content.matchAll(
    /\b[a-z][a-z0-9+]{1,20}:\/\/([^\s:@/"'`]{1,64}):([^\s@/"'`]{1,128})@([\w.-]{1,128})/gi,
  )) {
    const [, user = '', password = '', host = ''] = match;
    if (isStandIn(password) || /[<>{}$%*]/.test(user + password) || password === user) continue;
    const isLocal = /^(localhost|127\.|db|postgres|mysql|redis|host)/.test(host) && !looksGenerated(password);
    report(
      'secret-in-url',
      isLocal ? 'warning' : 'error',
      lineOf(match.index),
      'A URL holds a password; take it from the environment.',
    );
  }
}

function verifyAssignments({ path, content }: VerifierInput, report: Report): void {
  const isLive = liveKinds.test(path);
  content.split('\n').forEach((text, index) => {
    if (text.length > 2000 || /^\s*(#|\/\/)/.test(text)) return;
    const match = /^[\s-]*(?:export\s+|ENV\s+|ARG\s+)?["']?([A-Za-z_][\w.-]{0,100})["']?\s*[:=]\s*(\S.*)$/.exec(text);
    if (!match) return;
    const [, name = '', rest = ''] = match;
    const value = valueOf(rest);
    if (!isSecretName(name) || isStandIn(value) || /\s/.test(value) || /^\d+$/.test(value)) return;
    const severity = isLive || looksGenerated(value) ? 'error' : 'warning';
    report(
      'secret-literal',
      severity,
      index + 1,
      `'${name}' has a literal value; take it from the environment or a secret store.`,
    );
  });
}

function valueOf(rest: string): string {
  const quoted = /^(["'])(.*?)\1/.exec(rest)?.[2];
  return (
    quoted ??
    rest
      .replace(/\s+#.*$/, '')
      .replace(/[;,]\s*$/, '')
      .trim()
  );
}

function lineFinder(content: string): (offset: number) => number {
  const starts = [0];
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
