import type { Report } from '../../verifier.js';
import { resolveArguments } from './dockerfile-model.js';
import type { DockerfileModel } from './dockerfile-model.js';

/** Rules on bases and stage names. */
export function verifyStages(model: DockerfileModel, report: Report): void {
  const names = new Set<string>();
  for (const stage of model.stages) {
    const base = resolveArguments(stage.base, model);
    if (!names.has(base.toLowerCase())) verifyBase(base, stage.line, report);
    if (stage.name !== undefined && names.has(stage.name)) {
      report('DL3024', 'error', stage.line, `The stage name '${stage.name}' is used twice.`);
    }
    if (stage.name !== undefined) names.add(stage.name);
  }
  const used = new Set(
    model.stages.flatMap((stage) => [resolveArguments(stage.base, model).toLowerCase(), ...sourcesOf(stage)]),
  );
  model.stages.slice(0, -1).forEach((stage, index) => {
    const isUsed = used.has(String(index)) || (stage.name !== undefined && used.has(stage.name));
    if (!isUsed && stage.name === undefined) {
      report('stage-unused', 'warning', stage.line, 'No later stage uses this stage, so its work is thrown away.');
    }
  });
}

function sourcesOf(stage: DockerfileModel['stages'][number]): string[] {
  return stage.instructions.flatMap(({ flags }) =>
    flags.flatMap(({ name, value }) => {
      if (name === 'from') return [value.toLowerCase()];
      return name === 'mount' ? [/(?:^|,)from=([^,]+)/.exec(value)?.[1]?.toLowerCase() ?? ''] : [];
    }),
  );
}

function verifyBase(base: string, line: number, report: Report): void {
  if (base === 'scratch' || base.includes('$') || base.includes('@sha256:')) return;
  const tag = /:([^/:]+)$/.exec(base)?.[1];
  if (tag === undefined) report('DL3006', 'warning', line, `Name a version of the base image '${base}'.`);
  else if (tag === 'latest') report('DL3007', 'warning', line, `'${base}' changes without notice; name a version.`);
  if (/[A-Z]/.test(base.split(':')[0]?.split('/').slice(1).join('/') ?? '') || /^[A-Z]/.test(base)) {
    report('image-name', 'error', line, `'${base}' is no image name: repositories are lower case.`);
  }
}
