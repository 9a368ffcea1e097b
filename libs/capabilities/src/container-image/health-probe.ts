/** Options of HEALTHCHECK: quick while starting, calm afterwards. */
const options = '--interval=30s --timeout=5s --start-period=60s --start-interval=2s --retries=3';

export interface ProbeTarget {
  port: number;
  /** Absent: only the port can be probed. */
  path?: string;
}

/** HEALTHCHECK instruction of an image that has Node.js. */
export function nodeHealthcheck({ port, path }: ProbeTarget): string {
  const code =
    path === undefined
      ? `require('node:net').connect(${String(port)}, '127.0.0.1').on('connect', () => process.exit(0)).on('error', () => process.exit(1))`
      : `require('node:http').get(${JSON.stringify(url(port, path)).replaceAll('"', "'")}, (answer) => process.exit(answer.statusCode < 400 ? 0 : 1)).on('error', () => process.exit(1))`;
  return healthcheck(['node', '--eval', code]);
}

/** HEALTHCHECK instruction of an image that has Python. */
export function pythonHealthcheck({ port, path }: ProbeTarget): string {
  const code =
    path === undefined
      ? `import socket; socket.create_connection(('127.0.0.1', ${String(port)}), 4).close()`
      : `import urllib.request; urllib.request.urlopen('${url(port, path)}', timeout=4)`;
  return healthcheck(['python', '-c', code]);
}

/** HEALTHCHECK instruction of an image with BusyBox programs and nothing else. */
export function busyboxHealthcheck({ port, path }: ProbeTarget): string {
  return path === undefined
    ? healthcheck(['/bin/nc', '-z', '127.0.0.1', String(port)])
    : healthcheck(['/bin/wget', '-q', '-T', '4', '-O', '/dev/null', url(port, path)]);
}

/** HEALTHCHECK instruction of an image that has curl. */
export function curlHealthcheck({ port, path }: ProbeTarget): string {
  return healthcheck(['curl', '--fail', '--silent', '--max-time', '4', '--output', '/dev/null', url(port, path ?? '/')]);
}

function healthcheck(command: readonly string[]): string {
  return `HEALTHCHECK ${options} \\\n  CMD ${JSON.stringify(command)}`;
}

/** URL on the loopback address; the path comes from code that is not trusted, so nothing else than a plain path is used. */
function url(port: number, path: string): string {
  const plain = /^\/[A-Za-z0-9_~./-]*$/.test(path) ? path : '/';
  return `http://127.0.0.1:${String(port)}${plain}`;
}
