import {
  commitInStep,
  inStep,
  OrchestratorError,
  type PhaseContext,
  type RunReport,
  writeFilesInStep,
} from '@devops-orchestrator/contracts';
import { featureFolder } from '@devops-orchestrator/task-files';
import { renderReport } from './render-report.js';

/** Key of the step that begins the report. */
export const reportReadKey = 'report/read';

/** Writes `.claude/tasks/<feature>/REPORT.md` and, after a finished run, commits it; an interrupted run goes on later. */
export async function publishReport(report: RunReport, commit: boolean, context: PhaseContext): Promise<RunReport> {
  if (report.plan === undefined || report.status === 'refused' || report.status === 'interrupted') return report;
  const path = `${featureFolder(report.plan.feature)}/REPORT.md`;
  try {
    const { before } = await inStep('read-file', reportReadKey, { path }, context, async (wanted) => ({
      before: (await context.workspace.read(wanted.path)) ?? null,
    }));
    const content = renderReport(report);
    await writeFilesInStep(
      content === before ? [] : [{ path, content, executable: false, before }],
      'report/write',
      context,
    );
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
