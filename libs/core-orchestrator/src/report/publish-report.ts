import {
  commitInStep,
  OrchestratorError,
  type PhaseContext,
  type RunReport,
  writeFileInStep,
} from '@devops-orchestrator/contracts';
import { featureFolder } from '@devops-orchestrator/task-files';
import { renderReport } from './render-report.js';

/** Writes `.claude/tasks/<feature>/REPORT.md` and, after a finished run, commits it. */
export async function publishReport(report: RunReport, commit: boolean, context: PhaseContext): Promise<RunReport> {
  if (report.plan === undefined || report.status === 'refused') return report;
  const path = `${featureFolder(report.plan.feature)}/REPORT.md`;
  try {
    await writeFileInStep({ path, content: renderReport(report), executable: false }, 'report/write', context);
    const made =
      commit && report.status === 'done'
        ? await commitInStep(
            { message: `docs(infra): report on ${report.plan.feature}`, paths: [path] },
            'report/commit',
            context,
          )
        : undefined;
    return { ...report, reportPath: path, commits: made === undefined ? report.commits : [...report.commits, made] };
  } catch (error) {
    if (!(error instanceof OrchestratorError)) throw error;
    return { ...report, notes: [...report.notes, `The report could not be written: ${error.message}`] };
  }
}
