const secretName =
  /PASS(?:WORD|WD|PHRASE)?(?:_|$)|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|AUTH(?:_|$)/i;
/** Shorter values are words that occur anyway. */
const minimumLength = 8;

/** Formats that are secret wherever they stand. Each is linear: no quantifier inside of another. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----)?/g,
    '[redacted private key]',
  ],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g, '[redacted]'],
  [/\bgh[pousr]_[A-Za-z0-9]{16,}/g, '[redacted]'],
  [/\b(?:github_pat_|glpat-|sk-|npm_|pypi-|dckr_pat_|hvs\.|AIza|ya29\.|xox[abeprs]-)[\w.-]{16,}/g, '[redacted]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?/g, '[redacted]'],
  [/(:\/\/[^\s/:@'"]{0,256}:)[^\s/@'"]{1,512}@/g, '$1[redacted]@'],
  [/(\b(?:Bearer|Basic) )[A-Za-z0-9+/=._~-]{16,}/g, '$1[redacted]'],
  [
    /(\b[A-Z0-9_]{0,64}(?:PASSWORD|SECRET|TOKEN|API_KEY|ACCESS_KEY|PRIVATE_KEY)[A-Z0-9_]{0,64}=)[^\s'"]{4,}/g,
    '$1[redacted]',
  ],
];

/** Replaces known secret values, and what looks like a key, a token or a password, by `[redacted]`. */
export function redactSecrets(text: string, known: readonly string[] = []): string {
  const values = [...new Set(known)].filter((value) => value.length >= minimumLength);
  values.sort((a, b) => b.length - a.length);
  const withoutKnown = values.reduce((result, value) => result.replaceAll(value, '[redacted]'), text);
  return patterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), withoutKnown);
}

/** True for the name of a variable whose value must not be shown: `AWS_SECRET_ACCESS_KEY`, `DB_PASSWORD`, … */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** Values of the variables that are secret by name, each line of a value by itself too. */
export function secretValues(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && isSecretName(name) ? [value, ...value.split('\n')] : [],
  );
}
