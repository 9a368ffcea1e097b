import type { Component } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { exampleComponent, exampleInput } from '../delivery-model/example-model.js';

const seen = [{ file: 'package.json', line: 1, reason: 'example' }];

/** Repositories of different shapes, for specs. */
export const monitoringCases: Readonly<Record<string, () => CapabilityInput>> = {
  'api, site and worker with postgres and redis': () =>
    exampleInput({
      files: { 'api/package.json': '{"dependencies":{"prom-client":"15","express-prom-bundle":"8"}}' },
    }),
  'one server without services': () => input([exampleComponent({ id: 'web', port: 8000 })]),
  'only workers': () => input([exampleComponent({ id: 'worker', kind: 'worker' })]),
  'only a static site': () => input([exampleComponent({ id: 'site', kind: 'static', language: 'html' })]),
  'a queue and a database without exporter': () =>
    input(
      [
        exampleComponent({
          id: 'api',
          port: 9090,
          healthPath: '/healthz',
          metricsPath: '/metrics',
          services: ['mariadb', 'rabbitmq'],
        }),
      ],
      ['mariadb', 'rabbitmq', 'kafka'],
    ),
  'names that the stack has': () =>
    input([
      exampleComponent({ id: 'prometheus', path: 'prometheus', port: 9090, healthPath: '/' }),
      exampleComponent({ id: 'grafana', path: 'grafana', port: 3300, healthPath: '/ready', language: 'python' }),
    ]),
  'many components with known metrics': () =>
    input(
      [
        exampleComponent({
          id: 'flask',
          path: 'flask',
          language: 'python',
          port: 5000,
          metricsPath: '/metrics',
          healthPath: '/health',
        }),
        exampleComponent({ id: 'go', path: 'go', language: 'go', port: 8081, metricsPath: '/metrics' }),
        ...Array.from({ length: 20 }, (_, index) =>
          exampleComponent({ id: `web-${String(index)}`, path: `web-${String(index)}`, port: 4000 + index }),
        ),
      ],
      ['postgres'],
      {
        'flask/requirements.txt': 'flask==3\nprometheus_flask_exporter==0.23\n',
        'go/go.mod': 'module x\nrequire github.com/prometheus/client_golang v1.20.0\n',
      },
    ),
  "the user's own compose file": () =>
    input([exampleComponent({ id: 'api', port: 3000, healthPath: '/health' })], ['postgres', 'redis'], {
      'docker-compose.yml': [
        'services:',
        '  backend:',
        '    build: .',
        '    ports: ["8080:3000"]',
        '    networks: [inner]',
        '  db:',
        '    image: postgres:16',
        '    environment: { POSTGRES_USER: shop, POSTGRES_PASSWORD: "${DB_PASSWORD:-secret}" }',
        '    networks: [inner]',
        'networks: { inner: {} }',
        '',
      ].join('\n'),
    }),
};

function input(
  components: readonly Component[],
  services: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): CapabilityInput {
  const usedBy = components.map(({ id }) => id);
  return exampleInput({
    analysis: {
      schemaVersion: 1,
      components: [...components],
      services: services.map((kind) => ({ kind, usedBy, evidence: seen })),
      delivery: [],
      notes: [],
    },
    files,
  });
}
