import type { Evidence } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../detector.js';

/** A further process of an application: same image, another command, nothing that it answers on. */
export function processOf<Application extends DetectedComponent>(
  application: Application,
  process: string,
  start: string,
  evidence: Evidence,
): Application {
  const {
    port: _port,
    portVariable,
    bindAddress: _bindAddress,
    healthPath: _healthPath,
    metricsPath: _metricsPath,
    migrations: _migrations,
    traits,
    ...shared
  } = application;
  const { entry: _entry, hostVariable, extraPorts: _extraPorts, ...kept } = traits ?? {};
  return {
    ...shared,
    ...(traits === undefined ? {} : { traits: kept }),
    environment: application.environment.filter(({ name }) => name !== portVariable && name !== hostVariable),
    kind: 'worker',
    role: 'server',
    process,
    start,
    evidence: [evidence],
  } as unknown as Application;
}
