import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { readInventory } from './read-inventory.js';

function read(files: Record<string, string>) {
  return readInventory(inMemoryTree(files));
}

describe('readInventory: Dockerfiles', () => {
  const dockerfile = `ARG NODE=24
FROM node:\${NODE}-slim AS base
ENV PORT=3000 NODE_ENV=production
USER node
FROM base AS build
RUN echo hi
FROM base
WORKDIR /app
ARG VERSION
EXPOSE \${PORT} 9090/udp
HEALTHCHECK CMD curl -f http://localhost:3000/health
ENTRYPOINT ["tini", "--"]
CMD ["node", "server.js"]
`;

  it('gives the image as its last stage runs, with what it takes over from earlier stages', () => {
    expect(read({ 'api/Dockerfile': dockerfile }).images).toEqual([
      {
        path: 'api/Dockerfile',
        line: 7,
        stages: [{ name: 'base', base: 'node:24-slim' }, { name: 'build', base: 'base' }, { base: 'base' }],
        ports: [3000, 9090],
        user: 'node',
        workdir: '/app',
        healthcheck: 'CMD curl -f http://localhost:3000/health',
        command: '["tini", "--"] ["node", "server.js"]',
        environment: ['NODE_ENV', 'PORT'],
      },
    ]);
  });

  it('reads one with Windows line ends as the same image', () => {
    const unix = read({ Dockerfile: dockerfile });
    expect(read({ Dockerfile: dockerfile.replaceAll('\n', '\r\n') })).toEqual(unix);
  });

  it('lists one without FROM as unreadable', () => {
    expect(read({ Dockerfile: 'RUN true\n' }).unreadable).toEqual([
      { path: 'Dockerfile', reason: 'it has no FROM instruction' },
    ]);
  });
});

const compose = `x-base: &base
  restart: always
  networks: [back]
services:
  api:
    <<: *base
    build: ./api
    ports: ["127.0.0.1:\${API_PORT:-8080}:3000", "5000-5001:5000-5001", 9000]
    environment:
      DATABASE_URL: postgres://app:hunter2@db:5432/app
      PORT: 3000
      API_KEY: \${API_KEY:?set it}
    depends_on:
      db: { condition: service_healthy }
  db:
    image: postgres:17
    environment: ["POSTGRES_PASSWORD=\${DB_PASSWORD}", "POSTGRES_USER=app"]
    volumes:
      - data:/var/lib/postgresql/data
      - { type: bind, source: ./db/init.sql, target: /docker-entrypoint-initdb.d/init.sql }
    healthcheck: { test: [CMD-SHELL, "pg_isready -U app"] }
    ports:
      - { target: 5432, published: 5433, host_ip: 127.0.0.1 }
networks:
  back: { internal: true }
volumes:
  data:
`;

