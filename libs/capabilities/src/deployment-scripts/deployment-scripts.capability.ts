import type { TaskCheck, TaskFileStep } from '@devops-orchestrator/contracts';
import { quoteShell, renderTemplate } from '@devops-orchestrator/templates';
import type {
  Capability,
  CapabilityInput,
  CapabilityOverview,
  CriterionDraft,
  TaskContribution,
} from '../capability.js';
import { liveChecks } from './deployment-checks.js';
import { scriptContext, type ScriptContext } from './script-context.js';

/** Scripts that deploy a version, prove that it works, go back, and back up what is stored. */
export const deploymentScriptsCapability: Capability = {
  id: 'deployment-scripts',
  title: 'Deployment scripts',
  description: 'Scripts that deploy a version with automatic rollback, smoke-test it, roll back, back up and restore.',
  implies: [{ id: 'compose', reason: 'the scripts deploy the services of the production compose file' }],
  overview,
  contribute,
};

interface Script {
  name: string;
  purpose: string;
  isNeeded: (context: ScriptContext) => boolean;
}

const always = () => true;
const hasStores = ({ stores }: ScriptContext) => stores.length > 0;

const scripts: readonly Script[] = [
  {
    name: 'deploy',
    purpose: 'deploys an image tag: checks, images, migrations, services, smoke test; rolls back by itself on failure',
    isNeeded: always,
  },
  { name: 'rollback', purpose: 'starts the version before, or a named one', isNeeded: always },
  { name: 'smoke-test', purpose: 'asks every component whether it works', isNeeded: always },
  { name: 'backup', purpose: 'backs up every data store with a checksum and keeps the newest', isNeeded: hasStores },
  { name: 'restore', purpose: 'checks a backup and puts it back', isNeeded: hasStores },
];

function contribute(input: CapabilityInput): readonly TaskContribution[] {
  if (input.model.components.length === 0) return [];
  const context = scriptContext(input);
  const wanted = scripts.filter(({ isNeeded }) => isNeeded(context));
  const written = wanted.filter(({ name }) => !input.files.has(pathOf(name)));
  const steps: TaskFileStep[] = written.map(({ name }) => ({
    kind: 'file',
    path: pathOf(name),
    language: 'bash',
    content: renderTemplate(`deployment-scripts/${name}.sh`, context),
    executable: true,
  }));
  const kept = wanted.filter((script) => !written.includes(script)).map(({ name }) => pathOf(name));
  const checks = [
    ...fileChecks(
      written.map(({ name }) => pathOf(name)),
      kept,
    ),
    ...(kept.length === 0 ? liveChecks(input, context) : []),
  ];
  return [
    {
      slot: 'create-deployment-scripts',
      context: contextOf(input, context, written, kept),
      steps,
      checks,
      criteria: criteriaOf(checks),
      adds:
        context.stores.length > 0
          ? 'deploy, rollback, smoke-test and backup scripts'
          : 'deploy, rollback and smoke-test scripts',
    },
  ];
}

const pathOf = (name: string) => `scripts/${name}.sh`;

function fileChecks(written: readonly string[], kept: readonly string[]): TaskCheck[] {
  const quoted = (paths: readonly string[]) => paths.map(quoteShell).join(' ');
  const check = (id: string, command: string, requires: string[]): TaskCheck => ({
    id,
    tier: requires.length === 0 ? 'static' : 'tools',
    command,
    requires,
    timeoutSeconds: 60,
  });
  const help = written.map((path) => `${quoteShell(path)} --help`).join('\n');
  return [
    ...(written.length > 0
      ? [
          check('deploy-files', `devops-orchestrator verify ${quoted(written)}`, []),
          check('deploy-syntax', `for script in ${quoted(written)}; do bash -n "$script"; done`, ['bash']),
          check('deploy-shellcheck', `shellcheck ${quoted(written)}`, ['shellcheck']),
          check('deploy-help', help, ['bash']),
        ]
      : []),
    ...(kept.length > 0
      ? [check('deploy-kept-files', `devops-orchestrator verify --advisory ${quoted(kept)}`, [])]
      : []),
  ];
}

function contextOf(
  input: CapabilityInput,
  context: ScriptContext,
  written: readonly Script[],
  kept: readonly string[],
): string {
  const made = written.map(({ name, purpose }) => `- \`${pathOf(name)}\`: ${purpose}.`);
  const external = input.model.external.map(({ kind }) => kind);
  const sections = [
    ...(made.length > 0 ? ['What is made:', made.join('\n')] : []),
    ...(kept.length > 0 ? [`Kept as they are: ${kept.map((path) => `\`${path}\``).join(', ')}.`] : []),
    `The scripts deploy \`${context.productionCompose}\`; the image tag is their argument, the registry comes from \`IMAGE_REGISTRY\`. They keep the current and the previous tag in \`.deploy/\`, which ignores itself in git.`,
    ...(context.migrations.length > 0
      ? [
          `Migrations (${context.migrations.map((name) => `\`${name}\``).join(', ')}) run once per deployment, before the new version starts. A rollback does not undo them.`,
        ]
      : []),
    ...(context.stores.length === 0 ? ['No data store runs in Compose, so there are no backup scripts.'] : []),
    ...(external.length > 0
      ? [
          `${external.join(', ')} runs elsewhere: a deployment cannot be tried here without it, and it is backed up where it runs.`,
        ]
      : []),
  ];
  return sections.join('\n\n');
}

const criterionTexts: readonly [string, string][] = [
  ['deploy-files', 'Scripts are valid and hold no secret'],
  ['deploy-shellcheck', 'shellcheck finds nothing in the scripts'],
  ['deploy-help', 'Every script says what it does with `--help`'],
  ['deploy-kept-files', 'The existing scripts were read and judged, and are unchanged'],
  [
    'deploy-works',
    'A version is deployed, passes the smoke test, is replaced by the next, and a rollback brings it back; a broken version rolls back by itself',
  ],
  ['deploy-backup-restores', 'A backup of every data store restores what was in it'],
];

function criteriaOf(checks: readonly TaskCheck[]): CriterionDraft[] {
  const ids = new Set(checks.map(({ id }) => id));
  return criterionTexts
    .filter(([id]) => ids.has(id))
    .map(([id, text]) => ({
      text,
      checks: id === 'deploy-files' && ids.has('deploy-syntax') ? ['deploy-files', 'deploy-syntax'] : [id],
    }));
}

function overview(input: CapabilityInput): CapabilityOverview {
  const context = scriptContext(input);
  return {
    approach: [
      '`scripts/deploy.sh TAG` deploys a version, smoke-tests it and goes back to the one before when it fails.',
      ...(context.stores.length > 0
        ? ['`scripts/backup.sh` and `scripts/restore.sh` back up and restore every data store.']
        : []),
    ],
    prerequisites: ['The server: Docker with the Compose plug-in, curl, and an `.env` with the production values.'],
    success: [
      'A version is deployed and rolled back by one command each; a version that does not become healthy never stays.',
    ],
  };
}
