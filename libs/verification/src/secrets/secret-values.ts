const secretWords =
  /(^|[_.-])(password|passwd|passphrase|pass|pwd|secret|token|api_?key|apikey|private_?key|secret_?key|access_?key|credentials?)([_.-]|$)/i;
const notTheValue =
  /([_.-](file|path|name|dir|url|uri|length|size|ttl|expir\w*|duration|days|minutes|seconds|algorithm|type|policy|header|issuer|audience|min|max|enabled?|required|rounds|endpoint|prefix))$/i;

/** True when a variable or key of this name holds a secret by convention. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return name.length <= 200 && secretWords.test(words) && !notTheValue.test(words);
}

const standIns =
  /^(ci|test|testing|tests|dev|development|local|dummy|fake|example|sample|placeholder|change|changeme|changethis|replace|replaceme|your|my|insert|todo|verify|unused|not|none|null|default|set|generate|generated|random|some|a|an|the|write|enter|put|fill|unset|undefined|required|optional|true|false|yes|no|xxx+|build|buildtime|ephemeral|throwaway|disposable|redacted|hidden)([-_ .].*)?$/i;
const weakWords =
  /^(password|passwd|pass|secret|token|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|root|admin|user|username|guest|minio|minioadmin|grafana|app|db|database|hello|qwerty|[0-9]{1,8}|password[0-9]{1,4}|[x*.•?-]+)$/i;

/** True for what stands in a secret's place without being one: empty, a reference, `changeme`, `<password>`. */
export function isStandIn(value: string): boolean {
  const text = value.trim().replace(/^["']|["']$/g, '');
  if (text.length < 4 || text.length > 4096) return true;
  if (/[$<{[(%|]/.test(text.slice(0, 2)) || text.startsWith('!') || text.startsWith('/') || text.startsWith('./'))
    return true;
  if (/\$\{|\$\(|\$[A-Za-z_]|\{\{/.test(text)) return true;
  return standIns.test(text) || weakWords.test(text);
}

/** A well-known weak value, such as `postgres`: no leak, but no protection either. */
export function isWeakSecret(value: string): boolean {
  const text = value.trim();
  return (
    text !== '' &&
    !/^(true|false|null)$/i.test(text) &&
    (weakWords.test(text) || /^change/i.test(text) || /^(example|test)$/i.test(text))
  );
}

/** True for text with the shape of a generated key: long, with letters and digits, no words. */
export function looksGenerated(value: string): boolean {
  const text = value.trim();
  return /^[A-Za-z0-9+/_=-]{16,512}$/.test(text) && /[0-9]/.test(text) && /[A-Za-z]/.test(text) && entropy(text) > 3.3;
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return -[...counts.values()].reduce((sum, count) => sum + (count / text.length) * Math.log2(count / text.length), 0);
}

/** Forms that are secrets wherever they stand. Linear expressions; the match is never shown. */
export const secretForms: readonly { rule: string; what: string; pattern: RegExp }[] = [
  { rule: 'secret-aws-key', what: 'an AWS access key id', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  {
    rule: 'secret-private-key',
    what: 'a private key',
    pattern: /-----BEGIN (?:[A-Z]{2,10} )?(?:[A-Z]{2,10} )?PRIVATE KEY-----\s*[A-Za-z0-9+/]{20}/g,
  },
  {
    rule: 'secret-github-token',
    what: 'a GitHub token',
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})/g,
  },
  { rule: 'secret-gitlab-token', what: 'a GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20}/g },
  {
    rule: 'secret-slack',
    what: 'a Slack token or webhook',
    pattern:
      /\bxox[abprs]-[0-9A-Za-z-]{20}|hooks\.slack\.com\/services\/T[0-9A-Z]{8,12}\/B[0-9A-Z]{8,12}\/[0-9A-Za-z]{20}/g,
  },
  { rule: 'secret-stripe-key', what: 'a Stripe key', pattern: /\b[sr]k_live_[0-9A-Za-z]{20}/g },
  { rule: 'secret-google-key', what: 'a Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}/g },
  { rule: 'secret-npm-token', what: 'an npm token', pattern: /\bnpm_[A-Za-z0-9]{36}/g },
  { rule: 'secret-ai-key', what: 'an API key', pattern: /\bsk-(?:ant-|proj-)[A-Za-z0-9_-]{24}/g },
  { rule: 'secret-sendgrid-key', what: 'a SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{30}/g },
];
