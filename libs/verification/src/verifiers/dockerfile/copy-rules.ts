import type { FileTree } from '@devops-orchestrator/contracts';
import { buildContextsOf } from '../../consistency/build-contexts.js';
import { contextView } from '../../consistency/context-view.js';
import type { ContextView } from '../../consistency/context-view.js';
import type { Report } from '../../verifier.js';
import { execForm, resolveArguments } from './dockerfile-model.js';
import type { DockerfileModel, DockerInstruction } from './dockerfile-model.js';
import { isStageOrImage } from './run-rules.js';

/** Rules on COPY and ADD: where from, and whether it is there. */
export function verifyCopies(model: DockerfileModel, path: string, tree: FileTree, report: Report): void {
  const views = buildContextsOf(path, tree).map((context) => contextView(context, path, tree));
  model.stages.forEach((stage, index) => {
    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
      const from = instruction.flags.find(({ name }) => name === 'from')?.value;
      if (from !== undefined) verifyFrom(resolveArguments(from, model), model, index, instruction.line, report);
      else verifySources(instruction, model, views, report);
    }
  });
}

function verifyFrom(from: string, model: DockerfileModel, index: number, line: number, report: Report): void {
  if (!isStageOrImage(from, model)) {
    report('DL3022', 'error', line, `COPY --from='${from}' names neither an earlier stage nor an image.`);
    return;
  }
  const own = model.stages[index]?.name;
  if (own !== undefined && own === from.toLowerCase())
    report('DL3023', 'error', line, 'COPY --from names its own stage.');
  const position = model.stages.findIndex((stage) => stage.name === from.toLowerCase());
  if (position > index) report('DL3022', 'error', line, `The stage '${from}' comes later in the file.`);
}

function verifySources(
  instruction: DockerInstruction,
  model: DockerfileModel,
  views: readonly ContextView[],
  report: Report,
): void {
  if (instruction.text.includes('<<')) return;
  const words =
    execForm(instruction.text) ?? instruction.text.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, ''));
  if (words.length < 2) return;
  const target = words.at(-1) ?? '';
  if (words.length > 2 && !target.endsWith('/') && !/^\.{1,2}$/.test(target) && !target.includes('$')) {
    report('DL3021', 'error', instruction.line, `With several sources the target '${target}' must end with /.`);
  }
  for (const word of words.slice(0, -1)) {
    const source = resolveArguments(word, model);
    if (source.includes('$') || /^(https?|git|ssh):|^git@/.test(source)) continue;
    const states = views.map((view) => view.stateOf(source));
    if (states.length === 0 || states.some((state) => state === 'present' || state === 'unknown')) continue;
    if (states.includes('ignored')) {
      report(
        'copy-ignored',
        'error',
        instruction.line,
        `'${source}' is shut out by .dockerignore, so the build fails.`,
      );
    } else if (states.includes('built')) {
      report(
        'copy-built',
        'info',
        instruction.line,
        `'${source}' is not in the repository; it must be built before the image.`,
      );
    } else {
      report('copy-missing', 'error', instruction.line, `'${source}' is not in the build context.`);
    }
  }
}
