import type { Report } from '../verifier.js';
import type { InfrastructureFacts } from './infrastructure-facts.js';

const runtimes: readonly { image: RegExp; key: RegExp; name: string }[] = [
  {
    name: 'Node.js',
    image: /(?:^|\/)node:(\d+)/,
    key: /^[ \t]*-?[ \t]*node-version\s*:\s*["']?(\d+)(?:\.[\d.x]+)?["']?\s*(?:#.*)?$/gm,
  },
  {
    name: 'Python',
    image: /(?:^|\/)python:(\d+\.\d+)/,
    key: /^[ \t]*-?[ \t]*python-version\s*:\s*["']?(\d+\.\d+)(?:\.\d+)?["']?\s*(?:#.*)?$/gm,
  },
  {
    name: 'Go',
    image: /(?:^|\/)golang:(\d+\.\d+)/,
    key: /^[ \t]*-?[ \t]*go-version\s*:\s*["']?(\d+\.\d+)(?:\.[\dx]+)?["']?\s*(?:#.*)?$/gm,
  },
];

/** The version in the image is one that CI tests, where CI names versions at all. */
export function verifyRuntimeVersions(path: string, facts: InfrastructureFacts, report: Report): void {
  const workflows = facts.tree.paths.filter((each) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(each)).slice(0, 50);
  const texts = workflows.map((each) => (facts.tree.read(each) ?? '').slice(0, 262_144));
  for (const { reference, line } of facts.dockerfiles.get(path)?.bases ?? []) {
    for (const { name, image, key } of runtimes) {
      const version = image.exec(reference)?.[1];
      if (version === undefined) continue;
      const tested = new Set(texts.flatMap((text) => [...text.matchAll(key)].map((match) => match[1] ?? '')));
      const hasMatrix = texts.some((text) => text.includes(`matrix`) && text.includes('-version'));
      if (tested.size > 0 && !tested.has(version) && !hasMatrix) {
        report(
          'runtime-version-differs',
          'warning',
          line,
          `The image has ${name} ${version}; CI tests ${[...tested].sort().join(', ')}.`,
        );
      }
    }
  }
}
