import type { TaskCheck, TaskFileStep } from '@devops-orchestrator/contracts';
import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import type { Capability, CapabilityInput, CapabilityOverview, TaskContribution } from '../capability.js';
import { liveRequirements } from '../deployment-scripts/live-requirements.js';
import { validationContext, type ValidationContext } from './validation-context.js';

/** Scripts that test the infrastructure itself: its files, its images, and the running stack. */
export const validationCapability: Capability = {
  id: 'validation',
  title: 'Infrastructure tests',
  description:
    'Scripts that validate the infrastructure files, test the structure of the images, and try the whole stack.',
  implies: [],
  overview,
  contribute,
};

interface Script {
  name: string;
  purpose: string;
  isNeeded: (context: ValidationContext) => boolean;
}

const scripts: readonly Script[] = [
  {
    name: 'validate',
    purpose: 'checks every file with the tools that are installed, with one verdict each',
    isNeeded: () => true,
  },
  {
    name: 'images',
    purpose: 'builds the images and tests user, port, health check, contents and stop',
    isNeeded: ({ images }) => images.length > 0,
  },
  {
    name: 'stack',
    purpose: 'starts everything on free ports, calls, restarts and stops every component, and removes it again',
    isNeeded: ({ components }) => components.length > 0,
  },
];

const pathOf = (name: string) => `tests/infrastructure/${name}.sh`;

function contribute(input: CapabilityInput): readonly TaskContribution[] {
  if (input.model.components.length === 0) return [];
  const context = validationContext(input);
  const wanted = scripts.filter(({ isNeeded }) => isNeeded(context));
  const written = wanted.filter(({ name }) => !input.files.has(pathOf(name)));
  const kept = wanted.filter((script) => !written.includes(script)).map(({ name }) => pathOf(name));
  const steps: TaskFileStep[] = written.map(({ name }) => ({
    kind: 'file',
    path: pathOf(name),
    language: 'bash',
    content: renderTemplate(`validation/${name}.sh`, context),
    executable: true,
  }));
  const names = written.map(({ name }) => name);
  const checks = [...fileChecks(names.map(pathOf), kept), ...liveChecks(input, names)];
  return [
    {
      slot: 'add-tests-and-validation',
      context: contextOf(input, written, kept),
      steps,
      checks,
      criteria: criterionTexts
        .filter(([id]) => checks.some((check) => check.id === id))
        .map(([id, text]) => ({ text, checks: [id] })),
      adds: 'infrastructure tests',
    },
  ];
}

const criterionTexts: readonly [string, string][] = [
  ['validation-files', 'The test scripts are valid and hold no secret'],
  ['validation-shellcheck', 'shellcheck finds nothing in the test scripts'],
  ['validation-kept-files', 'The existing test scripts were read and judged, and are unchanged'],
  ['validation-passes', 'No infrastructure file fails a check of the tools that are installed'],
  [
    'validation-images',
    'Every image runs as a numeric user above 0, exposes its port, has a health check, and holds no secret',
  ],
  ['validation-stack', 'The whole stack becomes healthy, answers, survives a restart, and stops cleanly'],
];

function fileChecks(written: readonly string[], kept: readonly string[]): TaskCheck[] {
  const check = (id: string, command: string, requires: string[]): TaskCheck => ({
    id,
    tier: requires.length === 0 ? 'static' : 'tools',
    command,
    requires,
    timeoutSeconds: 300,
  });
  const quoted = (paths: readonly string[]) => paths.map(quoteShell).join(' ');
  return [
    ...(written.length > 0
      ? [
          check('validation-files', `devops-orchestrator verify ${quoted(written)}`, []),
          check('validation-shellcheck', `shellcheck ${quoted(written)}`, ['shellcheck']),
        ]
      : []),
    ...(written.includes(pathOf('validate')) ? [check('validation-passes', pathOf('validate'), ['bash'])] : []),
    ...(kept.length > 0
      ? [check('validation-kept-files', `devops-orchestrator verify --advisory ${quoted(kept)}`, [])]
      : []),
  ];
}

function liveChecks(input: CapabilityInput, names: readonly string[]): TaskCheck[] {
  const { model } = input;
  const requires = liveRequirements(input);
  const project = `${model.project}-verify-stack`;
  const images: TaskCheck = {
    id: 'validation-images',
    tier: 'live',
    command: pathOf('images'),
    requires: requires.filter((name) => name !== 'compose'),
    timeoutSeconds: 1800,
  };
  const stack: TaskCheck = {
    id: 'validation-stack',
    tier: 'live',
    command: `STACK_PROJECT=${quoteShell(project)} ${pathOf('stack')}`,
    requires: [...requires, 'curl'],
    timeoutSeconds: 1800,
    cleanup: `docker compose --project-name ${quoteShell(project)} down --volumes --remove-orphans --timeout 5`,
  };
  return [
    ...(names.includes('images') ? [images] : []),
    // What runs elsewhere is not there, and a compose file of the user's may use fixed ports and names.
    ...(names.includes('stack') && model.external.length === 0 && !model.compose.kept ? [stack] : []),
  ];
}

function contextOf({ model }: CapabilityInput, written: readonly Script[], kept: readonly string[]): string {
  const made = written.map(({ name, purpose }) => `- \`${pathOf(name)}\`: ${purpose}.`);
  const untried = [
    ...model.external.map(({ kind }) => `${kind} runs elsewhere, so the stack is not started by a check here.`),
    ...(model.compose.kept
      ? [`\`${model.compose.path}\` is kept as it is; start the stack test by hand where its ports are free.`]
      : []),
  ];
  return [
    ...(made.length > 0 ? ['What is made:', made.join('\n')] : []),
    ...(kept.length > 0 ? [`Kept as they are: ${kept.map((path) => `\`${path}\``).join(', ')}.`] : []),
    ...untried,
  ].join('\n\n');
}

function overview(): CapabilityOverview {
  return {
    approach: [
      '`tests/infrastructure/` tests the files (`validate.sh`), the images (`images.sh`) and the running stack (`stack.sh`).',
    ],
    prerequisites: ['For the live tests: Docker with the Compose plug-in, and curl.'],
    success: ['`tests/infrastructure/validate.sh`, `images.sh` and `stack.sh` end with status 0.'],
  };
}
