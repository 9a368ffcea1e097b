import { OrchestratorError } from '@devops-orchestrator/contracts';
import { renderReport } from '@devops-orchestrator/core-orchestrator';
import type { CommandOptions } from '../options.js';
import { loadReport } from '../saved-report.js';
import { printJson, printText } from '../terminal/print.js';

/** Prints the report of the last run: Markdown, or the `RunReport` with `--json`. */
export async function reportCommand({ repo, feature, json }: CommandOptions): Promise<number> {
  const report = loadReport(repo, feature);
  if (report === undefined) {
    throw new OrchestratorError('usage', 'Expected the report of an earlier run; none is saved for this repository.', {
      hint: 'Run `devops-orchestrator run` first; committed reports are at .claude/tasks/<feature>/REPORT.md.',
    });
  }
  if (json === true) printJson(report);
  else printText(process.stdout, renderReport(report).trimEnd());
  return 0;
}
