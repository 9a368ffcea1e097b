import { type AnalysisNote, type Component, visibleText } from '@devops-orchestrator/contracts';
import { countUnscannedSources } from '../source/scan-sources.js';
import { evidenceAt, type RepositoryView } from '../repository-view.js';

/** Notes about runtime versions that disagree or are past their end of life. */
export function runtimeNotes(components: readonly Component[]): AnalysisNote[] {
  return components.flatMap(({ path, runtime, traits }) => {
    if (runtime === undefined || traits?.['processOf'] !== undefined) return [];
    const notes: AnalysisNote[] = [];
    if (runtime.conflicts.length > 0) {
      const others = runtime.conflicts.map(({ stated, evidence }) => `${stated} (${evidence.file})`).join(', ');
      notes.push({
        code: 'runtime-conflict',
        message: `${path}: ${runtime.runtime} ${runtime.resolved} is used; these disagree: ${others}.`,
        evidence: [...runtime.evidence, ...runtime.conflicts.map((conflict) => conflict.evidence)],
      });
    }
    if (runtime.status === 'end-of-life') {
      notes.push({
        code: 'runtime-end-of-life',
        message: `${path}: ${runtime.runtime} ${runtime.resolved} gets no security fixes any more.`,
        evidence: runtime.evidence,
      });
    }
    return notes;
  });
}

/** Notes about what the file tree could not show. */
export function repositoryNotes(view: RepositoryView): AnalysisNote[] {
  const notes: AnalysisNote[] = [];
  const { skipped } = view.tree;
  if (skipped.length > 0) {
    const shown = skipped.slice(0, 5).map(({ path, reason }) => `${visibleText(path)} (${reason})`);
    const more = skipped.length > shown.length ? ` and ${skipped.length - shown.length} more` : '';
    notes.push({ code: 'files-skipped', message: `Not looked at: ${shown.join(', ')}${more}.`, evidence: [] });
  }
  const unreadable = view.unreadable();
  if (unreadable.length > 0) {
    const more = unreadable.length > 5 ? ` and ${unreadable.length - 5} more` : '';
    notes.push({
      code: 'files-unreadable',
      message: `Not readable as text (binary, over 2 MiB, or neither UTF-8 nor UTF-16): ${unreadable.slice(0, 5).join(', ')}${more}.`,
      evidence: [],
    });
  }
  const unscanned = countUnscannedSources(view);
  if (unscanned > 0) {
    notes.push({
      code: 'sources-not-scanned',
      message: `The repository is very large: ${unscanned} source files were not looked at.`,
      evidence: [],
    });
  }
  if (view.tree.has('.gitmodules')) {
    notes.push({
      code: 'submodules',
      message: 'The repository names Git submodules; they are not fetched, and their folders are taken as they are.',
      evidence: [evidenceAt(view, '.gitmodules', '[submodule', 'names a submodule')],
    });
  }
  if (view.read('.gitattributes')?.includes('filter=lfs') === true) {
    notes.push({
      code: 'git-lfs',
      message: 'Some files are stored with Git LFS; a checkout without LFS holds pointers in their place.',
      evidence: [evidenceAt(view, '.gitattributes', 'filter=lfs', 'stores files with Git LFS')],
    });
  }
  return notes;
}
