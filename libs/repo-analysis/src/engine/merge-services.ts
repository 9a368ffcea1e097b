import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { BackingService, Evidence } from '@devops-orchestrator/contracts';
import type { RepositoryView } from '../repository-view.js';
import type { IdentifiedComponent } from './assign-ids.js';

/** The repository's backing services by kind, each with the components that use it; libraries run only as part of others. */
export function mergeServices(view: RepositoryView, components: readonly IdentifiedComponent[]): BackingService[] {
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
    if (service === undefined) return [];
    const stated = service.version === undefined ? statedVersion(view, kind) : undefined;
    return [
      {
        ...service,
        usedBy: service.usedBy.sort(byCodeUnit),
        ...(stated === undefined ? {} : { version: stated.version, evidence: [...service.evidence, stated.evidence] }),
      },
    ];
  });
}

const composeNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const imageNames: Readonly<Record<string, string>> = { mongodb: 'mongo' };

/** The version that an existing compose file runs the service in. */
function statedVersion(view: RepositoryView, kind: string): { version: string; evidence: Evidence } | undefined {
  const image = new RegExp(
    `^\\s{0,40}image:\\s{0,10}['"]?(?:[\\w.-]{1,60}/){0,3}${imageNames[kind] ?? kind}:v?(\\d+(?:\\.\\d+){0,2})`,
  );
  for (const file of composeNames.flatMap((name) => view.named(name))) {
    for (const [index, line] of (view.read(file) ?? '').split('\n').entries()) {
      const version = line.length > 500 ? undefined : image.exec(line)?.[1];
      if (version !== undefined)
        return { version, evidence: { file, line: index + 1, reason: `runs ${kind} ${version}` } };
    }
  }
  return undefined;
}
