import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import { newRunId } from '@devops-orchestrator/durable-runs';
import { type FleetEngine, openLocalEngine, repositoryExecutor, type RunExecutor } from '@devops-orchestrator/fleet';
import { openWorld } from '../../open-repository.js';
import { fleetsFolder, stateFolder } from '../../state-folder.js';
import { programVersion } from '../../version.js';
import type { FleetOptions } from './options.js';

/**
 * The engine that the options mean: workers on a database where one is named, else this machine.
 *
 * @throws {OrchestratorError} `transient` when the database does not answer
 */
export async function openEngine(options: FleetOptions): Promise<FleetEngine> {
  const url = databaseUrl(options);
  if (url === undefined) {
    const folder = join(fleetsFolder(), 'pool');
    return openLocalEngine({ folder, executor: openExecutor(options), newRunId: () => newRunId() });
  }
  const { openDbosEngine } = await import('./on-database.js');
  return openDbosEngine({ databaseUrl: url, programVersion, newRunId: () => newRunId() });
}

export function openExecutor(options: FleetOptions): RunExecutor {
  return repositoryExecutor({
    workFolder: workFolder(options),
    programVersion,
    depth: options.depth,
    openWorld,
    stateFolder: (root) => join(stateFolder(root), 'durable'),
  });
}

/** Absolute path of the folder for clones and bundles. */
export function workFolder({ workFolder: given }: FleetOptions): string {
  return given === undefined ? join(fleetsFolder(), 'work') : resolve(given);
}

const variable = 'DEVOPS_ORCHESTRATOR_DATABASE_URL';

/** From the option, the variable, or the file that `…_FILE` names, as secrets come into containers. */
export function databaseUrl({ databaseUrl: given }: FleetOptions): string | undefined {
  const url = given ?? process.env[variable] ?? secretOf(process.env[`${variable}_FILE`]);
  if (url === undefined || url === '') return undefined;
  if (URL.canParse(url) && /^postgres(?:ql)?:$/.test(new URL(url).protocol)) return url;
  throw new OrchestratorError('usage', 'Expected the URL of a PostgreSQL database; found something else.', {
    hint: `For example --database-url postgresql://user@localhost:5432/fleet, or set ${variable}.`,
  });
}

function secretOf(file: string | undefined): string | undefined {
  if (file === undefined || file === '') return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new OrchestratorError('configuration', `Expected a database URL in ${file}; it cannot be read.`, {
      hint: `Correct ${variable}_FILE.`,
      cause: error,
    });
  }
}
