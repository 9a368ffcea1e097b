import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the images that Dockerfiles and Compose files name, where a kit of local ones is (`DOCKER_KIT`, a folder with
 * `base-images.sh`); elsewhere Docker pulls them.
 */
export function provideImages(texts: readonly string[]): void {
  const script = join(process.env['DOCKER_KIT'] ?? '', 'base-images.sh');
  if (!existsSync(script)) return;
  for (const image of new Set(texts.flatMap(imagesOf))) provideImage(script, image);
}

function imagesOf(text: string): string[] {
  const stages = new Set([...text.matchAll(/^FROM .* AS (\S+)$/gim)].map((match) => match[1]));
  const named = [...text.matchAll(/^FROM (?:--\S+ )*(\S+)|COPY --from=(\S+)|^\s+image: "?([^\s"$]+)"?$/gm)];
  return named
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((image) => /[:/]/.test(image) && !stages.has(image));
}

/** The kit knows some variants without a version (`busybox:musl` for `busybox:1.37-musl`): these serve under the full tag. */
function provideImage(script: string, image: string): void {
  const kit = (...tags: readonly string[]) => spawnSync('bash', [script, ...tags], { encoding: 'utf8' }).status === 0;
  if (spawnSync('docker', ['image', 'inspect', image]).status === 0 || kit(image)) return;
  const variant = image.replace(/:[^:]*-([a-z]+)$/, ':$1');
  if (variant !== image && kit(variant)) spawnSync('docker', ['tag', variant, image]);
}
