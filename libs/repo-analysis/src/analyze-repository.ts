import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { AnalysisNote, Component, FileTree, RepositoryAnalysis } from '@devops-orchestrator/contracts';
import { detectDelivery } from './delivery/detect-delivery.js';
import { detectors } from './detectors/registry.js';
import { assignIds } from './engine/assign-ids.js';
import { mergeServices } from './engine/merge-services.js';
import { repositoryNotes, runtimeNotes } from './engine/repository-notes.js';
import { resolveOverlaps } from './engine/resolve-overlaps.js';
import { addProcfileProcesses } from './engine/procfile.js';
import { RepositoryView } from './repository-view.js';

/** Says what a repository holds: deployable components, backing services, existing delivery, and what a reader must know. */
export function analyzeRepository(tree: FileTree): RepositoryAnalysis {
  const view = new RepositoryView(tree);
  const detections = detectors.map((detector) => ({ id: detector.id, detection: detector.detect(view) }));
  const { kept, notes } = resolveOverlaps(
    detections.flatMap(({ id, detection }) =>
      detection.components.map((component) => ({ ...component, detector: id })),
    ),
  );
  const identified = assignIds(addProcfileProcesses(view, kept));
  const components = identified.map(({ component }) => component);
  return {
    schemaVersion: 1,
    components,
    services: mergeServices(view, identified),
    delivery: [...detectDelivery(view)],
    notes: sortNotes([
      ...detections.flatMap(({ detection }) => detection.notes),
      ...notes,
      ...runtimeNotes(components),
      ...repositoryNotes(view),
      ...view.parseProblems(),
    ]),
  };
}

function sortNotes(notes: readonly AnalysisNote[]): AnalysisNote[] {
  const unique = new Map(notes.map((note) => [`${note.code}\n${note.message}`, note]));
  return [...unique.keys()].sort(byCodeUnit).flatMap((key) => unique.get(key) ?? []);
}

/** Components that are deployed: all but libraries and command-line tools. */
export function deployableComponents(analysis: RepositoryAnalysis): Component[] {
  return analysis.components.filter((component) => component.kind !== 'library' && component.kind !== 'cli');
}
