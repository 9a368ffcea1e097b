import type { TaskCheck, TaskFileStep } from '@devops-orchestrator/contracts';
import { quoteShell } from '@devops-orchestrator/templates';
import type { CapabilityInput, CriterionDraft, TaskContribution } from '../capability.js';
import { environmentEntries } from './environment-file.js';
import { createEnvironmentFile, environmentExample, supplementaryExample } from './environment-steps.js';

/** The first task: variables and secrets that everything later takes for granted. */
export function requirementsContribution(input: CapabilityInput, steps: readonly TaskFileStep[]): TaskContribution {
  const parts = [...staticCheck(steps), ...lintCheck(steps), runCheck()];
  return {
    slot: 'setup-infrastructure-requirements',
    context: context(input, steps),
    steps,
    checks: parts.map((part) => part.check),
    criteria: parts.map(({ check, text }): CriterionDraft => ({ text, checks: [check.id] })),
    adds: 'environment template and secret generation',
  };
}

interface CheckPart {
  check: TaskCheck;
  text: string;
}

function staticCheck(steps: readonly TaskFileStep[]): CheckPart[] {
  const paths = steps.map((step) => step.path);
  if (paths.length === 0) return [];
  const command = `devops-orchestrator verify ${paths.map(quoteShell).join(' ')}`;
  return [
    {
      check: { id: 'environment-files', tier: 'static', command, requires: [], timeoutSeconds: 60 },
      text: 'The environment files pass every built-in rule and hold no secret',
    },
  ];
}

function lintCheck(steps: readonly TaskFileStep[]): CheckPart[] {
  if (!steps.some((step) => step.path === createEnvironmentFile)) return [];
  return [
    {
      check: {
        id: 'environment-script-lint',
        tier: 'tools',
        command: `shellcheck ${createEnvironmentFile}`,
        requires: ['shellcheck'],
        timeoutSeconds: 60,
      },
      text: 'shellcheck finds nothing in the script',
    },
  ];
}

function runCheck(): CheckPart {
  const command = [
    'folder=$(mktemp -d)',
    `trap 'rm -rf -- "$folder"' EXIT`,
    `bash ${createEnvironmentFile} "$folder/.env"`,
    'test -s "$folder/.env"',
  ].join('\n');
  return {
    check: { id: 'environment-file-created', tier: 'tools', command, requires: ['bash'], timeoutSeconds: 60 },
    text: 'The script writes an environment file',
  };
}

function context({ model, files }: CapabilityInput, steps: readonly TaskFileStep[]): string {
  const entries = environmentEntries(model);
  const secrets = entries.filter((entry) => entry.secret);
  const written = new Set(steps.map((step) => step.path));
  const ignored = /^\/?(\*\*\/)?\.env(\*|\.\*)?$/m.test(files.read('.gitignore') ?? '');
  const lines = [
    `The components read ${String(entries.length)} variables from outside, ${String(secrets.length)} of them secret${secrets.length === 0 ? '' : `: ${secrets.map((entry) => `\`${entry.name}\``).join(', ')}`}.`,
    ...entries
      .filter((entry) => entry.readBy.length > 0)
      .map((entry) => `- \`${entry.name}\` (${entry.readBy.join(', ')}): ${entry.description}`),
    '',
    written.has(environmentExample)
      ? `\`${environmentExample}\` lists them without any secret; \`${createEnvironmentFile}\` makes \`.env\` from it, with random values for secrets.`
      : `\`${environmentExample}\` is yours and is kept; \`${supplementaryExample}\` names what Compose needs besides, and \`${createEnvironmentFile}\` makes \`.env\` from both.`,
    ignored
      ? '`.gitignore` names `.env` already.'
      : '`.gitignore` does not name `.env` and stays as it is: the script keeps `.env` out of commits through `.git/info/exclude`, which is local to each clone.',
    ...model.external.map(
      ({ kind, usedBy }) =>
        `- ${kind} (${usedBy.join(', ')}) is not run here: its variables point to a server that you provide.`,
    ),
  ];
  return lines.join('\n');
}
