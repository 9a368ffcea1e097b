import type { TaskCheck, TaskFileStep } from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import type {
  Capability,
  CapabilityInput,
  CapabilityOverview,
  CriterionDraft,
  TaskContribution,
} from '../capability.js';
import { planPipeline, type PipelinePlan } from './pipeline-plan.js';

/** GitHub Actions: tests of every component, images with SBOM and scan, releases to the GitHub container registry. */
export const githubActionsCapability: Capability = {
  id: 'ci:github',
  title: 'CI/CD with GitHub Actions',
  description: 'GitHub Actions workflows that lint, test, build, scan and publish, with every action pinned by commit.',
  servesLibraries: true,
  indivisibleParts: ['registry'],
  implies: [
    {
      id: 'container-image',
      reason: 'the pipeline builds, scans and publishes the container images',
      whenShipping: true,
    },
  ],
  overview,
  contribute,
};

function contribute(input: CapabilityInput): readonly TaskContribution[] {
  const plan = planPipeline(input);
  const paths = plan.files.map(({ path }) => path);
  const judged = [...new Set([...paths, ...plan.existing.paths])].sort();
  if (judged.length === 0) return [];
  const steps: TaskFileStep[] = plan.files.map((file) => ({
    kind: 'file',
    language: 'yaml',
    executable: false,
    ...file,
  }));
  const contribution: TaskContribution = {
    slot: 'configure-ci-cd-pipeline',
    context: contextOf(plan),
    steps,
    checks: checksOf(paths, judged),
    criteria: criteriaOf(plan, paths),
    adds: paths.length > 0 ? 'GitHub Actions workflows' : 'checks of the existing workflows',
  };
  return [contribution];
}

function contextOf(plan: PipelinePlan): string {
  const made = plan.files.map(({ path, purpose }) => `- \`${path}\`: ${purpose}.`);
  const sections = [
    ...(plan.kept.length > 0 ? ['What stands today and is kept as it is:', list(plan.kept)] : []),
    ...(made.length > 0 ? ['What is made:', made.join('\n')] : ['Nothing is missing, so no workflow is written.']),
    ...(plan.gaps.length > 0 ? ['What the pipeline does not do, and why:', list(plan.gaps)] : []),
    'Actions are pinned by commit from a dated table; a scanner without such a pin is installed by version through the Go module proxy, whose checksum database verifies it.',
  ];
  return sections.join('\n\n');
}

const list = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');

function checksOf(written: readonly string[], judged: readonly string[]): TaskCheck[] {
  const workflows = written.filter((path) => path.startsWith('.github/workflows/'));
  const quoted = (paths: readonly string[]) => paths.map(quoteShell).join(' ');
  const advisory = judged.filter((path) => !written.includes(path));
  const check = (id: string, command: string, tool?: string): TaskCheck => ({
    id,
    tier: tool === undefined ? 'static' : 'tools',
    command,
    requires: tool === undefined ? [] : [tool],
    timeoutSeconds: 120,
  });
  return [
    ...(written.length > 0 ? [check('ci-files', `devops-orchestrator verify ${quoted(written)}`)] : []),
    ...(advisory.length > 0
      ? [check('ci-kept-files', `devops-orchestrator verify --advisory ${quoted(advisory)}`)]
      : []),
    ...(workflows.length > 0
      ? [
          check('ci-actionlint', `actionlint ${quoted(workflows)}`, 'actionlint'),
          check('ci-zizmor', `zizmor --offline --no-progress --min-severity=medium ${quoted(written)}`, 'zizmor'),
        ]
      : []),
  ];
}

function criteriaOf(plan: PipelinePlan, written: readonly string[]): CriterionDraft[] {
  if (written.length === 0) {
    return [{ text: 'The existing workflows were read and judged, and are unchanged', checks: ['ci-kept-files'] }];
  }
  const hasWorkflows = written.some((path) => path.startsWith('.github/workflows/'));
  return [
    { text: 'Workflows are valid, hold no secret, and pin every action by commit', checks: ['ci-files'] },
    ...(hasWorkflows
      ? [
          { text: 'actionlint finds nothing in the workflows', checks: ['ci-actionlint'] },
          {
            text: 'zizmor finds no security problem of medium or high severity in the workflows',
            checks: ['ci-zizmor'],
          },
          // Only GitHub can prove it: a person ticks it.
          { text: 'The first run of the pipeline on GitHub is green', checks: [] },
        ]
      : []),
    ...(plan.existing.paths.length > 0
      ? [{ text: 'The existing workflows were read and judged, and are unchanged', checks: ['ci-kept-files'] }]
      : []),
  ];
}

function overview(input: CapabilityInput): CapabilityOverview {
  const plan = planPipeline(input);
  return {
    approach: [
      ...plan.files.map(({ path, purpose }) => `GitHub Actions: \`${path}\` ${purpose}.`),
      ...(plan.existing.paths.length > 0
        ? [`The repository's own workflows are kept: ${plan.existing.paths.map((path) => `\`${path}\``).join(', ')}.`]
        : []),
    ],
    prerequisites: [
      'GitHub: Actions are enabled for the repository.',
      ...(plan.publishes
        ? ['GitHub: workflows may write packages (Settings, Actions, General, Workflow permissions).']
        : []),
    ],
    success: [
      'Every action is pinned by a 40-digit commit, and actionlint and zizmor report 0 findings on what was written.',
    ],
  };
}
