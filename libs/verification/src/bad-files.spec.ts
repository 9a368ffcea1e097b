import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { verifyFiles } from './verify-files.js';

interface Case {
  rule: string;
  path: string;
  content: string;
  others?: Record<string, string>;
}

const docker = (rule: string, content: string, others: Record<string, string> = {}): Case => ({
  rule,
  path: 'Dockerfile',
  content,
  others,
});
const compose = (rule: string, content: string, others: Record<string, string> = {}): Case => ({
  rule,
  path: 'compose.yaml',
  content,
  others,
});
const job = (steps: string) =>
  `on: push\npermissions: {contents: read}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    timeout-minutes: 5\n    steps:\n${steps}\n`;
const workflow = (rule: string, content: string): Case => ({ rule, path: '.github/workflows/ci.yml', content });
const rules = (rule: string, expr: string, more = ''): Case => ({
  rule,
  path: 'rules.yml',
  content: `groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: ${expr}\n        ${more}\n`,
});
const dashboard = (rule: string, panels: unknown[]): Case => ({
  rule,
  path: 'd.json',
  content: JSON.stringify({ title: 'D', uid: 'd', panels }),
});
const nginx = (rule: string, content: string): Case => ({ rule, path: 'nginx.conf', content });
const markdown = (rule: string, content: string): Case => ({ rule, path: 'docs/a.md', content });
const prometheus = (rule: string, content: string, others: Record<string, string> = {}): Case => ({
  rule,
  path: 'prometheus.yml',
  content,
  others,
});
const alertmanager = (rule: string, content: string): Case => ({ rule, path: 'alertmanager.yml', content });
const shell = (rule: string, content: string): Case => ({ rule, path: 'a.sh', content });
const from = 'FROM node:24\n';
const panel = (id: number, x: number, w: number) => ({
  id,
  title: `p${id}${x}`,
  type: 'stat',
  gridPos: { x, y: 0, w, h: 4 },
});

