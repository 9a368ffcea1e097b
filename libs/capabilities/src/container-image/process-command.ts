import type { DeployableComponent } from '../delivery-model/delivery-model.js';
import type { FileTree } from '@devops-orchestrator/contracts';
import { resolveNodeCommand } from './node-command.js';
import { readPackageManifest } from './package-manifest.js';
import { execForm } from './shell-words.js';

const programsThatStop = /^(?:\S*\/)?(gunicorn|uvicorn|hypercorn|granian|daphne|celery|next|rq|dramatiq|arq|uwsgi)$/;
const handlesTermination =
  /process\.(?:on|once)\(\s*['"`]SIGTERM|enableShutdownHooks|close-with-grace|lightship|@godaddy\/terminus|http-terminator|signal\.signal\(\s*signal\.SIGTERM|add_signal_handler\(\s*(?:signal\.)?SIGTERM/;

/** Exec form of what a component runs in its container, and the variables its command sets. */
export function processCommand(
  deployable: DeployableComponent,
  files: FileTree,
): { command: string[]; environment: Readonly<Record<string, string>> } {
  return commandInImage(deployable.component.start ?? '', deployable, files);
}

/** Exec form of the component's migrations; undefined when it has none. */
export function migrationCommand(deployable: DeployableComponent, files: FileTree): string[] | undefined {
  const migrations = deployable.component.migrations;
  return migrations === undefined ? undefined : commandInImage(migrations.command, deployable, files).command;
}

function commandInImage(
  command: string,
  { component, name }: DeployableComponent,
  files: FileTree,
): { command: string[]; environment: Readonly<Record<string, string>> } {
  switch (component.language) {
    case 'python':
      return {
        command: execForm(command.replace(/^(?:uv|poetry|pipenv|pdm)\s+run\s+(?:--\S+\s+)*/, '')),
        environment: {},
      };
    case 'go':
      return { command: [`/app/${name}`, ...(component.traits?.['arguments']?.split(' ') ?? [])], environment: {} };
    default: {
      const resolved = resolveNodeCommand(command, readPackageManifest(files, component.path));
      return { command: execForm(resolved.command), environment: resolved.environment };
    }
  }
}

/**
 * True when the program would not stop on SIGTERM as process 1: the kernel drops signals without a handler there. Known servers
 * and code that handles the signal need nothing; anything else gets `tini` in front.
 */
export function needsInit(deployable: DeployableComponent, files: FileTree): boolean {
  const { component } = deployable;
  const [program = ''] = processCommand(deployable, files).command;
  if (programsThatStop.test(program)) return false;
  const prefix = component.path === '.' ? '' : `${component.path}/`;
  return !files.paths.some(
    (path) =>
      path.startsWith(prefix) &&
      /\.(?:[cm]?[jt]s|py)$/.test(path) &&
      !/(^|\/)(tests?|__tests__|e2e|scripts|examples)\//.test(path) &&
      handlesTermination.test(files.read(path)?.slice(0, 200_000) ?? ''),
  );
}
