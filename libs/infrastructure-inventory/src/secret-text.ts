const secretWord =
  /(?:PASS(?:WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|CREDENTIALS?|PRIVATE|SALT|COOKIE|(?:^|_)(?:KEY|DSN|PAT)(?:_|$)|_AUTH$|APIKEY|WEBHOOK)/;
const connectionString =
  /(?:DATABASE|DB|MONGO|MONGODB|POSTGRES|PG|MYSQL|MARIADB|AMQP|RABBITMQ|CELERY_BROKER|SMTP)_(?:URL|URI)$/;
const publicWord =
  /(?:PUBLIC|_FILE$|_PATH$|_TTL$|_LENGTH$|_NAME$|_HOST$|_PORT$|_USER$|_EXPIR|_(?:ENABLED?|DISABLED?)$)/;

/** Tells by its name whether a variable holds something that must never be printed. */
export function isSecretName(name: string): boolean {
  const upper = name.toUpperCase();
  return connectionString.test(upper) || (secretWord.test(upper) && !publicWord.test(upper));
}

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