describe('readInventory: compose files', () => {
  const inventory = read({ 'compose.yaml': compose, 'db/init.sql': '' });

  it('reads short and long forms and merge keys, with the line of each service', () => {
    expect(
      inventory.services.map(({ name, line, networks, dependsOn }) => ({ name, line, networks, dependsOn })),
    ).toEqual([
      { name: 'api', line: 5, networks: ['back'], dependsOn: [{ service: 'db', condition: 'service_healthy' }] },
      { name: 'db', line: 15, networks: [], dependsOn: [] },
    ]);
    expect(inventory.services[0]?.ports).toEqual([
      { container: 3000, host: '${API_PORT:-8080}', address: '127.0.0.1' },
      { container: 5000, host: '5000' },
      { container: 5001, host: '5001' },
      { container: 9000 },
    ]);
    expect(inventory.services[1]).toMatchObject({
      ports: [{ container: 5432, host: '5433', address: '127.0.0.1' }],
      volumes: [
        { source: 'data', target: '/var/lib/postgresql/data' },
        { source: './db/init.sql', target: '/docker-entrypoint-initdb.d/init.sql' },
      ],
      healthcheck: 'pg_isready -U app',
    });
  });

  it('reads networks and volumes, and lists mounted files', () => {
    expect(inventory.networks).toEqual([{ path: 'compose.yaml', line: 25, name: 'back', internal: true }]);
    expect(inventory.volumes).toEqual([{ path: 'compose.yaml', line: 27, name: 'data' }]);
    expect(inventory.files).toContainEqual({ path: 'db/init.sql', kind: 'mounted-configuration' });
  });

  it('leaves out values of secrets', () => {
    expect(JSON.stringify(inventory)).not.toContain('hunter2');
    expect(inventory.environment.find(({ name }) => name === 'API_KEY')).toMatchObject({
      secret: true,
      required: true,
    });
    expect(inventory.environment.find(({ name }) => name === 'API_PORT')).toMatchObject({
      secret: false,
      default: '8080',
    });
  });

  const bomb = `a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(',')}]`).join('\n')}\nservices: {}\n`;
  it.each([
    ['invalid YAML', 'services: [\n'],
    ['a list', '- a\n'],
    ['an alias bomb', bomb],
    ['deep nesting', `services: ${'['.repeat(20000)}`],
    ['a file that is too large', `services:\n${'# x\n'.repeat(200_000)}`],
    ['an empty file', ''],
  ])('lists %s as unreadable and reads the rest', (_what, text) => {
    const broken = read({ 'compose.yaml': text, Dockerfile: 'FROM scratch\n' });
    expect(broken.unreadable.map(({ path }) => path)).toEqual(['compose.yaml']);
    expect(broken.images).toHaveLength(1);
  });

  it('survives a key named __proto__', () => {
    read({ 'compose.yaml': 'services:\n  __proto__: { image: x, polluted: 1 }\n' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('readInventory: pipelines', () => {
  it('reads triggers, jobs, steps and the names of secrets', () => {
    const text = `name: CI
on: { push: {}, pull_request: {} }
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@0000
      - name: Test
        run: npm test
      - run: |
          echo one
          echo two
  ship:
    needs: test
    steps:
      - run: deploy
        env: { T: "\${{ secrets.DEPLOY_TOKEN }}", G: "\${{ secrets.GITHUB_TOKEN }}", H: "\${{ vars.DEPLOY_HOST }}" }
`;
    const inventory = read({ '.github/workflows/ci.yml': text, '.gitlab-ci.yml': 'x: 1' });
    expect(inventory.pipelines).toEqual([
      {
        path: '.github/workflows/ci.yml',
        line: 1,
        name: 'CI',
        system: 'github-actions',
        triggers: ['pull_request', 'push'],
        jobs: [
          { id: 'test', name: 'test', needs: [], steps: ['actions/checkout@0000', 'Test', 'echo one'] },
          { id: 'ship', name: 'ship', needs: ['test'], steps: ['deploy'] },
        ],
        secrets: ['DEPLOY_TOKEN'],
      },
    ]);
    expect(inventory.files).toContainEqual({ path: '.gitlab-ci.yml', kind: 'gitlab-ci' });
    expect(inventory.environment.map(({ name }) => name)).toEqual(['DEPLOY_HOST']);
  });
});

describe('readInventory: monitoring', () => {
  const inventory = read({
    'monitoring/prometheus/prometheus.yml':
      'scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: [api:3000]\n',
    'monitoring/prometheus/rules/api.yml': `groups:
  - name: api
    rules:
      - alert: ApiDown
        expr: up{job="api"} == 0
        for: 2m
        labels: { severity: critical }
        annotations: { summary: The API is down }
      - record: x
        expr: y
      - alert: Slow
        expr: z > 1