const cases: readonly Case[] = [
  docker('dockerfile-syntax', 'FROM node:24\nRUNN x\n'),
  docker('DL3006', 'FROM node\n'),
  docker('DL3007', 'FROM node:latest\n'),
  docker('image-name', 'FROM Node:24\n'),
  docker('CKV_DOCKER_3', from),
  docker('DL3002', `${from}USER root\n`),
  docker('CKV_DOCKER_2', `${from}EXPOSE 3000\n`),
  docker('DL3011', `${from}EXPOSE 70000\n`),
  docker('DL3000', `${from}WORKDIR app\n`),
  docker('DL3020', `${from}ADD a.txt /a.txt\n`, { 'a.txt': 'x' }),
  docker('DL3022', `${from}COPY --from=builder /a /a\n`),
  docker('DL3022', `${from}RUN --mount=type=bind,from=builder,target=/x true\n`),
  docker('DL3024', 'FROM node:24 AS a\nFROM node:24 AS a\n'),
  docker('exec-form-json', `${from}CMD ['node', 'a.js']\n`),
  docker('DL3025', `${from}CMD node a.js\n`),
  docker('DL4003', `${from}CMD ["a"]\nCMD ["b"]\n`),
  docker('run-mount', `${from}RUN --mount=type=cach,target=/x true\n`),
  docker('run-mount', `${from}RUN --mount=type=cache,tagret=/x true\n`),
  docker('DL3009', `${from}RUN apt-get update && apt-get install -y --no-install-recommends curl=1\n`),
  docker('DL3014', `${from}RUN apt-get update && apt-get install curl\n`),
  docker('DL3015', `${from}RUN apt-get update && apt-get install -y curl\n`),
  docker('DL3042', `${from}RUN pip install -r requirements.txt\n`),
  docker('DL3004', `${from}RUN sudo true\n`),
  docker('DL4006', `${from}RUN curl https://x.example | tar xz\n`),
  docker('npm-ci', `${from}RUN npm install\n`, { 'package-lock.json': '{}' }),
  docker('secret-in-env', `${from}ENV API_TOKEN=zw83hsk2Lqpp\n`),
  docker('secret-in-arg', `${from}ARG NPM_TOKEN\n`),
  docker('copy-missing', `${from}COPY nowhere.txt /\n`),
  docker('copy-ignored', `${from}COPY src /src\n`, { '.dockerignore': 'src\n', 'src/a.js': 'x' }),
  docker('development-server', `${from}CMD ["npm", "run", "dev"]\n`),
  docker('development-server', `${from}CMD ["flask", "run"]\n`),
  docker('port-mismatch', `${from}EXPOSE 3000\nHEALTHCHECK CMD curl -f http://localhost:8080/\n`),
  { rule: 'dockerignore-env', path: '.dockerignore', content: '.git\n' },
  { rule: 'dockerignore-git', path: '.dockerignore', content: '.env\n' },
  {
    rule: 'dockerignore-node-modules',
    path: '.dockerignore',
    content: '.env\nnode_modules\n',
    others: { 'web/package.json': '{}' },
  },
  compose('yaml-syntax', 'services: [\n'),
  compose('yaml-duplicate-key', 'services:\n  a: {image: "a:1"}\n  a: {image: "b:1"}\n'),
  compose(
    'yaml-too-complex',
    `a: &a [1,1,1,1,1,1,1,1,1,1]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}\n`,
  ),
  compose('compose-schema', 'services:\n  a: {image: "a:1", prots: ["1:1"]}\n'),
  compose('compose-schema', 'services:\n  a: {image: "a:1", environment: {A: [1]}}\n'),
  compose('compose-no-image', 'services:\n  a: {restart: always}\n'),
  compose('compose-undefined-volume', 'services:\n  a: {image: "a:1", volumes: ["data:/x"]}\n'),
  compose('compose-undefined-network', 'services:\n  a: {image: "a:1", networks: [n]}\n'),
  compose('compose-undefined-secret', 'services:\n  a: {image: "a:1", secrets: [s]}\n'),
  compose('compose-undefined-config', 'services:\n  a: {image: "a:1", configs: [s]}\n'),
  compose('compose-undefined-service', 'services:\n  a: {image: "a:1", depends_on: [b]}\n'),
  compose('compose-cycle', 'services:\n  a: {image: "a:1", depends_on: [b]}\n  b: {image: "a:1", depends_on: [a]}\n'),
  compose(
    'compose-never-healthy',
    'services:\n  a: {image: "a:1", depends_on: {b: {condition: service_healthy}}}\n  b: {image: "b:1", healthcheck: {disable: true}}\n',
  ),
  compose(
    'compose-no-healthcheck',
    'services:\n  a: {image: "a:1", depends_on: {b: {condition: service_healthy}}}\n  b: {image: "b:1"}\n',
  ),
  compose('compose-port', 'services:\n  a: {image: "a:1", ports: ["80:99999"]}\n'),
  compose('compose-restart', 'services:\n  a: {image: "a:1", restart: sometimes}\n'),
  compose('compose-interpolation', 'services:\n  a: {image: "a:${TAG"}\n'),
  compose('compose-secret', 'services:\n  a: {image: "a:1", environment: {DB_PASSWORD: hunter22x}}\n'),
  compose('compose-weak-secret', 'services:\n  a: {image: "a:1", environment: [POSTGRES_PASSWORD=postgres]}\n'),
  compose(
    'compose-docker-socket',
    'services:\n  a: {image: "a:1", volumes: ["/var/run/docker.sock:/var/run/docker.sock"]}\n',
  ),
  compose('compose-privileged', 'services:\n  a: {image: "a:1", privileged: true}\n'),
  compose('compose-open-database', 'services:\n  db: {image: "postgres:17", ports: ["5432:5432"]}\n'),
  compose('compose-version', 'version: "3"\nservices:\n  a: {image: "a:1"}\n'),
  compose('compose-image-tag', 'services:\n  a: {image: a}\n'),
  compose('dockerfile-missing', 'services:\n  a: {build: ./api}\n'),
  compose('mount-missing', 'services:\n  a: {image: "a:1", volumes: ["./x.yml:/x.yml"]}\n'),
  compose('variable-undocumented', 'services:\n  a: {image: "a:${X}"}\n', { '.env.example': 'Y=1\n' }),
  compose('port-mismatch', 'services:\n  a: {build: ., ports: ["80:8080"]}\n', { Dockerfile: `${from}EXPOSE 3000\n` }),
  workflow('yaml-syntax', 'on: [push\n'),
  workflow('workflow-syntax', 'on: push\n'),
  workflow('workflow-needs', 'on: push\njobs:\n  a: {needs: [b], runs-on: x, steps: [{run: "true"}]}\n'),
  workflow('actionlint-syntax-check', job('      - {runn: x}')),
  workflow('actionlint-expression', job('      - run: echo ${{ steps.x.outputs.y }}')),
  workflow('unpinned-uses', job('      - uses: actions/checkout@v4')),
  workflow('artipacked', job('      - uses: actions/checkout@v4')),
  workflow('template-injection', job('      - run: echo "${{ github.event.pull_request.title }}"')),
  workflow('shell-syntax', job('      - run: if true; then')),
  workflow('excessive-permissions', 'on: push\njobs:\n  a: {runs-on: ubuntu-latest, steps: [{run: "true"}]}\n'),
  workflow('timeout-minutes', 'on: push\njobs:\n  a: {runs-on: ubuntu-latest, steps: [{run: "true"}]}\n'),
  workflow(
    'dangerous-triggers',
    job('      - {uses: actions/checkout@v4, with: {ref: "${{ github.event.pull_request.head.sha }}"}}').replace(
      'on: push',
      'on: pull_request_target',
    ),
  ),
  { rule: 'dependabot-schema', path: '.github/dependabot.yml', content: 'version: 1\nupdates: []\n' },
  shell('shell-syntax', '#!/bin/bash\nset -e\nif true; then\n'),
  shell('shell-syntax', '#!/bin/sh\nset -e\na=(1 2)\n'),
  shell('shell-errexit', '#!/bin/bash\ncd x\nls\n'),
  shell('SC2148', 'set -e\nls\n'),
  shell('SC2115', '#!/bin/bash\nset -e\nrm -rf "$DIR/"*\nrm -rf $DIR/*\n'),
  shell('pipe-to-shell', '#!/bin/bash\nset -e\ncurl https://x.example/i | bash\n'),
  shell('shell-line-ends', '#!/bin/bash\r\nset -e\r\n'),
  rules('promql', 'rate(x)'),
  rules('promql', 'sum(rate(x[5m])'),
  rules('prometheus-duration', 'up == 0', 'for: 5 minutes'),
  rules('alert-severity', 'up == 0'),
  rules('alert-untested', 'up == 0'),
  rules('prometheus-rules-schema', 'up == 0', 'labells: {}'),
  {
    rule: 'prometheus-test-alert',
    path: 't.yml',
    content: 'rule_files: [r.yml]\ntests:\n  - alert_rule_test: [{eval_time: 1m, alertname: B}]\n',
    others: { 'r.yml': 'groups: [{name: g, rules: [{alert: A, expr: up}]}]\n' },
  },
  prometheus('prometheus-config-schema', 'scrape_configs:\n  - job_name: a\n    static_config: []\n'),
  prometheus('prometheus-job-twice', 'scrape_configs:\n  - job_name: a\n  - job_name: a\n'),
  prometheus('prometheus-duration', 'global: {scrape_interval: 5x}\nscrape_configs: []\n'),
  prometheus('prometheus-timeout', 'scrape_configs:\n  - {job_name: a, scrape_interval: 5s, scrape_timeout: 10s}\n'),
  prometheus('prometheus-target', 'scrape_configs:\n  - {job_name: a, static_configs: [{targets: ["a:99999"]}]}\n'),
  prometheus('prometheus-rule-file', 'rule_files: [none.yml]\nscrape_configs: []\n'),
  prometheus('unknown-service', 'scrape_configs:\n  - {job_name: a, static_configs: [{targets: ["apii:3000"]}]}\n', {
    'compose.yaml': 'services:\n  prometheus: {image: "prom/prometheus:v3"}\n  api: {image: "a:1"}\n',
  }),
  prometheus('port-mismatch', 'scrape_configs:\n  - {job_name: a, static_configs: [{targets: ["api:4000"]}]}\n', {
    'compose.yaml': 'services:\n  prometheus: {image: "prom/prometheus:v3"}\n  api: {build: .}\n',
    Dockerfile: `${from}EXPOSE 3000\n`,
  }),
  alertmanager('alertmanager-receiver', 'route: {receiver: b}\nreceivers: [{name: a}]\n'),
  alertmanager('alertmanager-schema', 'route: {receiver: a, group_byy: [x]}\nreceivers: [{name: a}]\n'),
  { rule: 'blackbox-schema', path: 'blackbox.yml', content: 'modules:\n  a:\n    prober: htttp\n' },
  dashboard('grafana-panel-id', [panel(1, 0, 4), panel(1, 8, 4)]),
  dashboard('grafana-overlap', [panel(1, 0, 12), panel(2, 6, 12)]),
  dashboard('grafana-width', [panel(1, 20, 12)]),
  dashboard('grafana-variable', [{ ...panel(1, 0, 4), targets: [{ expr: 'up{job="$nope"}' }] }]),
  dashboard('promql', [
    { ...panel(1, 0, 4), datasource: { type: 'prometheus' }, targets: [{ expr: 'rate(up[$__rate_interval]' }] },
  ]),
  {
    rule: 'grafana-provisioning-schema',
    path: 'grafana/provisioning/datasources/a.yml',
    content: 'apiVersion: 1\ndatasources: [{name: a}]\n',
  },
  nginx('nginx-syntax', 'server {\n  listen 80\n}\n'),
  nginx('nginx-syntax', 'server {\n  listen 80;\n'),
  nginx('nginx-syntax', 'server { listen 80; } }\n'),
  nginx('nginx-directive', 'server { servername x; }\n'),
  nginx('nginx-port', 'server { listen 99999; }\n'),
  nginx('nginx-context', 'http { location / { root /x; } }\n'),
  nginx('nginx-arguments', 'server { location / { proxy_pass api:3000; } }\n'),
  { rule: 'env-name', path: '.env.example', content: '2BAD NAME=1\n' },
  { rule: 'env-secret', path: '.env.example', content: 'API_TOKEN=a8f3k2l9Qm4x7Zt1\n' },
  markdown('markdown-link', '[x](missing.md)\n'),
  markdown('markdown-anchor', '# A\n[x](#b)\n'),
  markdown('markdown-fence', '```js\nx\n'),
  markdown('mermaid-syntax', '```mermaid\nflowchart LR\n  a --> \n  [b\n```\n'),
  markdown('yaml-syntax', '```yaml\na: [\n```\n'),
  markdown('json-syntax', '```json\n{"a":}\n```\n'),
  markdown('template-leak', 'Port {{port}} here\n'),
  markdown('template-leak', 'Value: [object Object]\n'),
  markdown('shell-syntax', '```bash\nif true\n```\n'),
  { rule: 'json-syntax', path: 'a.json', content: '{,}' },
  { rule: 'secret-aws-key', path: 'a.yaml', content: `key: ${'AKIA'}IOSFODNN7QWERTYU\n` },
  {
    rule: 'secret-private-key',
    path: 'a.yaml',
    content: `k: |\n  -----BEGIN RSA ${'PRIVATE'} KEY-----\n  MIIEpAIBAAKCAQEAxxxxxxxxxxxxxxx\n`,
  },
  { rule: 'secret-github-token', path: 'a.sh', content: `#!/bin/sh\nx=ghp_${'a1B2'.repeat(9)}\n` },
  { rule: 'secret-in-url', path: 'a.yaml', content: 'u: https://bob:s3cr3tPw99@git.example.com/x\n' },
  { rule: 'secret-literal', path: 'values.yaml', content: 'password: s3cr3tPw99\n' },
  { rule: 'file-missing', path: 'gone.yaml', content: '' },
];

describe('verifyFiles', () => {
  it.each(cases.map((each): [string, string, Case] => [each.rule, each.content.slice(0, 60), each]))(
    'finds %s in %j',
    async (rule, _, { path, content, others }) => {
      const tree = inMemoryTree({ ...others, ...(rule === 'file-missing' ? {} : { [path]: content }) });
      const { findings } = await verifyFiles(tree, [path]);
      expect(findings.map((finding) => finding.rule)).toContain(rule);
      expect(findings.every((finding) => finding.path === path && finding.line >= 1)).toBe(true);
    },
  );

  it('never shows a secret in a message', async () => {
    const secret = 'zw83hsk2LqppX91';
    const tree = inMemoryTree({
      'compose.yaml': `services:\n  a: {image: "a:1", environment: {DB_PASSWORD: ${secret}}}\n`,
      Dockerfile: `FROM node:24\nENV TOKEN=${secret}\n`,
      '.env.example': `API_KEY=${secret}\n`,
    });
    const result = await verifyFiles(tree, ['.']);
    expect(result.findings.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(2);
    expect(JSON.stringify(result)).not.toContain(secret);
  });
});
