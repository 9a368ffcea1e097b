function requiredEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} must be set`);
  return value;
}

export function loadConfig() {
  return {
    databaseUrl: requiredEnv('DATABASE_URL'),
    jwtSecret: requiredEnv('JWT_SECRET'),
    port: Number(process.env.PORT ?? 3000),
    logLevel: process.env.LOG_LEVEL ?? 'info',
  };
}
