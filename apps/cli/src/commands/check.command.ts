import { checkDrift, type Drift } from '@devops-orchestrator/core-orchestrator';
import { openRepository } from '../open-repository.js';
import type { CommandOptions } from '../options.js';
import { signalsOfProcess } from '../signals.js';
import { type Style, styleFor } from '../terminal/style.js';

/** `check`: exits with 1 and a diff when infrastructure and repository have drifted apart; writes nothing. */
export async function checkCommand({ repo, feature, json }: CommandOptions): Promise<number> {
  const context = openRepository(repo, signalsOfProcess(), () => undefined);
  const drifts = await checkDrift(feature, context);
  const drifted = drifts.some(hasDrifted);
  const text =
    json === true
      ? JSON.stringify({ schemaVersion: 1, drifted, features: drifts }, null, 2)
      : drifts.map((drift) => describe(drift, styleFor(process.stdout))).join('\n');
  process.stdout.write(`${text}\n`);
  return drifted ? 1 : 0;
}

function hasDrifted({ files, issues }: Drift): boolean {
  return files.length > 0 || issues.length > 0;
}

function describe(drift: Drift, style: Style): string {
  const { feature, facts, files, issues } = drift;
  if (!hasDrifted(drift)) return `${style.green('✓')} ${feature}: infrastructure and repository agree`;
  return [
    `${style.red('✗')} ${feature}: ${files.length} files would change; run the same request again to update them`,
    ...facts.map((fact) => `  ${fact}`),
    ...issues.map((issue) => `  ${issue}`),
    ...files.map(({ patch }) => patch),
  ].join('\n');
}
