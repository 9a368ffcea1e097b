import { type RunReport, totalTokens } from '@devops-orchestrator/contracts';
import type { Style } from './style.js';

/** The report as a terminal shows it: what is there, what was proved, where the rest is. */
export function shortReport(report: RunReport, style: Style): string {
  return [
    headline(report, style),
    ...(report.failure === undefined ? [] : failureLines(report, style)),
    ...(report.plan === undefined ? [] : deliverables(report)),
    ...(report.documentation === undefined && report.status !== 'failed' ? [] : readiness(report, style)),
    ...modelLine(report),
    ...report.notes.map((note) => `  note: ${note}`),
    ...(report.plan === undefined ? [] : unfinishedWords(report)),
    ...(report.reportPath === undefined ? [] : [`Report: ${report.reportPath}`]),
  ].join('\n');
}

function headline({ status, plan, tasks }: RunReport, style: Style): string {
  const checks = tasks.flatMap((task) => task.checks);
  const count = (verdict: string): number => checks.filter((check) => check.verdict === verdict).length;
  const summary =
    checks.length === 0
      ? ''
      : `: ${count('passed')} checks passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  const mark =
    status === 'done' ? style.green('✓ Done') : style.red(`✗ ${status[0]?.toUpperCase() ?? ''}${status.slice(1)}`);
  return `${mark}${plan === undefined ? '' : ` — ${plan.title}`}${summary}`;
}

function failureLines({ failure }: RunReport, style: Style): readonly string[] {
  if (failure === undefined) return [];
  const where =
    failure.agent === undefined ? '' : ` (${failure.agent}${failure.task === undefined ? '' : `, ${failure.task}`})`;
  return [
    `${style.red('error')}${where}: ${failure.message}`,
    `  ${failure.remediation}`,
    ...(failure.retry === undefined ? [] : [`  retry: ${failure.retry}`]),
  ];
}

function modelLine({ modelWork }: RunReport): readonly string[] {
  if (modelWork === undefined) return [];
  const { models, conversations, usage } = modelWork;
  const cost = usage.costUsd === null ? 'cost unknown' : `${usage.costUsd.toFixed(usage.costUsd < 1 ? 4 : 2)} USD`;
  const talks = `${conversations} conversation${conversations === 1 ? '' : 's'}`;
  return [
    `Model: ${models.join(', ')}, ${talks}, ${totalTokens(usage)} tokens (${usage.cacheReadTokens} read from the cache), ${cost}`,
  ];
}

function deliverables({ plan, tasks, documentation }: RunReport): readonly string[] {
  const files = tasks.flatMap((task) => task.files.map(({ path }) => path));
  return [
    `Plan: .claude/tasks/${plan?.feature ?? ''}/ (${plan?.tasks.length ?? 0} tasks)`,
    ...(files.length === 0 ? [] : [`Files (${files.length}):`, ...files.map((path) => `  ${path}`)]),
    ...(documentation === undefined
      ? []
      : [`Documents: ${documentation.documents.map(({ path }) => path).join(', ')}`]),
  ];
}

function readiness(report: RunReport, style: Style): readonly string[] {
  return [
    'Production readiness:',
    ...report.readiness.map(
      ({ text, met, evidence }) => `  [${met ? 'x' : ' '}] ${text} ${style.dim(`(${evidence})`)}`,
    ),
  ];
}

function unfinishedWords({ plan }: RunReport): readonly string[] {
  const intent = plan?.intent;
  if (intent === undefined) return [];
  return [
    ...(intent.unsupported.length === 0
      ? []
      : [`  not made by this version: ${intent.unsupported.map(({ id }) => id).join(', ')}`]),
    ...(intent.notUnderstood.length === 0 ? [] : [`  not understood: ${intent.notUnderstood.join('; ')}`]),
    ...intent.assumptions.map((assumption) => `  assumed: ${assumption}`),
  ];
}
