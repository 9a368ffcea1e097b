import type { TaskFileStep } from '@devops-orchestrator/contracts';
import { renderTemplate } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';
import {
  generatedSecrets,
  namesInEnvironmentFile,
  optionalNames,
  renderEnvironmentExample,
} from './environment-file.js';

/** Paths of the environment's files. */
export const environmentExample = '.env.example';
/**
 * What a kept `.env.example` does not name. Not called `.env.…`: a usual `.gitignore` has `.env*`, and this file is committed.
 */
export const supplementaryExample = 'env.compose.example';
export const createEnvironmentFile = 'scripts/create-env-file.sh';

/** Examples of the environment and the script that makes `.env` from them; the user's own are kept. */
export function environmentSteps(input: CapabilityInput): TaskFileStep[] {
  const script = renderTemplate('requirements/create-env-file.sh', {
    secrets: generatedSecrets(input.model).join(' '),
    optional: optionalNames(input.model).join(' '),
    supplement: supplementaryExample,
  });
  const steps: TaskFileStep[] = [
    ...exampleStep(input),
    { kind: 'file', path: createEnvironmentFile, language: 'bash', content: script, executable: true },
  ];
  return steps.filter((step) => !input.files.has(step.path));
}

function exampleStep(input: CapabilityInput): TaskFileStep[] {
  const { model, files } = input;
  const step = (path: string, content: string): TaskFileStep => ({
    kind: 'file',
    path,
    language: 'dotenv',
    content,
    executable: false,
  });
  if (!files.has(environmentExample)) {
    const header = `Variables of ${model.project}. ${createEnvironmentFile} makes .env from this file; .env is never committed.`;
    return [step(environmentExample, renderEnvironmentExample(input, header))];
  }
  const known = namesInEnvironmentFile(files.read(environmentExample) ?? '');
  const header = `What Compose needs besides .env.example. ${createEnvironmentFile} makes .env from both.`;
  const content = renderEnvironmentExample(input, header, known);
  return namesInEnvironmentFile(content).size === 0 ? [] : [step(supplementaryExample, content)];
}
