import { OrchestratorError } from '@devops-orchestrator/contracts';
import { renderReport } from '@devops-orchestrator/core-orchestrator';
import type { CommandOptions } from '../options.js';
import { loadReport } from '../saved-report.js';

/** Prints the report of the last run: Markdown, or the `RunReport` with `--json`. */
export async function reportCommand({ repo, feature, json }: CommandOptions): Promise<number> {
  const report = loadReport(repo, feature);
  if (report === undefined) {
    throw new OrchestratorError('usage', 'Expected the report of an earlier run; none is saved for this repository.', {
      hint: 'Run `devops-orchestrator run` first; committed reports are at .claude/tasks/<feature>/REPORT.md.',
    });
  }
  process.stdout.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report));
  return 0;
}
