import { classifyArtifact } from './artifact-kind.js';

describe('classifyArtifact', () => {
  it.each([
    ['Dockerfile', '', 'dockerfile'],
    ['api/Dockerfile.dev', '', 'dockerfile'],
    ['api/web.Dockerfile', '', 'dockerfile'],
    ['src/dockerfile.d.ts', '', undefined],
    ['Dockerfile.hbs', '', undefined],
    ['Dockerfile.dockerignore', '', 'dockerignore'],
    ['web/.dockerignore', '', 'dockerignore'],
    ['docker-compose.override.yml', '', 'compose'],
    ['compose.production.yaml', '', 'compose'],
    ['stack.yml', 'services:\n  a:\n    image: x\n', 'compose'],
    ['.github/workflows/ci.yml', '', 'github-actions'],
    ['.github/dependabot.yml', '', 'dependabot'],
    ['scripts/deploy.sh', '', 'shell'],
    ['bin/run', '#!/usr/bin/env bash\n', 'shell'],
    ['bin/run', '#!/usr/bin/env python3\n', undefined],
    ['.env.example', '', 'env-example'],
    ['.env.production.example', '', 'env-example'],
    ['.env', '', undefined],
    ['a/prometheus.yml', 'global: {}\nscrape_configs: []\n', 'prometheus-config'],
    ['a/rules.yml', 'groups:\n- name: x\n  rules:\n  - alert: A\n', 'prometheus-rules'],
    ['a/tests.yml', 'rule_files: [a]\ntests: []\n', 'prometheus-tests'],
    ['a/alertmanager.yml', 'route: {}\nreceivers: []\n', 'alertmanager'],
    ['a/blackbox.yml', 'modules:\n  a:\n    prober: http\n', 'blackbox'],
    ['g/provisioning/datasources/a.yml', 'apiVersion: 1\ndatasources: []\n', 'grafana-provisioning'],
    ['d.json', '{"panels": [], "schemaVersion": 1}', 'grafana-dashboard'],
    ['package.json', '{}', 'json'],
    ['web/nginx.conf', '', 'nginx'],
    ['conf.d/site.conf', 'server {\n', 'nginx'],
    ['app.conf', 'a = 1\n', undefined],
    ['README.md', '', 'markdown'],
    ['a.yaml', 'a: 1\n', 'yaml'],
    ['src/compose.ts', '', undefined],
  ])('takes %s with %j for %s', (path, content, kind) => {
    expect(classifyArtifact(path, content)).toBe(kind);
  });
});
