import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunReport } from '@devops-orchestrator/contracts';
import { stateFolder } from './state-folder.js';

/**
 * Keeps the JSON report of the last run per repository and feature in the user's state folder: it holds times, so it
 * has no place among the committed files. A state folder that cannot be written costs nothing but this copy.
 */
export function saveReport(repository: string, report: RunReport): void {
  if (report.plan === undefined) return;
  try {
    const folder = stateFolder(repository);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, `${report.plan.feature}.json`), JSON.stringify(report), { mode: 0o600 });
  } catch {
    return;
  }
}

/** The newest saved report of the repository (of the feature, when named); undefined when there is none. */
export function loadReport(repository: string, feature: string | undefined): RunReport | undefined {
  try {
    const folder = stateFolder(repository);
    const files = readdirSync(folder)
      .filter((name) => name.endsWith('.json') && (feature === undefined || name === `${feature}.json`))
      .map((name) => ({ name, changed: statSync(join(folder, name)).mtimeMs }))
      .sort((a, b) => b.changed - a.changed);
    const [newest] = files;
    return newest === undefined
      ? undefined
      : RunReport.parse(JSON.parse(readFileSync(join(folder, newest.name), 'utf8')));
  } catch {
    return undefined;
  }
}
