import type { Evidence } from '@devops-orchestrator/contracts';
import { readProcfile } from './procfile.js';
import { inProject, matchStatements, statementEvidence } from './python-project.js';
import type { PythonProject } from './python-project.js';

export interface PythonPort {
  port: number;
  /** Variable that the code takes the port from. */
  variable?: string;
  /** Host that the code binds to when it serves by itself. */
  host?: string;
  evidence?: Evidence;
}

/** Finds the port: an image's EXPOSE, server configuration, Procfile, code; else the default of the framework. */
export function findPythonPort(project: PythonProject, fallback: number): PythonPort {
  return (
    exposedPort(project) ??
    configuredPort(project) ??
    procfilePort(project) ??
    portInCode(project) ?? { port: fallback }
  );
}

/** A Dockerfile of the user's stays: what it exposes is the port. */
function exposedPort(project: PythonProject): PythonPort | undefined {
  return portInFile(project, 'Dockerfile', /^EXPOSE[ \t]+(\d{1,5})(?:\/tcp)?\b/im, 'the image exposes this port');
}

function configuredPort(project: PythonProject): PythonPort | undefined {
  const gunicorn = /^bind[ \t]*=[ \t]*[^\n]*?:(\d{2,5})/m;
  for (const name of ['gunicorn.conf.py', 'gunicorn_conf.py', 'gunicorn.config.py', 'gunicorn_config.py']) {
    const found = portInFile(project, name, gunicorn, 'gunicorn binds to this port');
    if (found !== undefined) return found;
  }
  return portInFile(
    project,
    'uwsgi.ini',
    /^http(?:-socket)?[ \t]*=[ \t]*[^\n:]*:(\d{2,5})/m,
    'uWSGI binds to this port',
  );
}

function portInFile(project: PythonProject, name: string, pattern: RegExp, reason: string): PythonPort | undefined {
  const file = inProject(project, name);
  const text = project.view.read(file) ?? '';
  const match = pattern.exec(text);
  const port = validPort(match?.[1]);
  if (match === null || port === undefined) return undefined;
  return { port, evidence: { file, line: text.slice(0, match.index).split('\n').length, reason } };
}

function procfilePort(project: PythonProject): PythonPort | undefined {
  const web = readProcfile(project.view, project.directory).find(({ name }) => name === 'web');
  const port = validPort(/(?:--port[= ]|:)(\d{2,5})\b/.exec(web?.command ?? '')?.[1]);
  return web === undefined || port === undefined ? undefined : { port, evidence: web.evidence };
}

/** `uvicorn.run(…, port=8080)`, `app.run(port=…)`, `web.run_app(…)`, `.listen(8888)`; also through a variable with a default. */
function portInCode(project: PythonProject): PythonPort | undefined {
  for (const match of matchStatements(
    project,
    /(?:\b(?:run|run_app|serve|launch|UvicornConfig|Config)|\.listen|serve_forever)\(/,
  )) {
    const { text } = match.statement;
    if (
      !/\b(?:uvicorn|app|application|web|server|hypercorn|waitress|serve|demo|socketio|api|create_app\(\))\b/.test(text)
    )
      continue;
    const argument =
      /\b(?:port|server_port)\s*=\s*((?:[\w.]{1,60}\(){0,3}[^,()]{1,120}(?:,[^,()]{1,60}\))?)/.exec(text)?.[1] ??
      /\.listen\(\s*(\d{2,5})/.exec(text)?.[1];
    const host = /\b(?:host|address|server_name)\s*=\s*["']([^"']{1,60})["']/.exec(text)?.[1];
    const port = argument === undefined ? undefined : readPort(project, argument);
    if (port !== undefined) {
      return {
        ...port,
        ...(host === undefined ? {} : { host }),
        evidence: statementEvidence(match, 'the code listens on this port'),
      };
    }
  }
  return undefined;
}

/** A number, `int(os.getenv("PORT", "8000"))`, or a name assigned from one of these. */
function readPort(project: PythonProject, argument: string): { port: number; variable?: string } | undefined {
  const literal = validPort(/^\s*["']?(\d{2,5})["']?\s*$/.exec(argument)?.[1]);
  if (literal !== undefined) return { port: literal };
  const variable =
    /(?:getenv|environ\.get|config|env(?:\.int)?)\(\s*["'](\w+)["']\s*,\s*(?:default\s*=\s*)?["']?(\d{2,5})/.exec(
      argument,
    );
  const port = validPort(variable?.[2]);
  if (variable !== null && port !== undefined) return { port, variable: variable[1] ?? 'PORT' };
  const name = /^\s*(?:\w+\.)*(\w+)\s*$/.exec(argument)?.[1];
  if (name === undefined) return undefined;
  const assignment = new RegExp(`^\\s*${name}\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(.{1,160})$`);
  for (const match of matchStatements(project, assignment)) {
    const value = match.groups[0] ?? '';
    if (new RegExp(`^\\s*(?:\\w+\\.)*${name}\\s*$`).test(value)) continue;
    const found = validPort(/^\s*["']?(\d{2,5})["']?/.exec(value)?.[1]);
    if (found !== undefined) return { port: found };
    const fromEnvironment =
      /(?:getenv|environ\.get|config|env(?:\.int)?)\(\s*["'](\w+)["']\s*,\s*(?:default\s*=\s*)?["']?(\d{2,5})/.exec(
        value,
      );
    const fallback = validPort(fromEnvironment?.[2]);
    if (fromEnvironment !== null && fallback !== undefined)
      return { port: fallback, variable: fromEnvironment[1] ?? 'PORT' };
  }
  return undefined;
}

function validPort(text: string | undefined): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined;
}
