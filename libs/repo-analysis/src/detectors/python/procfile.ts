import type { Evidence } from '@devops-orchestrator/contracts';
import { joinPath } from '../../repository-view.js';
import type { RepositoryView } from '../../repository-view.js';

export interface ProcfileEntry {
  name: string;
  command: string;
  evidence: Evidence;
}

/** Reads the Procfile of a directory. Source: devcenter.heroku.com/articles/procfile. */
export function readProcfile(view: RepositoryView, directory: string): ProcfileEntry[] {
  const file = joinPath(directory, 'Procfile') ?? 'Procfile';
  const entries: ProcfileEntry[] = [];
  for (const [index, line] of (view.read(file) ?? '').split(/\r?\n/).entries()) {
    const [, name, command] = /^([A-Za-z0-9_-]{1,60}):[ \t]*(\S.{0,2000})$/.exec(line) ?? [];
    if (name === undefined || command === undefined) continue;
    entries.push({
      name,
      command: command.trim(),
      evidence: { file, line: index + 1, reason: `runs the ${name} process` },
    });
  }
  return entries;
}

/**
 * The command that goes on running: what a shell line prepares before it (`migrate && gunicorn …`) belongs to migrations.
 * The platform's port variable becomes the port itself, so that the command needs no shell.
 */
export function servingCommand(command: string, port: number): string {
  const last = command.split('&&').at(-1)?.trim() ?? command;
  return last
    .replace(/^exec\s+/, '')
    .replace(/^(?:uv run|poetry run|pipenv run|pdm run)\s+/, '')
    .replace(/["']?\$\{?PORT(?::?-\d+)?\}?["']?/g, String(port))
    .trim();
}
