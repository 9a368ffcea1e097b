import type { Component } from '@devops-orchestrator/contracts';

/** Folder of a component, in its image, that a volume keeps for database files whose own folder holds code. */
export const linkedDatabaseFolder = 'sqlite-data';

/** SQLite files of a component that lie among its code: their place is a link into a folder that can be a volume. */
export function linkedDatabases({ traits }: Component): string[] {
  return (traits?.['sqliteFiles'] ?? '')
    .split(' ')
    .filter((path) => /^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/.test(path) && !path.includes('..'));
}

/** Where the links are made. */
export interface LinkPlace {
  /** `/out/` for links in another folder than the sources; empty for links among them. */
  prefix: string;
  /** User and group that write the files. */
  owner: string;
  /** True for a file that the repository holds: it becomes the first content of the volume. */
  committed: (path: string) => boolean;
}

/** Shell commands, run in the component's directory, that leave a link in each database file's place. */
export function linkCommands(component: Component, { prefix, owner, committed }: LinkPlace): string[] {
  const paths = linkedDatabases(component);
  if (paths.length === 0) return [];
  const folder = prefix + linkedDatabaseFolder;
  const links = paths.flatMap((path) => {
    const name = path.replaceAll('/', '-');
    const up = '../'.repeat(path.split('/').length - 1);
    return [
      ...(committed(path) ? [`if [ -f ${path} ]; then mv ${path} ${folder}/${name}; fi`] : []),
      `ln -sf ${up}${linkedDatabaseFolder}/${name} ${prefix}${path}`,
    ];
  });
  return [`mkdir -p ${folder}`, ...links, `chown -R ${owner}:${owner} ${folder}`];
}
