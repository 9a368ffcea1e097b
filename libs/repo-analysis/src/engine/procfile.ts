import type { Evidence } from '@devops-orchestrator/contracts';
import type { DetectedComponent } from '../detector.js';
import { directoryName, type RepositoryView } from '../repository-view.js';
import { processOf } from './process-of.js';
import type { FoundComponent } from './resolve-overlaps.js';

interface Process {
  name: string;
  command: string;
  evidence: Evidence;
}

/**
 * Applies `Procfile`s: `web` is the application's start command, `release` its migration, and every further process becomes
 * a worker of the same application.
 */
export function addProcfileProcesses(view: RepositoryView, components: readonly FoundComponent[]): FoundComponent[] {
  const result = [...components];
  for (const path of view.named('Procfile')) {
    const index = result.findIndex(
      ({ path: at, kind, process }) => at === directoryName(path) && kind !== 'static' && process === undefined,
    );
    const application = result[index];
    if (application === undefined) continue;
    const processes = parseProcfile(path, view.read(path) ?? '');
    const [main, ...further] = applyProcesses(application, processes);
    if (main !== undefined) result[index] = main;
    const known = result.filter((component) => component.path === application.path);
    result.push(...further.filter((one) => !known.some((other) => isSameProcess(one, other))));
  }
  return result;
}

const processLine = /^([A-Za-z0-9_-]{1,40}):[ \t]+(\S.*)$/;

function parseProcfile(path: string, text: string): Process[] {
  return text.split('\n').flatMap((line, index) => {
    const found = line.length > 2000 ? null : processLine.exec(line.trimEnd());
    if (found?.[1] === undefined || found[2] === undefined) return [];
    const evidence = { file: path, line: index + 1, reason: `starts the process ${found[1]}` };
    return [{ name: found[1], command: found[2].trim(), evidence }];
  });
}

function applyProcesses(application: FoundComponent, processes: readonly Process[]): FoundComponent[] {
  const byName = (name: string) => processes.find((process) => process.name === name);
  const release = byName('release');
  const primary = byName('web') ?? (application.kind === 'worker' ? processes.find(isWorker) : undefined);
  const main: FoundComponent = { ...application };
  if (primary !== undefined && !developmentServer.test(primary.command)) {
    // A detector that knows the Procfile has bound its command to the port already.
    if (!appliesProcfile(application, primary.evidence)) main.start = primary.command;
    main.evidence = [...application.evidence, primary.evidence];
    if (application.kind === 'library' || application.kind === 'cli') Object.assign(main, deployedAs(primary.name));
  }
  if (release !== undefined && application.migrations === undefined) {
    main.migrations = { tool: toolOf(release.command), command: release.command, evidence: [release.evidence] };
  }
  const workers = processes.filter((process) => process !== primary && isWorker(process));
  return [
    main,
    ...workers.map(({ name, command, evidence }) => ({
      ...processOf(main, name, command, evidence),
      detector: application.detector,
    })),
  ];
}

function appliesProcfile({ evidence, start }: FoundComponent, { file, line }: Evidence): boolean {
  return start !== undefined && evidence.some((known) => known.file === file && known.line === line);
}

const developmentServer =
  /\b(?:nodemon|runserver|flask run|next dev|vite|ts-node-dev|tsx watch)\b|--reload\b|--watch\b/;

function deployedAs(name: string): Pick<DetectedComponent, 'kind' | 'role'> {
  return { kind: name === 'web' ? 'web' : 'worker', role: 'server' };
}

function isWorker({ name }: Process): boolean {
  return !['web', 'release', 'dev', 'console', 'test', 'shell'].includes(name);
}

function toolOf(command: string): string {
  const tools = ['prisma', 'alembic', 'knex', 'typeorm', 'sequelize', 'drizzle', 'node-pg-migrate', 'flyway', 'goose'];
  if (command.includes('manage.py')) return 'django';
  return tools.find((tool) => command.includes(tool)) ?? 'release';
}

/** True when a detector has found this process already, from its own manifest. */
function isSameProcess(one: FoundComponent, other: FoundComponent): boolean {
  return other.start === one.start || (other.process !== undefined && other.process === one.process);
}
