import { isSecretName, redactSecrets, secretValues } from './redact-secrets.js';

describe('redactSecrets', () => {
  it.each([
    ['key AKIAEXAMPLECANARY0001 here', 'key [redacted] here'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[redacted]'],
    ['push to https://user:p4ssw0rd!@host/x.git failed', 'push to https://user:[redacted]@host/x.git failed'],
    ['redis://:secretpw@cache:6379/0', 'redis://:[redacted]@cache:6379/0'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nnext', '[redacted private key]\nnext'],
    ['Authorization: Bearer abcdefghijklmnop1234', 'Authorization: Bearer [redacted]'],
    ['DB_PASSWORD=hunter2 PORT=3000', 'DB_PASSWORD=[redacted] PORT=3000'],
  ])('F58: writes %j as %j', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
  });

  it.each([
    'http://localhost:3000/health',
    'image: node:24',
    'token expected',
    'postgres://app@db:5432/app',
    'a@b.c',
    'sk-1',
  ])('leaves %j as it is', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it('takes known values out, the longest first, and leaves short words', () => {
    expect(redactSecrets('longsecret-more longsecret abc', ['longsecret', 'longsecret-more', 'abc'])).toBe(
      '[redacted] [redacted] abc',
    );
  });

  it.each([
    'a'.repeat(1_000_000),
    '://'.repeat(300_000),
    'A_'.repeat(500_000),
    '-----BEGIN PRIVATE KEY-----'.repeat(30_000),
  ])('F36: is done with a megabyte in time', (text) => {
    const started = performance.now();
    redactSecrets(text);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('secretValues', () => {
  it('knows secrets by the names of their variables', () => {
    const names = [
      'AWS_SECRET_ACCESS_KEY',
      'ANTHROPIC_API_KEY',
      'DB_PASSWORD',
      'GITHUB_TOKEN',
      'PATH',
      'HOME',
      'AUTHOR',
      'PORT',
    ];
    expect(names.filter(isSecretName)).toEqual(names.slice(0, 4));
    expect(secretValues({ MY_TOKEN: 'abc', PATH: '/bin' })).toContain('abc');
  });
});
