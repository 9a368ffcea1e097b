import type { AnalysisNote } from '@devops-orchestrator/contracts';
import type { DetectedComponent, Detection, Detector } from '../../detector.js';
import { directoryName } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';
import { describeLibrary, describeProgram } from './describe-program.js';
import { readGoModule } from './go-module.js';
import { goPrograms } from './go-programs.js';

/** Go modules: one component per program, or one library. */
export const goDetector: Detector = {
  id: 'go',
  detect(view: RepositoryView): Detection {
    const files = view.named('go.mod');
    const directories = files.map(directoryName);
    const components: DetectedComponent[] = [];
    const notes: AnalysisNote[] = [];
    // What a workspace itself holds is in no go.sum.
    const paths = new Set(files.map((file) => /^module[ \t]+"?([^\s"]+)/m.exec(view.read(file) ?? '')?.[1] ?? ''));
    for (const file of files) {
      const module = readGoModule(view, file, directories);
      const programs = goPrograms(module);
      if (programs.length === 0 && module.sources.length === 0) continue;
      const described = programs.map((program) =>
        describeProgram(module, program, { only: programs.length === 1, modules: directories }),
      );
      components.push(...(described.length === 0 ? [describeLibrary(module)] : described));
      const foreign = module.requirements.filter(({ path }) => !paths.has(path));
      notes.push(...moduleNotes(view, file, foreign.length));
    }
    return { components, notes };
  },
};

function moduleNotes(view: RepositoryView, file: string, requirements: number): AnalysisNote[] {
  const sum = file.replace(/go\.mod$/, 'go.sum');
  const work = 'go.work.sum';
  if (requirements === 0 || view.tree.has(sum) || view.tree.has(work)) return [];
  return [
    {
      code: 'lockfile-missing',
      message: `${file} has requirements and no go.sum beside it; run go mod tidy.`,
      evidence: [{ file, line: 1, reason: 'no go.sum beside it' }],
    },
  ];
}
