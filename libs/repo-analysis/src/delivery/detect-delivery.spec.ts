import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { RepositoryView } from '../repository-view.js';
import { detectDelivery } from './detect-delivery.js';

describe('detectDelivery', () => {
  it.each([
    ['api/Dockerfile', '', 'dockerfile'],
    ['Dockerfile.prod', '', 'dockerfile'],
    ['web.Dockerfile', '', 'dockerfile'],
    ['Containerfile', '', 'dockerfile'],
    ['.dockerignore', '', 'dockerignore'],
    ['Dockerfile.dockerignore', '', 'dockerignore'],
    ['compose.override.yaml', '', 'compose'],
    ['deploy/docker-compose.yml', '', 'compose'],
    ['.github/workflows/ci.yml', '', 'github-actions'],
    ['.github/dependabot.yml', '', 'dependabot'],
    ['renovate.json', '', 'renovate'],
    ['.gitlab-ci.yml', '', 'gitlab-ci'],
    ['.circleci/config.yml', '', 'circleci'],
    ['azure-pipelines.yml', '', 'azure-pipelines'],
    ['Jenkinsfile', '', 'jenkins'],
    ['bitbucket-pipelines.yml', '', 'bitbucket'],
    ['.travis.yml', '', 'travis'],
    ['k8s/app.yaml', 'apiVersion: apps/v1\nkind: Deployment\n', 'kubernetes'],
    ['kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n', 'kustomize'],
    ['chart/Chart.yaml', 'apiVersion: v2\nname: x\n', 'helm'],
    ['infra/main.tf', '', 'terraform'],
    ['ansible/site.yml', '', 'ansible'],
    ['skaffold.yaml', 'apiVersion: skaffold/v4beta6\nkind: Config\n', 'skaffold'],
    ['.devcontainer/devcontainer.json', '{}', 'devcontainer'],
    ['Procfile', '', 'procfile'],
    ['ops/prometheus.yml', 'scrape_configs: []\n', 'prometheus'],
    ['ops/alerts.yml', 'groups:\n- name: x\n  rules:\n  - alert: Down\n', 'prometheus-rules'],
    ['grafana/dashboards/x.json', '{"panels":[],"schemaVersion":39}', 'grafana'],
    ['scripts/deploy.sh', '', 'deployment-script'],
    ['scripts/deploy-prod', '', 'deployment-script'],
    ['Makefile', 'docker-build:\n\tdocker build .\n', 'makefile'],
  ])('takes %s for delivery', (path, text, kind) => {
    expect(detectDelivery(new RepositoryView(inMemoryTree({ [path]: text })))).toEqual([{ kind, path }]);
  });

  it.each([
    ['Makefile', 'test:\n\tgo test ./...\n'],
    ['src/deploy.ts', ''],
    ['chart/templates/app.yaml', 'apiVersion: v1\nkind: Service\n'],
    ['catalog-info.yaml', 'apiVersion: backstage.io/v1alpha1\nkind: Component\n'],
    ['node_modules/x/Dockerfile', ''],
    ['openapi.yaml', 'openapi: 3.0.0\n'],
    ['docs/compose.md', ''],
  ])('leaves %s alone', (path, text) => {
    const files = { [path]: text, ...(path.startsWith('chart/') ? { 'chart/Chart.yaml': '' } : {}) };
    expect(detectDelivery(new RepositoryView(inMemoryTree(files))).filter((item) => item.path === path)).toEqual([]);
  });
});
