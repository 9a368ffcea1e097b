import type { AnalysisNote, Evidence } from '@devops-orchestrator/contracts';
import type { PythonApplication } from './python-application.js';
import { readProcfile, servingCommand } from './procfile.js';
import { findDependency, inProject } from './python-project.js';
import type { PythonProject } from './python-project.js';
import { shellWord } from './python-package-manager.js';

export interface PythonStart {
  command: string;
  server?: string;
  /** What must be installed besides the project's dependencies: `gunicorn==23.*`. */
  missing?: { server: string; requirement: string };
  evidence: Evidence[];
  notes: AnalysisNote[];
}

/** Servers that are added where a project has none, at a major version that supports every Python still in use. */
const addedServers = { asgi: ['uvicorn', 'uvicorn==0.*'], wsgi: ['gunicorn', 'gunicorn==23.*'] } as const;

const developmentServer = /(?:\bflask\b.*\brun\b|\brunserver\b|--reload\b|\bfastapi\s+dev\b|--debug\b)/;

export interface ServedObject {
  interface: 'asgi' | 'wsgi';
  /** `app.main:app`. */
  target: string;
  factory: boolean;
  /** Import root, relative to the project; '.' needs nothing. */
  root: string;
  port: number;
  evidence: Evidence;
}

/** The production command of a project: its Procfile's, else its server dependency with the application found in code. */
export function buildServerStart(project: PythonProject, served: ServedObject): PythonStart {
  const fromProcfile = procfileStart(project, served.port);
  if (fromProcfile !== undefined) return fromProcfile;
  const [server, missing] = chooseServer(project, served.interface);
  const command = serverCommand(project, server, served);
  const place = project.directory === '.' ? 'The project' : project.directory;
  return {
    command,
    server,
    ...(missing === undefined ? {} : { missing: { server, requirement: missing } }),
    evidence: [served.evidence],
    notes:
      missing === undefined
        ? []
        : [
            {
              code: 'server-missing',
              message: `${place} has no production ${served.interface.toUpperCase()} server among its dependencies; ${missing} is added to its image. Add ${server} to the dependencies to choose the version.`,
              evidence: [served.evidence],
            },
          ],
  };
}

/** The Procfile's web process, unless it is a development server. */
export function procfileStart(project: PythonProject, port: number): PythonStart | undefined {
  const entry = readProcfile(project.view, project.directory).find(({ name }) => name === 'web');
  if (entry === undefined || developmentServer.test(entry.command)) return undefined;
  const command = servingCommand(entry.command, port);
  const program = /^(\S+)/.exec(command)?.[1] ?? '';
  const bound = withBinding(command, program, port);
  return { command: bound, server: program, evidence: [entry.evidence], notes: [] };
}

/** Platforms bind through PORT; a container needs it on the command line. */
function withBinding(command: string, program: string, port: number): string {
  if (program === 'gunicorn' && !/(?:--bind|-b|--config|-c)[= ]/.test(command)) {
    return command.replace(/^gunicorn/, `gunicorn --bind 0.0.0.0:${port}`);
  }
  if (program === 'uvicorn') {
    const host = /--host[= ]/.test(command) ? '' : ' --host 0.0.0.0';
    const withPort = /--port[= ]/.test(command) ? '' : ` --port ${port}`;
    return `${command}${host}${withPort}`;
  }
  return command;
}

/** The server and, when it must be added, its requirement. */
function chooseServer(project: PythonProject, kind: 'asgi' | 'wsgi'): [string, string | undefined] {
  const candidates =
    kind === 'asgi'
      ? ([
          ['uvicorn', 'uvicorn'],
          ['uvicorn', 'fastapi[standard]'],
          ['uvicorn', 'fastapi[all]'],
          ['hypercorn', 'hypercorn'],
          ['hypercorn', 'quart'],
          ['granian', 'granian'],
          ['daphne', 'daphne'],
        ] as const)
      : ([
          ['gunicorn', 'gunicorn'],
          ['uwsgi', 'uwsgi'],
          ['waitress', 'waitress'],
          ['granian', 'granian'],
        ] as const);
  const found = candidates.find(([, dependency]) => findDependency(project, dependency) !== undefined);
  if (found !== undefined) return [found[0], undefined];
  const [server, requirement] = addedServers[kind];
  return [server, requirement];
}

function serverCommand(project: PythonProject, server: string, served: ServedObject): string {
  const { target, factory, port, root } = served;
  const directory = root === '.' ? '' : shellWord(root);
  switch (server) {
    case 'uvicorn':
      return `uvicorn${directory && ` --app-dir ${directory}`}${factory ? ' --factory' : ''} --host 0.0.0.0 --port ${port} ${target}`;
    case 'hypercorn':
      return `hypercorn --bind 0.0.0.0:${port} ${shellWord(factory ? `${target}()` : target)}`;
    case 'granian':
      return `granian --interface ${served.interface}${factory ? ' --factory' : ''} --host 0.0.0.0 --port ${port} ${target}`;
    case 'daphne':
      return `daphne --bind 0.0.0.0 --port ${port} ${target}`;
    case 'waitress':
      return `waitress-serve --listen=0.0.0.0:${port}${factory ? ' --call' : ''} ${target}`;
    case 'uwsgi':
      return uwsgiCommand(project, served);
    default:
      return `gunicorn${socketWorkers(project)}${directory && ` --chdir ${directory}`} --bind 0.0.0.0:${port} ${shellWord(factory ? `${target}()` : target)}`;
  }
}

/** Flask-SocketIO keeps connections open: one worker that serves many. Source: flask-socketio.readthedocs.io, Deployment. */
function socketWorkers(project: PythonProject): string {
  if (findDependency(project, 'flask-socketio') === undefined) return '';
  const kind = ['eventlet', 'gevent'].find((name) => findDependency(project, name) !== undefined);
  return kind === undefined ? ' --threads 100 --workers 1' : ` --worker-class ${kind} --workers 1`;
}

function uwsgiCommand(project: PythonProject, { target, factory, port }: ServedObject): string {
  const configuration = ['uwsgi.ini', 'uwsgi.yaml'].find((name) => project.view.tree.has(inProject(project, name)));
  const options =
    configuration === undefined
      ? `--master --module ${shellWord(factory ? `${target}()` : target)}`
      : `--ini ${configuration}`;
  return `uwsgi --http-socket 0.0.0.0:${port} --die-on-term ${options}`;
}

/** `app.main:app` of an application. */
export function targetOf(application: PythonApplication): string {
  return `${application.module.name}:${application.attribute ?? 'app'}`;
}
