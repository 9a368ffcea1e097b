import type { BackingService } from '@devops-orchestrator/contracts';
import type { IdentifiedComponent } from './assign-ids.js';
import { byCodeUnit } from './order.js';

/** The repository's backing services by kind, each with the components that use it; libraries run only as part of others. */
export function mergeServices(components: readonly IdentifiedComponent[]): BackingService[] {
  const byKind = new Map<string, BackingService>();
  for (const { component, services } of components) {
    if (component.kind === 'library') continue;
    for (const service of services) {
      const known = byKind.get(service.kind) ?? { kind: service.kind, usedBy: [], evidence: [] };
      if (!known.usedBy.includes(component.id)) known.usedBy.push(component.id);
      if (service.version !== undefined) known.version ??= service.version;
      for (const evidence of service.evidence) {
        const same = known.evidence.some(({ file, line }) => file === evidence.file && line === evidence.line);
        if (!same) known.evidence.push(evidence);
      }
      byKind.set(service.kind, known);
    }
  }
  return [...byKind.keys()].sort(byCodeUnit).flatMap((kind) => {
    const service = byKind.get(kind);
    return service === undefined ? [] : [{ ...service, usedBy: service.usedBy.sort(byCodeUnit) }];
  });
}
