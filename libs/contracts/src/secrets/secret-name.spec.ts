import { isSecretName } from './secret-name.js';

describe('isSecretName', () => {
  it.each([
    'PASSWORD',
    'DB_PASSWORD',
    'POSTGRES_PASSWORD',
    'JWT_SECRET',
    'SECRET_KEY',
    'API_KEY',
    'STRIPE_SECRET_KEY',
    'PRIVATE_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY',
    'GITHUB_TOKEN',
    'SENTRY_DSN',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'DATABASE_URL',
    'MONGO_URI',
    'REDIS_URL',
    'CELERY_BROKER_URL',
    'DB_CONNECTION_STRING',
    'dbPassword',
    'SMTP_PASS',
    'DB_PWD',
    'RAILS_MASTER_KEY',
  ])('keeps %s secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'PORT',
    'NODE_ENV',
    'HOST',
    'LOG_LEVEL',
    'NEXT_PUBLIC_API_KEY',
    'VITE_API_TOKEN',
    'PUBLIC_KEY',
    'AWS_ACCESS_KEY_ID',
    'TOKEN_TTL',
    'PASSWORD_MIN_LENGTH',
    'JWT_EXPIRES_IN',
    'ACCESS_TOKEN_EXPIRES_IN',
    'BASE_URL',
    'API_URL',
    'FRONTEND_URL',
    'SORT_KEY',
    'KEYBOARD',
    'COMPASS_HOST',
    'PASSPORT_MODE',
    '',
  ])('shows %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
