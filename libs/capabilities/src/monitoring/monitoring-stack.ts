import { stringify } from 'yaml';
import type { CapabilityInput } from '../capability.js';
import { exampleComponent, exampleInput } from '../delivery-model/example-model.js';

const seen = [{ file: 'api/package.json', line: 1, reason: 'example' }];

/** An application that really runs, without any dependency to download, for the end-to-end test. */
export function runnableInput(): CapabilityInput {
  return exampleInput({
    analysis: {
      schemaVersion: 1,
      components: [
        exampleComponent({
          id: 'api',
          path: 'api',
          language: 'javascript',
          runtime: { runtime: 'node', resolved: '24', status: 'supported', conflicts: [], evidence: [] },
          port: 3000,
          healthPath: '/health',
          metricsPath: '/metrics',
          services: ['postgres', 'redis', 'rabbitmq'],
        }),
        exampleComponent({ id: 'web', path: 'web', language: 'javascript', port: 8000 }),
        exampleComponent({ id: 'worker', path: 'worker', kind: 'worker', language: 'javascript' }),
      ],
      services: ['postgres', 'rabbitmq', 'redis'].map((kind) => ({ kind, usedBy: ['api'], evidence: seen })),
      delivery: [],
      notes: [],
    },
    files: { 'api/package.json': '{ "dependencies": { "express-prom-bundle": "8" } }' },
  });
}

/** Its files: a server that speaks the metrics of `express-prom-bundle`, and what the other capabilities would write. */
export function runnableFiles({ model }: CapabilityInput): Record<string, string> {
  const secrets = model.services.flatMap(({ environment }) => environment).filter(({ secret }) => secret);
  const dockerfile =
    'FROM node:24-trixie-slim\nCOPY server.js /app/server.js\nUSER node\nCMD ["node", "/app/server.js"]\n';
  const lines = secrets.map(({ name }) => `${name}=verify0123456789`);
  return {
    'api/Dockerfile': dockerfile,
    'api/server.js': server,
    'web/Dockerfile': dockerfile,
    'web/server.js': server,
    'compose.yaml': stringify(developmentCompose(model)),
    'scripts/create-env-file.sh': `#!/usr/bin/env bash\nprintf '%s\\n' ${lines.join(' ')} ''> "$1"\n`,
  };
}

function developmentCompose({ components, services, network }: CapabilityInput['model']): object {
  const containers = components
    .filter(({ port }) => port !== undefined)
    .map(({ name, port, context }) => [
      name,
      {
        build: context,
        networks: [network],
        environment: { PORT: String(port) },
        ports: [`127.0.0.1:${String(port)}:${String(port)}`],
      },
    ]);
  const servers = services.map(({ name, image, environment, healthcheck, command }) => [
    name,
    {
      image,
      networks: [network],
      environment: Object.fromEntries(
        environment.map(({ name: variable, value, default: fallback }) => [
          variable,
          value ?? (fallback === undefined ? `\${${variable}:?}` : `\${${variable}:-${fallback}}`),
        ]),
      ),
      healthcheck: {
        test: healthcheck.map((word) => word.replaceAll('$', '$$$$')),
        interval: '2s',
        retries: 30,
        timeout: '20s',
      },
      ...(command === undefined ? {} : { command: command.map((word) => word.replaceAll('$', '$$$$')) }),
    },
  ]);
  return { services: Object.fromEntries([...containers, ...servers]) as object, networks: { [network]: {} } };
}

const server = `const { createServer } = require('node:http');
let requests = 0;
const started = Date.now() / 1000;
createServer((request, response) => {
  if (request.url !== '/metrics') {
    requests += 1;
    return response.end('ok');
  }
  const of = '{status_code="200"';
  response.end([
    '# TYPE http_request_duration_seconds histogram',
    'http_request_duration_seconds_bucket' + of + ',le="0.5"} ' + requests,
    'http_request_duration_seconds_bucket' + of + ',le="+Inf"} ' + requests,
    'http_request_duration_seconds_sum' + of + '} ' + requests / 100,
    'http_request_duration_seconds_count' + of + '} ' + requests,
    'process_start_time_seconds ' + started,
    'process_open_fds 20', 'process_max_fds 1024', 'process_resident_memory_bytes 50000000',
    'process_cpu_seconds_total 1', '',
  ].join('\\n'));
}).listen(Number(process.env.PORT));
process.on('SIGTERM', () => process.exit(0));
`;
