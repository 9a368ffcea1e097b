import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { exampleAnalysis, exampleInput } from '../delivery-model/example-model.js';
import { environmentSteps } from './environment-steps.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes the files and runs the script; gives the lines of the `.env` it makes. */
function createdEnvironment(
  files: Record<string, string> = {},
  analysis: RepositoryAnalysis = exampleAnalysis(),
): Record<string, string> {
  const steps = environmentSteps(exampleInput({ files, analysis }));
  mkdirSync(join(folder, 'scripts'));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content);
  for (const step of steps) writeFileSync(join(folder, step.path), step.content);
  execFileSync('bash', [join(folder, 'scripts/create-env-file.sh')]);
  const lines = readFileSync(join(folder, '.env'), 'utf8')
    .split('\n')
    .filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

describe('environmentSteps', () => {
  it('names every variable without the value of a secret', () => {
    const [example] = environmentSteps(exampleInput());
    expect(example?.content).toMatch(/^# Secret, required: api; read at api\/src\/server.ts:13\.\nJWT_SECRET=$/m);
    expect(example?.content).toMatch(/^LOG_LEVEL=info$/m);
    expect(example?.content).not.toContain('DATABASE_URL');
  });

  it('adds beside a kept example what it does not name', () => {
    const steps = environmentSteps(exampleInput({ files: { '.env.example': 'JWT_SECRET=\n' } }));
    expect(steps.map(({ path }) => path)).toEqual(['env.compose.example', 'scripts/create-env-file.sh']);
    expect(steps[0]?.content).not.toContain('JWT_SECRET');
  });
});

describe('create-env-file.sh', () => {
  it('gives each secret a value of its own and keeps the file private', () => {
    const created = createdEnvironment();
    expect(created['JWT_SECRET']).toMatch(/^[0-9a-f]{64}$/);
    expect(created['POSTGRES_PASSWORD']).not.toBe(created['JWT_SECRET']);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it.each(['', 'changeme', '"change-me-please"', '<secret>', 'your-secret-here'])(
    'replaces the placeholder %j of a kept example',
    (value) => {
      expect(createdEnvironment({ '.env.example': `JWT_SECRET=${value}\n` })['JWT_SECRET']).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it('leaves other values of a kept example as they are', () => {
    expect(createdEnvironment({ '.env.example': 'LOG_LEVEL=debug\nOTHER=a b\n' })).toMatchObject({
      LOG_LEVEL: 'debug',
      OTHER: 'a b',
    });
  });

  it('leaves an optional variable without a default unset, also where a kept example has it empty', () => {
    const analysis = exampleAnalysis();
    const evidence = [{ file: 'api/src/server.ts', line: 1, reason: 'reads it' }];
    analysis.components[0]?.environment.push({ name: 'SENTRY_ENVIRONMENT', secret: false, required: false, evidence });
    const created = createdEnvironment({ '.env.example': 'SENTRY_ENVIRONMENT=\n' }, analysis);
    expect(created).not.toHaveProperty('SENTRY_ENVIRONMENT');
    expect(created).toHaveProperty('JWT_SECRET');
  });

  it('never changes an existing file', () => {
    writeFileSync(join(folder, '.env'), 'A=1\n');
    expect(createdEnvironment()).toEqual({ A: '1' });
  });
});
