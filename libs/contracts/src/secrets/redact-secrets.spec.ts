import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import * as fc from 'fast-check';
import { redactSecrets } from './redact-secrets.js';
import { isSecretVariable, secretValues } from './secret-values.js';

/** Random-looking text of a length; written so that this file holds no token. */
function noise(length: number, alphabet = 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0z'): string {
  return Array.from({ length }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('');
}
const hex = (length: number) => noise(length, '0f1e2d3c4b5a69788796a5b4c3d2e1');
const key = (body: string) => `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----`;

const tokens: Record<string, string> = {
  'the canary': 'AKIAEXAMPLECANARY0001',
  'an AWS access key id': `AKIA${noise(16).toUpperCase()}`,
  'a temporary AWS access key id': `ASIA${noise(16).toUpperCase()}`,
  'a GitHub token': `ghp_${noise(36)}`,
  'a GitHub server token': `ghs_${noise(36)}`,
  'a fine-grained GitHub token': `github_pat_${noise(22)}_${noise(59)}`,
  'a GitLab token': `glpat-${noise(20)}`,
  'a GitLab runner token': `glrt-${noise(20)}`,
  'a Slack bot token': `xoxb-${'123456789012'}-${'1234567890123'}-${noise(24)}`,
  'a Slack app token': `xapp-1-A0${noise(9).toUpperCase()}-${'1234567890123'}-${hex(64)}`,
  'a Stripe key': `sk_${'live'}_${noise(24)}`,
  'a Stripe restricted key': `rk_${'live'}_${noise(24)}`,
  'an npm token': `npm_${noise(36)}`,
  'a PyPI token': `pypi-AgEIcHlwaS5vcmc${noise(60)}`,
  'an Anthropic key': `sk-ant-api03-${noise(93)}AA`,
  'an OpenAI key': `sk-${noise(20)}T3BlbkFJ${noise(20)}`,
  'an OpenAI project key': `sk-proj-${noise(20)}T3BlbkFJ${noise(20)}`,
  'a Google key': `AIza${noise(35)}`,
  'a Docker token': `dckr_pat_${noise(27)}`,
  'a Vault token': `hvs.${noise(24)}`,
  'a SendGrid key': `SG.${noise(22)}.${noise(43)}`,
  'a Hugging Face token': `hf_${noise(34)}`,
  'a DigitalOcean token': `dop_v1_${hex(64)}`,
  'a JSON web token': `eyJ${noise(20)}.eyJ${noise(30)}.${noise(43)}`,
};

describe('redactSecrets', () => {
  it.each(Object.keys(tokens))('F58: takes out %s, wherever it stands', (name) => {
    const token = tokens[name]!;
    for (const around of [' ', '"', "'", '=', ':', '/', ',', '\n', '(', 'é']) {
      expect(redactSecrets(`x${around}${token}${around}y`)).not.toContain(token);
    }
    expect(redactSecrets(`see ${token}, then`)).toBe('see [redacted], then');
  });

  it('F58: takes out the canary inside of a word', () => {
    expect(redactSecrets('a_AKIAEXAMPLECANARY0001_b')).toBe('a_[redacted]_b');
  });

  it.each([
    ['push to https://user:p4ssw0rd!@host/x.git failed', 'push to https://user:[redacted]@host/x.git failed'],
    ['redis://:secretpw@cache:6379/0', 'redis://:[redacted]@cache:6379/0'],
    ['postgres://u:p@ss:w@db/x', 'postgres://u:[redacted]@db/x'],
    [`https://${hex(32)}@o1.ingest.sentry.io/2`, 'https://[redacted]@o1.ingest.sentry.io/2'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer [redacted]'],
    ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: Basic [redacted]'],
    ['Set-Cookie: session=abc; HttpOnly\nnext', 'Set-Cookie: [redacted]\nnext'],
    ['curl -u admin:hunter2 http://x', 'curl -u admin:[redacted] http://x'],
    ['machine x login me password hunter2', 'machine x login me password [redacted]'],
    ['docker login --password hunter2 x', 'docker login --password [redacted] x'],
    [
      `https://hooks.slack.com/services/T0${'00'}/B0${'00'}/${noise(24)}`,
      'https://hooks.slack.com/services/[redacted]',
    ],
  ])('F58: writes %j as %j', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
  });

  it.each([
    ['DB_PASSWORD=hunter2 PORT=3000', 'DB_PASSWORD=[redacted] PORT=3000'],
    ['  POSTGRES_PASSWORD: hunter2', '  POSTGRES_PASSWORD: [redacted]'],
    ['{"password":"hunter2","port":1}', '{"password":"[redacted]","port":1}'],
    ['{\\"dbPassword\\": \\"hunter2\\", \\"a\\": 1}', '{\\"dbPassword\\": \\"[redacted]\\", \\"a\\": 1}'],
    ["password = 'two words'", "password = '[redacted]'"],
    ['spring.datasource.password=p,w;d', 'spring.datasource.password=[redacted]'],
    ['{user: x, password: hunter2}', '{user: x, password: [redacted]}'],
    ['GET /x?api_key=abc&page=2', 'GET /x?api_key=[redacted]&page=2'],
    ['x-api-key: abcdef', 'x-api-key: [redacted]'],
    ['AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG', 'AWS_SECRET_ACCESS_KEY=[redacted]'],
    ['SECRET_KEY_BASE=0123abcd', 'SECRET_KEY_BASE=[redacted]'],
    ['token: 0123abcdef', 'token: [redacted]'],
    ['{"auths":{"x":{"auth":"dXNlcjpwYXNzd29yZDE="}}}', '{"auths":{"x":{"auth":"[redacted]"}}}'],
    ['PASSWORD=$tr0ng!word', 'PASSWORD=[redacted]'],
    [`password=${'x1'.repeat(5000)} next`, 'password=[redacted] next'],
    [`password="${'x 1'.repeat(5000)}" next`, 'password="[redacted]" next'],
  ])('F58: takes the value out of %j', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
  });

  it.each([
    ...[
      'http://localhost:3000/health',
      'image: node:24',
      'token expected',
      'postgres://app@db:5432/app',
      'a@b.c',
      'sk-1',
    ],
    ...['POSTGRES_PASSWORD=${DB_PASSWORD}', 'password: $PASSWORD', 'postgres://app:${DB_PASSWORD}@db/app'],
    ...['token: ${{ secrets.GITHUB_TOKEN }}', 'secrets: inherit', 'id-token: write', 'persist-credentials: false'],
    ...['password: <your password>', 'secret: {{ .Values.secret }}', 'PASSWORD=', 'tokens: 15000', 'max_tokens=4096'],
    ...['# pass 12', 'pass: 12', 'secretName: tls', 'POSTGRES_PASSWORD_FILE: /run/secrets/db', 'TOKEN_TTL=3600s'],
    ...['unexpected token: something', 'sort_key: created_at', 'VITE_API_URL=http://x', 'password === other'],
    ...['sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'actions/checkout@v4', 'key: value'],
    ...['pypi-publish-to-the-index', 'npm_config_registry', 'Basic infrastructure-as-code', 'git@github.com:a/b.git'],
    ...[
      'https://example.org/path?email=a@b.c',
      'http://a:3000/x@y',
      'password: string',
      'risk-assessment-of-2024-and-more',
    ],
  ])('leaves %j as it is', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it('takes out private keys, and leaves the lines below where they are', () => {
    const body = `${noise(64)}\n${noise(64)}\n${noise(20)}`;
    const [whole, encrypted] = [key(body), key(`Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A\n\n${body}`)];
    expect(redactSecrets(`a\n${whole}\nb`)).toBe('a\n[redacted private key]\n\n\n\n\nb');
    expect(redactSecrets(`${encrypted} b ${whole}c`)).toMatch(
      /^\[redacted private key\]\n+ b \[redacted private key\]\n+c$/,
    );
    expect(redactSecrets(JSON.stringify({ a: whole, b: 1 }))).toBe('{"a":"[redacted private key]","b":1}');
    const [start, end] = [whole.slice(0, -40), whole.slice(50)];
    expect([redactSecrets(`${start} and more`), redactSecrets(`and ${end}`)]).toEqual([
      expect.stringMatching(/^\[redacted private key\]\n+(?:\[redacted\])?[^\n]{0,16} and more$/),
      expect.stringMatching(/^and \[redacted private key\]\n+$/),
    ]);
  });

  it('takes known values out, the longest first, line by line, and leaves short words', () => {
    const known = ['longsecret', 'longsecret-more', 'abc', 'two\nlines$&'];
    expect(redactSecrets('longsecret-more longsecret abc two\nlines$& x', known)).toBe(
      '[redacted] [redacted] abc [redacted]\n x',
    );
  });

  const fragments = [
    ...Object.values(tokens),
    ...[
      key(noise(64)),
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
      '[redacted]',
      'password',
      'token',
      'https://u',
    ],
    ...[
      '"',
      "'",
      '\\',
      '=',
      ': ',
      ' ',
      '\n',
      '\r\n',
      '@',
      ':',
      '/',
      '&',
      '?',
      '$',
      '{',
      '}',
      '-',
      'abc123',
      'hunter2',
      '--secret ',
    ],
    ...['Bearer ', 'Set-Cookie: ', '://', 'longsecret', 'login x password '],
  ];

  it('changes nothing the second time, and no number of lines', () => {
    const text = fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (given_) => {
        const once = redactSecrets(given_, ['longsecret']);
        expect(redactSecrets(once, ['longsecret'])).toBe(once);
        expect(once.split('\n').length).toBe(given_.split('\n').length);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ...[
      'a',
      '://',
      'A_',
      '-----BEGIN PRIVATE KEY-----',
      '-----END PRIVATE KEY-----',
      'eyJ',
      'eyJaaaaaaaa.',
      'token=',
      'token="',
    ],
    ...[
      "password='",
      'password=',
      'a=',
      '=',
      ' ',
      '\\',
      '"',
      'AKIA',
      'sk-',
      'sk-a',
      'gh_',
      'Bearer ',
      'Basic a',
      '-u a:',
      ' -u a',
    ],
    ...[
      '--secret ',
      '--a-',
      'login a ',
      'https://a:',
      'https://a',
      '@',
      'SG.',
      'SG.aaaaaaaaaaaaaaaa',
      'Cookie: ',
      '\nCookie:',
      'a.',
      'a-',
    ],
    ...[
      'hooks.slack.com/services/',
      'f',
      '1',
      'password: <',
      'password: ${',
      'secret: {{',
      'xoxb-',
      '1:AA',
      'token: a1',
      '\n',
      '\t:',
    ],
  ])('F36: is done with a megabyte of %j in less than a second', (part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    const started = performance.now();
    redactSecrets(text);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

/** What another program, by rules that we did not write, finds in a text. */
async function findByOracle(content: string): Promise<number> {
  const { messages } = await lintSource({
    source: { content, filePath: 'output.txt', ext: '.txt', contentType: 'text' },
    options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] } },
  });
  return messages.length;
}

describe('redactSecrets beside secretlint', () => {
  it('leaves nothing that secretlint finds', async () => {
    const aws = `AWS_SECRET_ACCESS_KEY=${noise(40)}`;
    const text = [...Object.values(tokens), key(noise(64)), aws, `https://user:${noise(12)}@example.com/x`].join('\n');
    expect(await findByOracle(text)).toBeGreaterThan(10);
    expect(await findByOracle(redactSecrets(text))).toBe(0);
  });
});

describe('secretValues', () => {
  it('knows secrets by the names of their variables', () => {
    const names = [
      'AWS_SECRET_ACCESS_KEY',
      'ANTHROPIC_API_KEY',
      'DB_PASSWORD',
      'GITHUB_TOKEN',
      'DOCKER_AUTH_CONFIG',
      'NPM_CONFIG__AUTH',
    ];
    const others = ['PATH', 'HOME', 'AUTHOR', 'PORT', 'SSH_AUTH_SOCK', 'DOCKER_HOST', 'TOKEN_TTL'];
    expect([...names, ...others].filter(isSecretVariable)).toEqual(names);
  });

  it('gives each line, and what a URL, JSON or a Kubernetes secret makes of it', () => {
    const values = secretValues({
      MY_TOKEN: 'p@ss"word/1',
      MY_SECRET: 'first line\nsecond line\nx',
      PATH: '/usr/local/bin',
    });
    expect(values).toEqual(
      expect.arrayContaining([
        'p@ss"word/1',
        'p%40ss%22word%2F1',
        'p@ss\\"word/1',
        'cEBzcyJ3b3JkLzE',
        'first line',
        'second line',
      ]),
    );
    expect(values).not.toEqual(expect.arrayContaining(['x']));
    expect(values).not.toEqual(expect.arrayContaining(['/usr/local/bin']));
  });
});
