import type { Component, FileTree } from '@devops-orchestrator/contracts';
import { joinPath } from '../delivery-model/dockerfile-location.js';
import * as text from './dockerfile-text.js';

/** True when Next.js is built as a server that brings its own packages. */
export function isStandalone(
  directory: string,
  files: FileTree,
  traits: Readonly<Record<string, string>> | undefined,
): boolean {
  if (traits?.['nextOutput'] !== undefined) return traits['nextOutput'] === 'standalone';
  return ['js', 'mjs', 'ts', 'mts', 'cjs'].some((ending) =>
    /output\s*:\s*['"`]standalone['"`]/.test(files.read(joinPath(directory, `next.config.${ending}`)) ?? ''),
  );
}

/** COPY arguments of such a build: its server, what browsers load, and public files. */
export function standaloneCopies(directory: string, { path, outputDirectory }: Component, files: FileTree): string[] {
  const output = outputDirectory ?? '.next';
  const from = joinPath('/app', directory).replace(/\/\.$/, '');
  const to = directory === '.' ? '.' : `./${directory}`;
  const hasPublic = files.paths.some((file) => file.startsWith(`${joinPath(path, 'public')}/`));
  return [
    text.copyArguments([`${from}/${output}/standalone`], './'),
    text.copyArguments([`${from}/${output}/static`], `${to}/${output}/static`),
    ...(hasPublic ? [text.copyArguments([`${from}/public`], `${to}/public`)] : []),
  ];
}
