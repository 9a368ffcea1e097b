import { gitFolders, systemPaths } from './visible-paths.js';

export interface SandboxedCommand {
  root: string;
  /** Folders of this run: what commands take for the temporary and the home folder. */
  temporary: string;
  privateHome: string;
  home: string | undefined;
  path: readonly string[];
  readable: readonly string[];
  network: boolean;
  /** Whether it may reach the engine: by a socket of this machine, or else as the environment says. */
  docker: boolean;
  dockerSocket: string | undefined;
}

/**
 * Arguments of bubblewrap up to the program: the repository and two folders of the run are writable, the system can be read,
 * everything else is not there. Source: bwrap(1).
 */
export function sandboxArguments(command: SandboxedCommand): string[] {
  const { root, temporary, privateHome, home, path, readable, network, docker, dockerSocket } = command;
  const visible = systemPaths(home, path, readable);
  const bind = (kind: string, from: string, to = from) => [kind, from, to];
  return [
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network ? [] : ['--unshare-net']),
    ...['--die-with-parent', '--cap-drop', 'ALL', '--proc', '/proc', '--dev', '/dev'],
    ...['--tmpfs', '/tmp', '--tmpfs', '/run', '--tmpfs', '/var/tmp', '--symlink', '/run', '/var/run'],
    ...(home === undefined ? [] : bind('--bind', privateHome, home)),
    ...visible.readable.flatMap((folder) => bind('--ro-bind-try', folder)),
    ...visible.links.flatMap(([link, target]) => ['--symlink', target, link]),
    ...visible.hidden.flatMap(({ path: hidden, isFolder }) =>
      isFolder ? ['--tmpfs', hidden] : bind('--ro-bind', '/dev/null', hidden),
    ),
    ...(network ? ['--ro-bind-try', '/run/systemd/resolve', '/run/systemd/resolve'] : []),
    ...bind('--bind', temporary),
    ...bind('--bind', root),
    ...gitFolders(root).flatMap((folder) => bind('--ro-bind', folder)),
    ...(dockerSocket === undefined ? [] : bind('--bind', dockerSocket)),
    ...['--setenv', 'TMPDIR', temporary],
    ...(dockerSocket === undefined ? [] : ['--setenv', 'DOCKER_HOST', `unix://${dockerSocket}`]),
    ...(docker ? [] : ['--unsetenv', 'DOCKER_HOST']),
    ...['--unsetenv', 'XDG_RUNTIME_DIR', '--unsetenv', 'XDG_CONFIG_HOME', '--unsetenv', 'XDG_CACHE_HOME'],
    ...['--chdir', root, '--'],
  ];
}
