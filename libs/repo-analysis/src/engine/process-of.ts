import type { Evidence } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../detector.js';
import { without } from './without.js';

/** A further process of an application: same image, another command, nothing that it answers on. */
export function processOf(
  application: DetectedComponent,
  process: string,
  start: string,
  evidence: Evidence,
): DetectedComponent {
  const { traits, portVariable } = application;
  const hostVariable = traits?.['hostVariable'];
  const shared = without(
    application,
    'port',
    'portVariable',
    'bindAddress',
    'healthPath',
    'metricsPath',
    'migrations',
    'traits',
  );
  return {
    ...shared,
    ...(traits === undefined ? {} : { traits: without(traits, 'entry', 'hostVariable', 'extraPorts') }),
    environment: application.environment.filter(({ name }) => name !== portVariable && name !== hostVariable),
    kind: 'worker',
    role: 'server',
    process,
    start,
    evidence: [evidence],
  };
}
