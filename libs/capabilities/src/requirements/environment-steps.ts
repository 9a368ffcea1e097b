import type { TaskFileStep } from '@devops-orchestrator/contracts';
import { renderTemplate } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';
import { generatedSecrets, renderEnvironmentExample } from './environment-file.js';

/** Paths of the environment's files. */
export const environmentExample = '.env.example';
export const createEnvironmentFile = 'scripts/create-env-file.sh';

/** `.env.example` and the script that makes `.env` from it; the user's own are kept. */
export function environmentSteps(input: CapabilityInput): TaskFileStep[] {
  const steps: TaskFileStep[] = [
    {
      kind: 'file',
      path: environmentExample,
      language: 'dotenv',
      content: renderEnvironmentExample(input),
      executable: false,
    },
    {
      kind: 'file',
      path: createEnvironmentFile,
      language: 'bash',
      content: renderTemplate('requirements/create-env-file.sh', { secrets: generatedSecrets(input.model).join(' ') }),
      executable: true,
    },
  ];
  return steps.filter((step) => !input.files.has(step.path));
}
