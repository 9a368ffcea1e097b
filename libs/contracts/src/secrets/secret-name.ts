/**
 * True when a variable of this name holds a value that must never stand in a file, a layer or a log.
 *
 * Judged by its words: `DB_PASSWORD` and `JWT_SECRET` are secrets; settings about a secret (`PASSWORD_MIN_LENGTH`,
 * `TOKEN_TTL`, `ACCESS_KEY_ID`) and names that are published with a browser bundle (`VITE_*`) are not. Addresses that
 * usually carry a password (`DATABASE_URL`, `MONGO_URI`, `REDIS_URL`) are.
 */
export function isSecretName(name: string): boolean {
  if (publicPrefix.test(name)) return false;
  const words = wordsOfName(name);
  const last = words.at(-1) ?? '';
  if (settingWords.has(last)) return false;
  if (words.some((word) => secretWords.has(word))) return true;
  if (last === 'key' || last === 'keys') return words.some((word) => keyWords.has(word)) || words.length === 1;
  return isCredentialAddress(words);
}

const publicPrefix =
  /^(?:(?:NEXT_|NUXT_|EXPO_|GRIDSOME_)?PUBLIC_|VITE_|REACT_APP_|VUE_APP_|GATSBY_|NG_APP_|STORYBOOK_)/;

const secretWords = new Set([
  'password',
  'passwd',
  'pass',
  'pwd',
  'passphrase',
  'secret',
  'secrets',
  'token',
  'tokens',
  'dsn',
  'credential',
  'credentials',
  'creds',
  'apikey',
  'privatekey',
  'pat',
  'salt',
  'pepper',
]);

/** What makes the last word `KEY` a secret: `API_KEY`, but not `SORT_KEY` or `PUBLIC_KEY`. */
const keyWords = new Set([
  'api',
  'private',
  'secret',
  'access',
  'encryption',
  'encrypt',
  'signing',
  'sign',
  'master',
  'app',
  'application',
  'auth',
  'jwt',
  'session',
  'cookie',
  'service',
  'account',
  'license',
  'ssh',
  'aes',
  'hmac',
  'cipher',
  'admin',
  'stripe',
  'openai',
  'anthropic',
  'sendgrid',
  'mailgun',
  'twilio',
  'storage',
  'data',
  'django',
  'flask',
  'consumer',
  'webhook',
  'deploy',
  'ssl',
  'tls',
  'crypto',
  'aws',
  'gcp',
  'azure',
  'google',
  'maps',
  'server',
]);

/** A last word that says the variable is a setting about a secret, not the secret. */
const settingWords = new Set(
  (
    'id ids ttl expiry expires expiration expire in length len min max size algorithm alg name header headers path file dir ' +
    'directory location lifetime age days hours minutes seconds secs ms timeout rounds count limit enabled disabled required ' +
    'prefix type issuer audience policy field fields endpoint format version cookie rotation arn refresh interval'
  ).split(' '),
);

const addressWords = new Set(['url', 'uri', 'connection', 'connectionstring', 'string', 'conn']);
const credentialedServers = new Set(
  (
    'database db postgres postgresql pg mysql mariadb mongo mongodb redis valkey rabbitmq amqp rabbit broker celery cache ' +
    'sqlalchemy jdbc mssql sqlserver cockroach clickhouse smtp mailer direct shadow pool connection queue elasticsearch ' +
    'cloudamqp jawsdb cleardb supabase neon sql'
  ).split(' '),
);

function isCredentialAddress(words: readonly string[]): boolean {
  if (!addressWords.has(words.at(-1) ?? '')) return false;
  return words.slice(0, -1).some((word) => credentialedServers.has(word));
}

/** `dbPassword`, `DB_PASSWORD`, `db.password` and `DBPassword2` as lower-case words. */
export function wordsOfName(name: string): string[] {
  return name
    .slice(0, 200)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
