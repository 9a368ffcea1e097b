import type { ArtifactKind } from './artifact-kind.js';
import type { Verifier } from './verifier.js';

export interface VerifierEntry {
  /** Name of the folder in `verifiers/`, and the verifier's id. */
  readonly id: string;
  /** Kinds it judges; empty: every kind. */
  readonly kinds: readonly ArtifactKind[];
  /** Loads the verifier and what it depends on, when the first file of its kind comes. */
  readonly load: () => Promise<Verifier>;
}

/** Every verifier, one line each. Nothing is loaded before it is needed. */
export const verifierRegistry: readonly VerifierEntry[] = [
  {
    id: 'alertmanager',
    kinds: ['alertmanager'],
    load: async () => (await import('./verifiers/alertmanager/alertmanager.verifier.js')).alertmanagerVerifier,
  },
  {
    id: 'blackbox',
    kinds: ['blackbox'],
    load: async () => (await import('./verifiers/blackbox/blackbox.verifier.js')).blackboxVerifier,
  },
  {
    id: 'compose',
    kinds: ['compose'],
    load: async () => (await import('./verifiers/compose/compose.verifier.js')).composeVerifier,
  },
  {
    id: 'data',
    kinds: ['yaml', 'json'],
    load: async () => (await import('./verifiers/data/data.verifier.js')).dataVerifier,
  },
  {
    id: 'dependabot',
    kinds: ['dependabot'],
    load: async () => (await import('./verifiers/dependabot/dependabot.verifier.js')).dependabotVerifier,
  },
  {
    id: 'dockerfile',
    kinds: ['dockerfile'],
    load: async () => (await import('./verifiers/dockerfile/dockerfile.verifier.js')).dockerfileVerifier,
  },
  {
    id: 'dockerignore',
    kinds: ['dockerignore'],
    load: async () => (await import('./verifiers/dockerignore/dockerignore.verifier.js')).dockerignoreVerifier,
  },
  {
    id: 'env-example',
    kinds: ['env-example'],
    load: async () => (await import('./verifiers/env-example/env-example.verifier.js')).envExampleVerifier,
  },
  {
    id: 'github-actions',
    kinds: ['github-actions'],
    load: async () => (await import('./verifiers/github-actions/github-actions.verifier.js')).githubActionsVerifier,
  },
  {
    id: 'grafana-dashboard',
    kinds: ['grafana-dashboard'],
    load: async () =>
      (await import('./verifiers/grafana-dashboard/grafana-dashboard.verifier.js')).grafanaDashboardVerifier,
  },
  {
    id: 'grafana-provisioning',
    kinds: ['grafana-provisioning'],
    load: async () =>
      (await import('./verifiers/grafana-provisioning/grafana-provisioning.verifier.js')).grafanaProvisioningVerifier,
  },
  {
    id: 'markdown',
    kinds: ['markdown'],
    load: async () => (await import('./verifiers/markdown/markdown.verifier.js')).markdownVerifier,
  },
  {
    id: 'nginx',
    kinds: ['nginx'],
    load: async () => (await import('./verifiers/nginx/nginx.verifier.js')).nginxVerifier,
  },
  {
    id: 'prometheus-config',
    kinds: ['prometheus-config'],
    load: async () =>
      (await import('./verifiers/prometheus-config/prometheus-config.verifier.js')).prometheusConfigVerifier,
  },
  {
    id: 'prometheus-rules',
    kinds: ['prometheus-rules'],
    load: async () =>
      (await import('./verifiers/prometheus-rules/prometheus-rules.verifier.js')).prometheusRulesVerifier,
  },
  {
    id: 'prometheus-tests',
    kinds: ['prometheus-tests'],
    load: async () =>
      (await import('./verifiers/prometheus-tests/prometheus-tests.verifier.js')).prometheusTestsVerifier,
  },
  {
    id: 'secrets',
    kinds: [],
    load: async () => (await import('./verifiers/secrets/secrets.verifier.js')).secretsVerifier,
  },
  {
    id: 'shell',
    kinds: ['shell'],
    load: async () => (await import('./verifiers/shell/shell.verifier.js')).shellVerifier,
  },
];
