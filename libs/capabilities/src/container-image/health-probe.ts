import type { FileTree } from '@devops-orchestrator/contracts';
import type { DeployableComponent } from '../delivery-model/delivery-model.js';

/** Options of HEALTHCHECK: quick while starting, calm afterwards. */
const options = '--interval=30s --timeout=5s --start-period=60s --start-interval=2s --retries=3';

/** Health command of a component's container; undefined when it has no port, or a kept image shows no program to ask with. */
export function componentProbe(deployable: DeployableComponent, files: FileTree): string[] | undefined {
  const { component, port, healthPath } = deployable;
  if (port === undefined) return undefined;
  const target = { port, ...(healthPath === undefined ? {} : { path: healthPath }) };
  if (deployable.dockerfileKept) return keptProbe(files.read(deployable.dockerfile) ?? '', target);
  if (component.kind === 'static') return curlProbe(target);
  if (component.language === 'python') return pythonProbe(target, component.framework);
  return component.language === 'go' ? busyboxProbe(target) : nodeProbe(target);
}

/**
 * Health command of a worker that shares the image of a server, whose own health check asks for the server's port: Celery is asked
 * over its broker, of anything else only that its process runs is known.
 */
export function workerProbe({ component }: DeployableComponent): string[] {
  const celery = /^(?:\S*\/)?celery\s+(?:-A|--app)[ =](\S+)(?:\s+\S+)*?\s+worker\b(.*)$/.exec(component.start ?? '');
  const application = celery?.[1];
  if (application !== undefined && /^[\w.:]+$/.test(application)) {
    const named = /(^|\s)(-n|--hostname)\b/.test(celery?.[2] ?? '');
    return [
      'CMD-SHELL',
      `celery --app ${application} inspect ping${named ? '' : ' --destination "celery@$HOSTNAME"'} --timeout 5`,
    ];
  }
  return component.language === 'python'
    ? ['CMD', 'python', '-c', 'import os; os.kill(1, 0)']
    : ['CMD', 'node', '--eval', 'process.kill(1, 0)'];
}

/** True when a Dockerfile of the user's checks its own health. */
export function hasHealthcheck(dockerfile: string): boolean {
  return /^[ \t]*HEALTHCHECK\s+(?!NONE)/im.test(dockerfile);
}

/** A probe with what the last stage's base image brings. */
function keptProbe(dockerfile: string, target: ProbeTarget): string[] | undefined {
  const base = [...dockerfile.matchAll(/^[ \t]*FROM\s+(?:--\S+\s+)*(\S+)/gim)].at(-1)?.[1] ?? '';
  if (/(^|\/)node:/.test(base)) return nodeProbe(target);
  if (/(^|\/)python:/.test(base)) return pythonProbe(target);
  return /alpine/.test(base) ? busyboxProbe(target).map((word) => word.replace('/bin/', '')) : undefined;
}

interface ProbeTarget {
  port: number;
  /** Absent: only the port can be probed. */
  path?: string;
}

/** Health command of an image that has Node.js. */
function nodeProbe({ port, path }: ProbeTarget): string[] {
  const code =
    path === undefined
      ? `require('node:net').connect(${String(port)}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`
      : `require('node:http').get(${JSON.stringify(url(port, path)).replaceAll('"', "'")}, (answer) => process.exit(answer.statusCode < 400 ? 0 : 1)).on('error', () => process.exit(1))`;
  return ['node', '--eval', code];
}

/**
 * Health command of an image that has Python. A redirect is an answer: one to HTTPS must not be followed inside the container.
 * So is the 400 of Django for a host that it is not told of, which a probe cannot know.
 */
function pythonProbe({ port, path }: ProbeTarget, framework?: string): string[] {
  const code =
    path === undefined
      ? `import socket; socket.create_connection(('127.0.0.1', ${String(port)}), 4).close()`
      : `import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', ${String(port)}, timeout=4); c.request('GET', '${plainPath(path)}', headers={'Host': 'localhost'}); sys.exit(c.getresponse().status ${framework === 'django' ? '> 400' : '>= 400'})`;
  return ['python', '-c', code];
}

/** Health command of an image with BusyBox programs and nothing else. */
function busyboxProbe({ port, path }: ProbeTarget): string[] {
  return path === undefined
    ? // Connects and sends nothing; a server closes that at once. BusyBox builds without `-z` exist.
      ['/bin/nc', '-w', '3', '127.0.0.1', String(port)]
    : ['/bin/wget', '-q', '-T', '4', '-O', '/dev/null', url(port, path)];
}

/** Health command of an image that has curl. */
function curlProbe({ port, path }: ProbeTarget): string[] {
  return ['curl', '--fail', '--silent', '--max-time', '4', '--output', '/dev/null', url(port, path ?? '/')];
}

/** HEALTHCHECK instruction with that command. */
export function healthcheckInstruction(command: readonly string[]): string {
  return `HEALTHCHECK ${options} \\\n  CMD ${JSON.stringify(command)}`;
}

/** URL on the loopback address; the path comes from code that is not trusted, so nothing else than a plain path is used. */
function url(port: number, path: string): string {
  return `http://127.0.0.1:${String(port)}${plainPath(path)}`;
}

function plainPath(path: string): string {
  return /^\/[A-Za-z0-9_~./-]*$/.test(path) ? path : '/';
}
