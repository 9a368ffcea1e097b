import { parse } from 'yaml';
import { exampleAnalysis, exampleComponent, exampleInput } from '../delivery-model/example-model.js';
import { composeCapability } from './compose.capability.js';

interface ComposeFile {
  name: string;
  services: Record<
    string,
    {
      image: string;
      build?: object;
      command?: string[];
      depends_on?: Record<string, { condition: string }>;
      environment?: Record<string, string | null>;
      healthcheck?: { test?: string[]; disable?: boolean };
      ports?: string[];
      read_only?: boolean;
      cap_drop?: string[];
      deploy?: object;
      profiles?: string[];
    }
  >;
}

function composeOf(input = exampleInput()): Record<string, ComposeFile> {
  const steps = composeCapability.contribute(input).flatMap(({ steps }) => steps);
  return Object.fromEntries(
    steps.flatMap((step) => (step.kind === 'file' ? [[step.path, parse(step.content) as ComposeFile]] : [])),
  );
}

function serviceOf(name: string, input = exampleInput(), file = 'compose.yaml') {
  return composeOf(input)[file]?.services[name];
}

describe('composeCapability', () => {
  it('starts a component after its database is healthy and migrated', () => {
    expect(serviceOf('api')?.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      redis: { condition: 'service_healthy' },
      'api-migrate': { condition: 'service_completed_successfully' },
    });
    expect(serviceOf('api-migrate')?.command).toEqual(['prisma', 'migrate', 'deploy']);
  });

  it('publishes ports on the loopback address only, and none of a database', () => {
    const { services = {} } = composeOf()['compose.yaml'] ?? {};
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports).toEqual(['127.0.0.1:${API_HOST_PORT:-3000}:3000', '127.0.0.1:${SITE_HOST_PORT:-8080}:8080']);
  });

  it('holds no password: a missing one stops Compose', () => {
    expect(serviceOf('postgres')?.environment?.['POSTGRES_PASSWORD']).toBe('${POSTGRES_PASSWORD:?set it in .env}');
    expect(serviceOf('api')?.environment?.['JWT_SECRET']).toBe('${JWT_SECRET:?set it in .env}');
  });

  it('builds from the sources in development, and runs a published image within limits in production', () => {
    expect(serviceOf('api')?.build).toEqual({ context: './api', dockerfile: 'Dockerfile' });
    const published = serviceOf('api', exampleInput(), 'compose.production.yaml');
    expect(published?.build).toBeUndefined();
    expect(published?.image).toBe(
      '${IMAGE_REGISTRY:+${IMAGE_REGISTRY:-}/}shop-api:${IMAGE_TAG:?set the version to run}',
    );
    expect(published?.deploy).toBeDefined();
  });

  it('hardens every generated container', () => {
    for (const file of Object.values(composeOf())) {
      const soft = Object.entries(file.services).filter(
        ([, service]) => service.read_only !== true || !service.cap_drop?.includes('ALL'),
      );
      expect(soft.map(([name]) => name)).toEqual([]);
    }
  });

  it('escapes what Compose would take for a variable', () => {
    expect(serviceOf('postgres')?.healthcheck?.test?.[1]).toContain('"$$POSTGRES_USER"');
    const component = exampleComponent({
      id: 'app',
      environment: [
        { name: 'TEMPLATE', secret: false, default: '${x} $y', evidence: [{ file: 'a', line: 1, reason: 'r' }] },
      ],
    });
    const input = exampleInput({ analysis: { ...exampleAnalysis(), components: [component], services: [] } });
    expect(serviceOf('app', input)?.environment).toEqual({ TEMPLATE: null });
  });

  it('starts a job only by name', () => {
    const input = exampleInput({
      analysis: { ...exampleAnalysis(), components: [exampleComponent({ id: 'import', kind: 'job' })], services: [] },
    });
    expect(serviceOf('import', input)?.profiles).toEqual(['jobs']);
  });

  it('leaves the capabilities of a kept image alone', () => {
    const kept = serviceOf('api', exampleInput({ files: { 'api/Dockerfile': 'FROM node:24\nEXPOSE 3000\n' } }));
    expect([kept?.read_only, kept?.cap_drop, kept?.healthcheck?.test?.[1]]).toEqual([undefined, undefined, 'node']);
  });

  it('keeps compose files of the user', () => {
    expect(Object.keys(composeOf(exampleInput({ files: { 'docker-compose.yml': 'services: {}\n' } })))).toEqual([
      'compose.production.yaml',
    ]);
  });
});
