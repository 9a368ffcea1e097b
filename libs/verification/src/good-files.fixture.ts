import { goodMonitoringFiles } from './good-monitoring-files.fixture.js';

/** A small repository whose files are right, written by hand, with forms that careless verifiers trip over. */
export const goodFiles: Readonly<Record<string, string>> = {
  'package.json': '{"name":"shop"}',
  'package-lock.json': '{}',
  'src/server.ts': 'export {};',
  LICENSE: 'MIT',
  Dockerfile: `# syntax=docker/dockerfile:1
ARG NODE_VERSION=24
FROM node:\${NODE_VERSION}-trixie-slim AS base
WORKDIR /app
SHELL ["/bin/bash", "-o", "pipefail", "-c"]

FROM base AS build
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm,sharing=locked \\
    # a comment in between
    npm ci
COPY --chown=node:node src ./src
COPY src/*.ts ./copied/
RUN <<EOF
set -e
npm run build | tee build.log
EOF

FROM gcr.io/distroless/nodejs24-debian13:nonroot
WORKDIR /app
ENV NODE_ENV=production PORT=3000 DB_PASSWORD_FILE=/run/secrets/db
COPY --from=build /app/dist ./dist
COPY --from=docker.io/library/busybox:1.37-musl /bin/busybox /bin/busybox
EXPOSE 3000/tcp
HEALTHCHECK --interval=30s --start-interval=1s --start-period=10s CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:3000/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["dist/server.js"]
`,
  '.dockerignore': `**
!package.json
!package-lock.json
!src/**
**/node_modules
.env
.git
`,
  'compose.yaml': `name: shop
x-defaults: &defaults
  restart: unless-stopped
  logging: { driver: json-file, options: { max-size: 10m } }
services:
  api:
    <<: *defaults
    build:
      context: .
      args: [NODE_VERSION=24]
    environment:
      DATABASE_URL: postgres://shop:\${DB_PASSWORD:?set it}@postgres:5432/shop
      PRICE: "5$$"
      PORT: "3000"
    ports:
      - "127.0.0.1:\${API_PORT:-3000}:3000"
      - target: 9464
        published: "9464"
        host_ip: 127.0.0.1
        protocol: tcp
    depends_on:
      postgres: { condition: service_healthy, restart: true }
    healthcheck:
      test: ["CMD", "node", "-e", "fetch('http://localhost:3000/health')"]
      interval: 10s
      start_period: 20s
    read_only: true
    tmpfs: [/tmp]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    deploy: { resources: { limits: { cpus: "0.50", memory: 256M } } }
    secrets: [token]
    networks: [backend]
    develop:
      watch:
        - { action: sync, path: ./src, target: /app/src }
  postgres:
    image: postgres:17
    environment:
      - POSTGRES_PASSWORD=\${DB_PASSWORD:?set it}
    volumes:
      - data:/var/lib/postgresql/data
      - /etc/localtime:/etc/localtime:ro
    healthcheck:
      test: pg_isready --username postgres
    networks: { backend: { aliases: [db] } }
    profiles: ["", db]
volumes: { data: {} }
networks: { backend: {} }
secrets: { token: { environment: TOKEN } }
`.replace('profiles: ["", db]', 'profiles: [db]'),
  'compose.monitoring.yaml': `services:
  prometheus:
    image: prom/prometheus:v3.13.2
    command: ["--config.file=/etc/prometheus/prometheus.yml"]
    volumes: ["./monitoring/prometheus/prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
    depends_on: [api]
    networks: [backend]
  alertmanager:
    image: prom/alertmanager:v0.34.1
    networks: [backend]
  blackbox:
    image: prom/blackbox-exporter:v0.28.0
    networks: [backend]
`,
  '.env.example': `# where the API listens
API_PORT=3000
DB_PASSWORD=
TOKEN=
PUBLIC_URL="https://example.com" # public
`,
  '.github/workflows/ci.yml': `name: CI
run-name: CI of \${{ github.ref_name }}
"on":
  push: { branches: [main] }
  pull_request:
  merge_group:
  workflow_dispatch:
    inputs:
      level: { type: choice, options: [a, b], default: a, required: false }
permissions:
  contents: read
concurrency:
  group: \${{ github.workflow }}-\${{ github.ref }}
  cancel-in-progress: true
defaults: { run: { shell: bash } }
jobs:
  test:
    runs-on: ubuntu-24.04-arm
    timeout-minutes: 10
    strategy:
      fail-fast: false
      matrix:
        include:
          - { node: 24, os: linux }
    services:
      postgres:
        image: postgres:17
        env: { POSTGRES_PASSWORD: postgres }
        ports: ["5432:5432"]
        options: --health-cmd pg_isready
    outputs:
      tag: \${{ steps.meta.outputs.tag }}
    env:
      FLAG: \${{ vars.FLAG || 'x' }}
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with: { persist-credentials: false, fetch-depth: 0 }
      - uses: actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0
        with: { node-version: "\${{ matrix.node }}", cache: npm, package-manager-cache: false }
      - id: meta
        run: |
          set -euo pipefail
          echo "tag=\${GITHUB_SHA::7}" >> "$GITHUB_OUTPUT"
          if [[ "\${{ matrix.os }}" == linux ]]; then npm ci; fi
          cat <<'EOF' > x
          text
          EOF
      - if: \${{ !cancelled() && hashFiles('package-lock.json') != '' }}
        env: { TITLE: "\${{ github.event.pull_request.title }}" }
        run: echo "$TITLE"
  image:
    needs: [test]
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions: { contents: read, packages: write, id-token: write, attestations: write }
    environment: { name: production, url: https://example.com }
    steps:
      - uses: docker/build-push-action@263435318d21b8e681c14492fe198d362a7d2c83 # v6.18.0
        with:
          context: .
          tags: ghcr.io/\${{ github.repository }}:\${{ needs.test.outputs.tag }}
          cache-from: type=gha
          provenance: mode=max
          sbom: true
        env: { DOCKER_BUILD_SUMMARY: "false" }
`,
  '.github/dependabot.yml': `version: 2
updates:
  - package-ecosystem: github-actions
    directory: /
    schedule: { interval: weekly }
    groups: { actions: { patterns: ["*"] } }
    cooldown: { default-days: 7 }
`,
  'scripts/deploy.sh': `#!/usr/bin/env bash
# Deploys. Usage: deploy.sh [--dry-run]
set -euo pipefail
cd -- "$(dirname -- "\${BASH_SOURCE[0]}")/.."
readonly work="$(mktemp -d)"
trap 'rm -rf -- "$work"' EXIT
services=(api postgres)
docker compose --file compose.yaml up --detach --wait "\${services[@]}"
docker compose exec -T postgres pg_isready
docker compose logs --tail 50 api | tail -n 3
if [[ "\${1:-}" == --help ]]; then cat <<'USAGE'
Usage: deploy.sh
USAGE
fi
password="$(openssl rand -hex 16)"
printf 'DB_PASSWORD=%s\\n' "$password"
rm -rf -- "\${work:?}/cache"
`,
  ...goodMonitoringFiles,
  'web/nginx.conf': `worker_processes auto;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  log_format main '$remote_addr - [$time_local] "$request" $status';
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  upstream backend { server api:3000 max_fails=3; keepalive 16; }
  server {
    listen 8080 default_server;
    listen [::]:8080;
    server_name _;
    root /usr/share/nginx/html;
    location / { try_files $uri $uri/ /index.html; }
    location ~* \\.(js|css)$ { expires 1y; add_header Cache-Control "public, immutable" always; }
    location ~ ^/v[0-9]{1,3}/ { return 404; }
    location /api/ { proxy_pass http://backend/; proxy_set_header Upgrade $http_upgrade; }
    location = /health { access_log off; default_type text/plain; return 200 "ok\\n"; }
  }
}
`.replace('location ~ ^/v[0-9]{1,3}/ {', 'location ~ "^/v[0-9]{1,3}/" {'),
  'docs/README.md': `# Shop & more

See [deploying](#deploying-to-\`prod\`), [the script](../scripts/deploy.sh), [docs](../docs) and [the top](#shop--more).

## Deploying to \`prod\`

Alert text is \`{{ $labels.job }}\`; an undefined value is fine to mention.

1. Run

   \`\`\`bash
   ./scripts/deploy.sh --dry-run
   \`\`\`

\`\`\`\`markdown
\`\`\`yaml
- a: [b
\`\`\`
\`\`\`\`

\`\`\`mermaid
flowchart LR
  user[User] --> api["API (Node)"]
  api --> db[(Postgres)]
\`\`\`

\`\`\`yaml
a: { b: 1 }
\`\`\`
`.replace('#deploying-to-`prod`', '#deploying-to-prod'),
};
