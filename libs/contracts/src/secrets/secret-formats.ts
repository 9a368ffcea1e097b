/**
 * What is secret wherever it stands, by the form that its issuer gives it. Each is linear: no quantifier inside of another,
 * and what follows a prefix is bounded or cannot be tried twice. Sources: the issuers' documentation of their token prefixes.
 */
export const secretFormats: readonly RegExp[] = [
  // AWS: access key ids, with or without their secret
  /(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}/g,
  // GitHub, GitLab
  /\bgh[pousr]_[A-Za-z0-9]{16,}|\bgithub_pat_\w{16,}/g,
  /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent|oas|ffct)-[\w.-]{16,}/g,
  // Slack: tokens and the addresses of webhooks
  /\bxox[abceoprs]-[\w-]{10,}|\bxapp-[\w-]{10,}/g,
  /(?<=\bhooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{16,}/g,
  /(?<=\bdiscord(?:app)?\.com\/api\/webhooks\/\d{1,32}\/)[\w-]{16,}/g,
  // Stripe, Square, Shopify
  /\b[rs]k_(?:live|test)_\w{10,}|\bwhsec_[\w+/=]{16,}|\bsq0[a-z]{3}-[\w-]{16,}|\bshp(?:at|ca|pa|ss)_[A-Fa-f0-9]{16,}/g,
  // npm, PyPI, RubyGems, Docker Hub
  /\bnpm_[A-Za-z0-9]{30,}|\bpypi-(?=[\w-]{0,99}\d)[\w-]{16,}|\brubygems_[a-f0-9]{32,}|\bdckr_(?:pat|oat)_[\w-]{16,}/g,
  // Anthropic, OpenAI and others of their form; Hugging Face, Groq, Replicate
  /\bsk-(?=[\w-]{0,99}\d)[\w-]{16,}|\bsk-ant-[\w-]{8,}|\bhf_[A-Za-z0-9]{30,}|\bgsk_\w{30,}|\br8_\w{30,}/g,
  // Google: API keys, OAuth
  /\bAIza[\w-]{30,}|\bya29\.[\w.-]{16,}|\bGOCSPX-[\w-]{16,}/g,
  // HashiCorp Vault and Terraform Cloud
  /\bhv[bsr]\.[\w.-]{16,}|\b\w{14}\.atlasv1\.[\w-]{30,}/g,
  // SendGrid, Twilio, Mailgun, Mailchimp
  /\bSG\.[\w-]{16,}\.[\w-]{16,}|\bSK[a-f0-9]{32}\b|\bkey-[a-f0-9]{32}\b|\b[a-f0-9]{32}-us\d{1,2}\b/g,
  // DigitalOcean, Databricks, Linear, Atlassian, Grafana, New Relic, Sentry, Telegram, age
  /\bdo[opr]_v1_[a-f0-9]{32,}|\bdapi[a-f0-9]{32}|\blin_(?:api|oauth)_\w{16,}|\bATATT3[\w=-]{16,}/g,
  /\bgl(?:sa|c)_[\w=+/]{20,}|\bNRAK-[A-Z0-9]{20,}|\bsntry[su]_[\w=+/]{20,}|\b\d{8,10}:AA[\w-]{30,}|\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/g,
  // JSON web tokens
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?/g,
  // what stands after the scheme of an Authorization header
  /(?<=\b(?:Bearer|Basic|Token) )(?=[\w+/=.~-]{0,99}[\d=])[\w+/=.~-]{16,}/g,
  // options and files that hold user and password side by side
  /(?<=\s(?:-u|--user)[ =]["']?[^\s:'"]{1,99}:)[^\s'"[]{1,200}/g,
  /(?<=\blogin[ \t]\S{1,99}[ \t]{1,9}password[ \t])[^\s[]\S{0,200}/g,
];

const keyStart = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** Longer than any key; an end farther away belongs to another one. */
const longestKey = 64 * 1024;
/** Lines of a key whose end was cut off. */
const keyLines = /(?:(?:\s|\\[rn]){1,4}[A-Za-z0-9+/=]{16,}){0,2000}/y;

/** Where private keys stand, their first and last lines too; those of which a cut left a part as well. */
export function findPrivateKeys(text: string): (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [];
  const ends = [...text.matchAll(keyEnd)].map((match) => [match.index, match.index + match[0].length] as const);
  let next = 0;
  let done = 0;
  for (const { 0: line, index } of text.matchAll(keyStart)) {
    if (index < done) continue;
    while (next < ends.length && ends[next]![0] < index) next = pushTail(text, done, ends, next, found);
    const end = ends[next];
    if (end && end[0] - index <= longestKey) {
      done = end[1];
      next += 1;
    } else {
      keyLines.lastIndex = index + line.length;
      done = keyLines.lastIndex + keyLines.exec(text)![0].length;
    }
    found.push([index, done]);
  }
  while (next < ends.length) next = pushTail(text, found.at(-1)?.[1] ?? 0, ends, next, found);
  return found;
}

/** The rest of a key whose start was cut off. */
function pushTail(
  text: string,
  from: number,
  ends: readonly (readonly [number, number])[],
  at: number,
  found: (readonly [number, number])[],
): number {
  const [start, end] = ends[at]!;
  const least = Math.max(from, found.at(-1)?.[1] ?? 0, start - longestKey);
  let first = start;
  while (first > least && /[A-Za-z0-9+/=\r\n]/.test(text[first - 1]!)) first -= 1;
  found.push([first, end]);
  return at + 1;
}
