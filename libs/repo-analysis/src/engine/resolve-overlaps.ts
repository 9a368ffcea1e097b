import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../detector.js';

/** A component with the detector that found it. */
export type FoundComponent = DetectedComponent & { detector: string };

/**
 * Decides where several stacks stand at one path: a server wins over another stack's site or tooling, a site over another
 * stack's tooling. What loses becomes a note; servers of two stacks both stay.
 */
export function resolveOverlaps(found: readonly FoundComponent[]): { kept: FoundComponent[]; notes: AnalysisNote[] } {
  const byPath = new Map<string, FoundComponent[]>();
  for (const component of found) byPath.set(component.path, [...(byPath.get(component.path) ?? []), component]);
  const kept: FoundComponent[] = [];
  const notes: AnalysisNote[] = [];
  for (const path of [...byPath.keys()].sort(byCodeUnit)) {
    const group = byPath.get(path) ?? [];
    const winner = winnerOf(group);
    for (const component of group) {
      if (component === winner || component.detector === winner?.detector || strength(component) === 2)
        kept.push(component);
      else if (winner !== undefined && strength(winner) > 0) notes.push(secondaryNote(component, winner));
      else kept.push(component);
    }
  }
  return { kept, notes };
}

function winnerOf(group: readonly FoundComponent[]): FoundComponent | undefined {
  return group.reduce<FoundComponent | undefined>(
    (best, component) => (best === undefined || strength(component) > strength(best) ? component : best),
    undefined,
  );
}

function strength(component: FoundComponent): number {
  return { tooling: 0, site: 1, server: 2 }[component.role];
}

function secondaryNote(component: FoundComponent, winner: FoundComponent): AnalysisNote {
  return {
    code: 'secondary-stack',
    message: `${component.path}: its ${component.language} part (${component.role}) is taken as belonging to the ${winner.language} application there and is not deployed by itself.`,
    evidence: component.evidence,
  };
}
