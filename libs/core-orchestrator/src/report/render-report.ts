import type { ChecklistItem, CheckResult, PhaseReport, RunReport, TaskResult } from '@devops-orchestrator/contracts';
import { renderModelWork } from './render-model-work.js';

/**
 * The seed's final report. It says what is there and what was proved, not when or how fast, so that a second run of the
 * same input writes the same bytes.
 */
export function renderReport(report: RunReport): string {
  const title = report.plan?.title ?? 'no plan';
  const heading =
    report.status === 'done'
      ? `# DevOps Infrastructure Development Complete: ${title}`
      : `# DevOps Infrastructure Development Stopped: ${title}`;
  const modelWork = renderModelWork(report);
  const sections = [
    heading,
    `## Summary\n\n${summaryOf(report)}`,
    ...(report.failure === undefined ? [] : [`## Failure\n\n${failureOf(report)}`]),
    `## Workflow Completion\n\n${report.phases.map((phase) => phaseOf(phase, report)).join('\n\n')}`,
    `## Deliverables\n\n${deliverablesOf(report)}`,
    `## Verification Results\n\n${verificationOf(report.tasks)}`,
    ...(modelWork === undefined ? [] : [`## Model\n\n${modelWork}`]),
    ...(report.nextSteps.length === 0 ? [] : [`## Next Steps\n\n${numbered(report.nextSteps)}`]),
    `## Production Readiness\n\n${report.readiness.map(checkbox).join('\n')}`,
    ...(report.notes.length === 0 ? [] : [`## Notes\n\n${bullets(report.notes)}`]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function summaryOf({ plan, tasks, engine, verify }: RunReport): string {
  const checks = tasks.flatMap((task) => task.checks);
  const count = (verdict: string): number => checks.filter((check) => check.verdict === verdict).length;
  return [
    `${plan?.title ?? 'Nothing was planned'}. Engine: ${engine}; proof asked for: ${verify}.`,
    `${checks.length} checks: ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped.`,
  ].join('\n');
}

function failureOf({ failure }: RunReport): string {
  if (failure === undefined) return '';
  return bullets([
    `Agent: ${failure.agent ?? 'none'}${failure.phase === undefined ? '' : ` (phase ${failure.phase})`}`,
    ...(failure.task === undefined ? [] : [`Task: ${failure.task}`]),
    `Error: ${failure.message} (${failure.code})`,
    `Remediation: ${failure.remediation}`,
    ...(failure.retry === undefined ? [] : [`Retry: \`${failure.retry}\``]),
  ]);
}

const phaseTitles = {
  pm: 'Phase 1: Requirements Analysis',
  devops: 'Phase 2: Implementation',
  docs: 'Phase 3: Documentation',
} as const;
const marks = { done: '✅', failed: '❌', pending: '⏸' } as const;

function phaseOf(phase: PhaseReport, report: RunReport): string {
  const facts = { pm: planFacts, devops: taskFacts, docs: documentFacts }[phase.id](report);
  return [`### ${marks[phase.status]} ${phaseTitles[phase.id]}`, '', `- Agent: ${phase.agent}`, ...facts].join('\n');
}

function planFacts({ plan }: RunReport): readonly string[] {
  if (plan === undefined) return ['- Not finished'];
  return [
    `- Feature folder: \`.claude/tasks/${plan.feature}/\``,
    `- Tasks created: ${plan.tasks.length}`,
    '- README.md: Complete',
  ];
}

function taskFacts({ tasks }: RunReport): readonly string[] {
  const done = tasks.filter((task) => task.status === 'done').length;
  const written = tasks.flatMap((task) => task.files).filter((file) => file.change !== 'kept').length;
  const live = tasks.flatMap((task) => task.checks).filter((check) => check.tier === 'live');
  const passed = live.filter((check) => check.verdict === 'passed');
  const tested = passed.length > 0 && !live.some((check) => check.verdict === 'failed');
  return [
    `- Tasks completed: ${done}/${tasks.length}`,
    `- Configuration files created: ${written}`,
    `- Containers built: ${builtImages(passed).size}`,
    `- Deployments tested: ${tested ? 'Yes' : 'No'} (${passed.length} of ${live.length} live checks passed)`,
    ...tasks.map(taskLine),
  ];
}

/** Dockerfiles that a passed check built. */
function builtImages(passed: readonly CheckResult[]): ReadonlySet<string> {
  const builds = passed.flatMap(({ command }) => [
    ...command.matchAll(/docker (?:buildx )?build\b[^\n]*--file ('[^']*'|\S+)/g),
  ]);
  return new Set(builds.map((match) => match[1] ?? ''));
}

function taskLine({ file, title, status, criteria }: TaskResult): string {
  const met = criteria.filter((criterion) => criterion.met).length;
  return `- [${status === 'done' ? 'x' : ' '}] ${file}: ${title} (${met}/${criteria.length} criteria met)`;
}

function documentFacts({ documentation }: RunReport): readonly string[] {
  if (documentation === undefined) return ['- Not finished'];
  const has = (kind: string): string =>
    documentation.documents.some((document) => document.kind === kind) ? 'Complete' : 'Missing';
  return [
    `- Infrastructure docs: ${has('infrastructure')}`,
    `- Runbooks: ${has('runbook')}`,
    `- Operations guides: ${has('operations')}`,
    `- Reference docs: ${has('reference')}`,
  ];
}

function deliverablesOf({ plan, tasks, documentation }: RunReport): string {
  const paths = tasks.flatMap((task) => task.files.map((file) => file.path));
  const group = (test: RegExp): readonly string[] => paths.filter((path) => test.test(path));
  const dockerfiles = group(/(?:^|\/)Dockerfile[^/]*$/);
  const compose = group(/(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/);
  const pipelines = group(/^\.github\/workflows\//);
  const scripts = group(/\.sh$/);
  const named = new Set([...dockerfiles, ...compose, ...pipelines, ...scripts]);
  const labels = {
    infrastructure: 'Infrastructure',
    runbook: 'Runbook',
    operations: 'Operations',
    'dev-setup': 'Dev Setup',
    reference: 'Reference',
  } as const;
  return [
    '### Infrastructure\n',
    line('Dockerfiles', dockerfiles),
    line('Docker Compose', compose),
    line('CI/CD Pipeline', pipelines),
    line('Scripts', scripts),
    line(
      'Configuration files',
      paths.filter((path) => !named.has(path)),
    ),
    '\n### Documentation\n',
    ...(documentation?.documents.map(({ kind, path }) => `- ${labels[kind]}: \`${path}\``) ?? ['- none yet']),
    '\n### Task Files\n',
    ...(plan === undefined
      ? ['- none']
      : [
          `- Location: \`.claude/tasks/${plan.feature}/\``,
          '- README.md: Complete implementation plan',
          `- Task files: ${plan.tasks.map(({ file }) => `\`${file}\``).join(', ')}`,
          ...(documentation === undefined ? [] : ['- DOCUMENTATION.md: Documentation summary']),
        ]),
  ].join('\n');
}

function verificationOf(tasks: readonly TaskResult[]): string {
  const checks = tasks.flatMap((task) => task.checks.map((check) => ({ file: task.file, ...check })));
  if (checks.length === 0) return 'No check was run.';
  const rows = checks.map(
    ({ file, id, tier, verdict, reason }) => `| ${file} | ${id} | ${tier} | ${verdict} | ${cell(reason ?? '')} |`,
  );
  return ['| Task | Check | Tier | Verdict | Reason |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

function line(label: string, paths: readonly string[]): string {
  return `- ${label}: ${paths.length === 0 ? 'none' : paths.map((path) => `\`${path}\``).join(', ')}`;
}

function checkbox({ text, met, evidence }: ChecklistItem): string {
  return `- [${met ? 'x' : ' '}] ${text} — ${evidence}`;
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item.replaceAll(/\s+/g, ' ')}`).join('\n');
}

function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}
