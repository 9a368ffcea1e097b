import type { TaskFileStep } from '@devops-orchestrator/contracts';
import { renderTemplate } from '@devops-orchestrator/templates';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import { bindVariables, type ImageInput } from './image-plan.js';

const fileName = 'listen-on-all-addresses.cjs';

/** True when the code of a Node.js server binds to the loopback address and no variable of its own changes that. */
export function bindsToLoopback(deployable: DeployableComponent): boolean {
  const { bindAddress, kind, language } = deployable.component;
  const isNode = language === 'javascript' || language === 'typescript';
  const isLoopback = bindAddress === '127.0.0.1' || bindAddress === 'localhost' || bindAddress === '::1';
  return isNode && kind === 'web' && isLoopback && Object.keys(bindVariables(deployable)).length === 0;
}

/** The file that is loaded before such a server, and the variable that loads it; the user's code stays as it is. */
export function loopbackOpening(
  { deployable, files }: ImageInput,
  workdir: string,
): { steps: TaskFileStep[]; environment: Record<string, string>; notes: string[] } {
  const path = joinPath(deployable.component.path, fileName);
  if (!bindsToLoopback(deployable) || files.has(path)) return { steps: [], environment: {}, notes: [] };
  const content = renderTemplate('docker/listen-on-all-addresses.cjs', {});
  return {
    steps: [{ kind: 'file', path, language: 'javascript', content, executable: false }],
    environment: { NODE_OPTIONS: `--require=${workdir}/${fileName}` },
    notes: [
      `The code binds to the loopback address, where nothing outside its container reaches it: \`${path}\` is loaded first and opens it.`,
    ],
  };
}
