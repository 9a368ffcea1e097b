import type { ComponentKind, Evidence } from '@devops-orchestrator/contracts';
import { readProcfile, servingCommand } from './procfile.js';
import type { DjangoProject } from './python-django.js';
import { moduleOf } from './python-modules.js';
import { shellWord } from './python-package-manager.js';
import { findDependency, matchStatements, statementEvidence } from './python-project.js';
import type { PythonProject } from './python-project.js';

/** A process that runs beside the web process, from the same code and image. */
export interface PythonWorker {
  /** `worker`, `beat`: the end of the component's id. */
  name: string;
  kind: ComponentKind;
  command: string;
  evidence: Evidence;
}

/** Background processes: those of the Procfile, else Celery, RQ, Dramatiq, ARQ, Huey as the code uses them. */
export function findPythonWorkers(project: PythonProject, django: DjangoProject | undefined): PythonWorker[] {
  const declared = procfileWorkers(project);
  const detected = [...celeryWorkers(project, django), ...queueWorkers(project, django)];
  const tools = new Set(declared.map((worker) => toolOf(worker.command)));
  return [...declared, ...detected.filter((worker) => !tools.has(toolOf(worker.command)))];
}

/** `celery worker` and `celery beat` are two tools. */
function toolOf(command: string): string {
  const program = /^(?:python\S* (?:-m )?)?(\S+)/.exec(command)?.[1] ?? '';
  return program === 'celery' && /\bbeat\b/.test(command) && !/\bworker\b/.test(command) ? 'celery beat' : program;
}

function procfileWorkers(project: PythonProject): PythonWorker[] {
  return readProcfile(project.view, project.directory)
    .filter(({ name }) => name !== 'web' && name !== 'release')
    .map(({ name, command, evidence }) => ({
      name: name.toLowerCase(),
      kind: 'worker' as const,
      command: servingCommand(command, 8000),
      evidence,
    }));
}

function celeryWorkers(project: PythonProject, django: DjangoProject | undefined): PythonWorker[] {
  const dependency = findDependency(project, 'celery');
  if (dependency === undefined) return [];
  const made = matchStatements(
    project,
    /^([A-Za-z_]\w*)\s*(?::\s*[\w.]+\s*)?=\s*(?:(?:\w+\.)?Celery\(|\w*(?:make|create|init)_celery\w*\(|.{1,120}\.extensions\[["']celery["']\])/,
  );
  const match = made.find(({ source }) => /celery/.test(source.path)) ?? made[0];
  if (match === undefined) return [];
  const module = moduleOf(project, match.source);
  const root = django?.root ?? module.root;
  const name =
    root !== '.' && module.root === '.' ? module.name.replace(`${root.replaceAll('/', '.')}.`, '') : module.name;
  const directory = root === '.' ? '' : ` --workdir ${shellWord(root)}`;
  const base = `celery --app ${name}:${match.groups[0] ?? 'app'}${directory}`;
  const evidence = statementEvidence(match, 'the Celery application');
  const schedule = matchStatements(
    project,
    /\bbeat_schedule\b|\bCELERY_BEAT_SCHEDULE\b|\bCELERYBEAT_SCHEDULE\b|\badd_periodic_task\(/,
  )[0];
  const databaseSchedule = findDependency(project, 'django-celery-beat');
  const worker: PythonWorker = { name: 'worker', kind: 'worker', command: `${base} worker --loglevel INFO`, evidence };
  if (schedule === undefined && databaseSchedule === undefined) return [worker];
  const scheduler =
    databaseSchedule === undefined
      ? ' --schedule /tmp/celerybeat-schedule'
      : ' --scheduler django_celery_beat.schedulers:DatabaseScheduler';
  const reason =
    schedule === undefined ? databaseSchedule?.evidence : statementEvidence(schedule, 'a Celery beat schedule');
  return [
    worker,
    {
      name: 'beat',
      kind: 'worker',
      command: `${base} beat --loglevel INFO${scheduler} --pidfile ''`,
      evidence: reason ?? evidence,
    },
  ];
}

function queueWorkers(project: PythonProject, django: DjangoProject | undefined): PythonWorker[] {
  const manage =
    django === undefined ? '' : `python ${shellWord(django.root === '.' ? 'manage.py' : `${django.root}/manage.py`)}`;
  const workers: PythonWorker[] = [];
  const add = (command: string, evidence: Evidence): void => {
    workers.push({ name: 'worker', kind: 'worker', command, evidence });
  };
  const djangoRq = findDependency(project, 'django-rq');
  if (djangoRq !== undefined && manage !== '') add(`${manage} rqworker default`, djangoRq.evidence);
  const huey = findDependency(project, 'huey');
  if (huey !== undefined && manage !== '') add(`${manage} run_huey`, huey.evidence);
  const dramatiq = findDependency(project, 'django-dramatiq');
  if (dramatiq !== undefined && manage !== '') add(`${manage} rundramatiq`, dramatiq.evidence);
  if (django === undefined && findDependency(project, 'dramatiq') !== undefined) {
    const [actor] = matchStatements(project, /^@(?:dramatiq\.)?actor\b/);
    if (actor !== undefined)
      add(`dramatiq ${moduleOf(project, actor.source).name}`, statementEvidence(actor, 'a Dramatiq actor'));
  }
  if (findDependency(project, 'arq') !== undefined) {
    const [settings] = matchStatements(project, /^class\s+(WorkerSettings)\b/);
    if (settings !== undefined)
      add(
        `arq ${moduleOf(project, settings.source).name}.WorkerSettings`,
        statementEvidence(settings, 'ARQ worker settings'),
      );
  }
  return workers;
}
