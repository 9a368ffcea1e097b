import type { Report } from '../verifier.js';
import type { DockerfileFacts, InfrastructureFacts } from './infrastructure-facts.js';

/** The health check of a Dockerfile asks the port that the image shows. */
export function verifyDockerfilePorts(path: string, facts: InfrastructureFacts, report: Report): void {
  const dockerfile = facts.dockerfiles.get(path);
  if (!dockerfile?.healthcheck || dockerfile.ports.length === 0) return;
  const shown = dockerfile.ports.map(({ port }) => port);
  for (const port of localPorts(dockerfile.healthcheck.text)) {
    if (shown.includes(port) || mentionsElsewhere(dockerfile, port)) continue;
    report(
      'port-mismatch',
      'error',
      dockerfile.healthcheck.line,
      `HEALTHCHECK asks port ${port}, but EXPOSE shows ${shown.join(', ')}.`,
    );
  }
}

/** Ports of this machine that a command asks: `localhost:3000`, `127.0.0.1:8080`. */
export function localPorts(text: string): readonly number[] {
  const found = text.matchAll(/(?:\blocalhost|\b127\.0\.0\.1|\[::1\]|\b0\.0\.0\.0):(\d{2,5})\b/g);
  return [...new Set([...found].map((match) => Number(match[1])))];
}

/** A port that stands in another instruction (ENV, CMD) is meant. */
function mentionsElsewhere({ content }: DockerfileFacts, port: number): boolean {
  const outside = content
    .replace(/\\\r?\n/g, ' ')
    .split('\n')
    .filter((line) => !/^\s*(HEALTHCHECK|EXPOSE|#)/i.test(line));
  return new RegExp(`\\b${port}\\b`).test(outside.join('\n'));
}
