import type { Component, FileTree } from '@devops-orchestrator/contracts';

export interface DockerfileLocation {
  path: string;
  context: string;
  kept: boolean;
  /** First port that a kept Dockerfile exposes. */
  exposed?: number;
}

/** Where a component's Dockerfile is, or will be: the user's own where there is one. */
export function locateDockerfile(component: Component, sole: boolean, files: FileTree): DockerfileLocation {
  const own = userDockerfile(component, sole, files);
  const context = component.workspace?.root ?? component.path;
  if (own === undefined) return { path: joinPath(component.path, 'Dockerfile'), context, kept: false };
  const text = files.read(own) ?? '';
  const exposed = exposedPort(text, component.port);
  return {
    path: own,
    context: contextOf(own, text, component, files),
    kept: true,
    ...(exposed === undefined ? {} : { exposed }),
  };
}

/** Joins a directory ('.' for the root) and a name below it. */
export function joinPath(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}

function userDockerfile(component: Component, sole: boolean, files: FileTree): string | undefined {
  const candidates = [
    joinPath(component.path, 'Dockerfile'),
    `Dockerfile.${component.id}`,
    `${component.id}.Dockerfile`,
    `docker/${component.id}/Dockerfile`,
    `docker/${component.id}.Dockerfile`,
    `docker/Dockerfile.${component.id}`,
    ...(sole ? ['Dockerfile', 'docker/Dockerfile', 'Containerfile'] : []),
  ];
  return candidates.find((path) => files.has(path));
}

/** The first directory, from the component's outward, that holds everything the Dockerfile copies. */
function contextOf(path: string, text: string, component: Component, files: FileTree): string {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
  const candidates = [...new Set([component.path, folder, component.workspace?.root ?? '.', '.'])];
  const sources = copiedSources(text);
  return (
    candidates.find((context) => sources.every((source) => holds(files, joinPath(context, source)))) ?? component.path
  );
}

function copiedSources(text: string): string[] {
  return text
    .split('\n')
    .map((line) => /^\s*(?:COPY|ADD)\s+(.*)$/i.exec(line)?.[1])
    .filter((rest) => rest !== undefined && !rest.includes('--from=') && !/[[*?$"<]|:\/\//.test(rest))
    .flatMap((rest) =>
      (rest ?? '')
        .split(/\s+/)
        .filter((word) => word !== '' && !word.startsWith('--'))
        .slice(0, -1),
    )
    .map((source) => source.replace(/^\.?\/+/, '').replace(/\/+$/, ''))
    .filter((source) => source !== '' && source !== '.');
}

function holds(files: FileTree, path: string): boolean {
  return files.has(path) || files.paths.some((candidate) => candidate.startsWith(`${path}/`));
}

function exposedPort(text: string, preferred: number | undefined): number | undefined {
  const ports = text
    .split('\n')
    .flatMap((line) => /^\s*EXPOSE\s+(.*)$/i.exec(line)?.[1]?.split(/\s+/) ?? [])
    .map((word) => Number.parseInt(word, 10))
    .filter((port) => port >= 1 && port <= 65535);
  return preferred !== undefined && ports.includes(preferred) ? preferred : ports[0];
}