`,
    'monitoring/prometheus/tests/api.yml': 'rule_files: []\ntests:\n  - alert_rule_test:\n      - alertname: ApiDown\n',
    'monitoring/alertmanager/alertmanager.yml': 'route: { receiver: default }\nreceivers:\n  - name: default\n',
    'monitoring/blackbox/blackbox.yml': 'modules:\n  http: { prober: http }\n',
    'monitoring/grafana/dashboards/a.json':
      '{"title":"A","schemaVersion":39,"panels":[{"title":"P"},{"title":"","panels":[{"title":"Q"}]}]}',
    'nginx/site.conf': 'server { listen 80; }\n',
  });

  it('reads alerts, and which of them a test names', () => {
    expect(inventory.alerts).toEqual([
      {
        path: 'monitoring/prometheus/rules/api.yml',
        line: 4,
        name: 'ApiDown',
        expression: 'up{job="api"} == 0',
        for: '2m',
        severity: 'critical',
        summary: 'The API is down',
        tested: true,
      },
      { path: 'monitoring/prometheus/rules/api.yml', line: 11, name: 'Slow', expression: 'z > 1', tested: false },
    ]);
  });

  it('reads scrape jobs, receivers and dashboards', () => {
    expect(inventory.scrapeJobs).toMatchObject([{ name: 'api', metricsPath: '/metrics', targets: ['api:3000'] }]);
    expect(inventory.receivers).toMatchObject([{ name: 'default', line: 3 }]);
    expect(inventory.dashboards).toMatchObject([{ title: 'A', panels: ['P', 'Q'] }]);
    expect(inventory.files.map(({ kind }) => kind)).toEqual([
      'alertmanager',
      'blackbox',
      'grafana-dashboard',
      'prometheus',
      'prometheus-rules',
      'prometheus-tests',
      'nginx',
    ]);
  });
});

describe('readInventory: scripts and variables', () => {
  const script = `#!/usr/bin/env bash
# Deploys the application.
# It waits until it is healthy.
set -euo pipefail
usage() {
  cat <<'EOF'
Usage: scripts/deploy.sh [--dry-run] TAG
EOF
}
IMAGE_TAG="\${IMAGE_TAG:-latest}"
: "\${DEPLOY_HOST:?set it}"
LOCAL=1
echo "$LOCAL $HOME $DEPLOY_HOST" # $IGNORED_NOT
`;

  it('reads description, usage and the variables that a script takes from its environment', () => {
    const [entry] = read({ 'scripts/deploy.sh': script }).scripts;
    expect(entry).toEqual({
      path: 'scripts/deploy.sh',
      line: 1,
      description: 'Deploys the application.\nIt waits until it is healthy.',
      usage: 'Usage: scripts/deploy.sh [--dry-run] TAG',
      variables: ['DEPLOY_HOST', 'IGNORED_NOT', 'IMAGE_TAG'],
    });
  });

  it('takes names, defaults and descriptions from .env.example, and merges every use', () => {
    const inventory = read({
      '.env.example': '# Port of the API.\nAPI_PORT=8080\n\n# Secret.\nDB_PASSWORD=change-me\n',
      'compose.yaml': compose,
    });
    expect(inventory.environment.find(({ name }) => name === 'API_PORT')).toEqual({
      name: 'API_PORT',
      secret: false,
      required: false,
      default: '8080',
      description: 'Port of the API.',
      usedIn: [
        { path: '.env.example', line: 2 },
        { path: 'compose.yaml', line: 8 },
      ],
    });
    expect(inventory.environment.find(({ name }) => name === 'DB_PASSWORD')).toMatchObject({ secret: true });
    expect(JSON.stringify(inventory)).not.toContain('change-me');
  });
});

describe('readInventory: bounds', () => {
  it.each([
    ['compose.yaml', '${A:-'.repeat(80_000)],
    ['scripts/a.sh', '${A:-'.repeat(300_000)],
    ['scripts/b.sh', '<<EOF\n'.repeat(20_000)],
    ['.env.example', 'a'.repeat(1_000_000)],
    ['x.yml', 'groups:\n'.repeat(200_000)],
    ['Dockerfile', `FROM a\n${'RUN x \\\n'.repeat(20_000)}`],
    ['nginx.conf', ' '.repeat(1_000_000)],
  ])('reads a hostile %s in less than two seconds', (path, text) => {
    const start = process.hrtime.bigint();
    read({ [path]: text });
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(2000);
  });

  it('gives the same for the same files in any order', () => {
    const files = { Dockerfile: 'FROM a\n', 'compose.yaml': compose, 'scripts/a.sh': '#!/bin/sh\n' };
    const reversed = Object.fromEntries(Object.entries(files).reverse());
    expect(JSON.stringify(read(files))).toBe(JSON.stringify(read(reversed)));
  });
});
