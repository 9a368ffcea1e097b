import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../../detector.js';
import { processOf } from '../../engine/process-of.js';
import { evidenceAt } from '../../repository-view.js';
import type { NodePackage } from './node-package.js';
import { readScript } from './script-command.js';
import { chooseStart, type StartChoice } from './start-command.js';

const processScript =
  /^(?:(?:start|run|serve)[:.-])?(worker|workers|queue|consumer|scheduler|cron|jobs|processor)(?:[:.-](?:start|run|prod|production))?$/;

/** Further processes of an application that its scripts start (`worker`, `start:scheduler`): same image, another command. */
export function scriptProcesses(
  node: NodePackage,
  application: DetectedComponent,
  start: StartChoice,
): DetectedComponent[] {
  const found = new Map<string, DetectedComponent>();
  // the production form of a script (`worker:prod`) is the longer name
  const names = [...node.manifest.scripts.keys()].sort((a, b) => b.length - a.length || byCodeUnit(a, b));
  for (const name of names) {
    const process = processScript.exec(name)?.[1];
    if (process === undefined || found.has(process) || readScript(node.manifest, name) === undefined) continue;
    const scripts = new Map([['start', node.manifest.scripts.get(name) ?? '']]);
    const choice = chooseStart({ ...node, manifest: { ...node.manifest, scripts } }, application.build !== undefined);
    if (!choice.scripted || choice.start === undefined || choice.start === start.start) continue;
    const evidence = evidenceAt(node.view, node.manifest.path, `"${name}"`, `script ${name}`);
    found.set(process, processOf(application, process, choice.start, evidence));
  }
  return [...found.keys()].sort(byCodeUnit).flatMap((process) => found.get(process) ?? []);
}
