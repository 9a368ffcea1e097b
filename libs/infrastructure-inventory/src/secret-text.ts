export { isSecretName } from '@devops-orchestrator/contracts';

/** True when the value holds credentials: a URL with a literal password, or a well-known key form. */
export function holdsCredentials(value: string): boolean {
  return withoutSecrets(value) !== value;
}

/** The text with literal credentials replaced by `***`; references such as `${DB_PASSWORD}` stay. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/:\/\/([^\s:/@]{0,200}):(?!\$)([^\s@/]{1,200})@/g, '://$1:***@')
    .replace(
      /(--?(?:password|passwd|requirepass|token|secret|api-key)[= ]|(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key)["']?[=:])(?!["']?\$)["']?[^\s"'$]{1,200}["']?/gi,
      '$1***',
    )
    .replace(/\b(?:AKIA|ASIA)[0-9A-Z]{8,40}\b/g, '***')
    .replace(/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|sk-)[A-Za-z0-9_-]{8,255}/g, '***');
}
