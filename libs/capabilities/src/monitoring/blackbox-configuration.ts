import { renderYaml } from '@devops-orchestrator/templates';
import type { MonitoringPlan } from './monitoring-plan.js';

/** `blackbox.yml` with the modules that the probes use. Source: blackbox_exporter, CONFIGURATION.md. */
export function renderBlackboxConfiguration(plan: MonitoringPlan): string {
  const used = new Set([...plan.components, ...plan.services].map(({ module }) => module));
  const modules = {
    // Applications that check the host name expect the one that their container's own health check uses.
    ...(used.has('http_2xx')
      ? {
          http_2xx: {
            prober: 'http',
            timeout: '5s',
            http: { method: 'GET', headers: { Host: 'localhost' }, preferred_ip_protocol: 'ip4' },
          },
        }
      : {}),
    ...(used.has('tcp_connect')
      ? { tcp_connect: { prober: 'tcp', timeout: '5s', tcp: { preferred_ip_protocol: 'ip4' } } }
      : {}),
  };
  return renderYaml(
    { modules },
    'How the blackbox exporter calls components and services; prometheus.yml says which, with which module.',
  );
}
