import { delimiter } from 'node:path';
import { isSecretVariable } from '@devops-orchestrator/contracts';

/** What programs need to find the user's files, the engine and the certificates; nothing that tells a secret. */
const passedOn = [
  ...['HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TZ', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'],
];

/** The environment of a command: a few variables of the caller, `DOCKER_*`, and what the request adds. */
export function commandEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  path: readonly string[],
  added: Readonly<Record<string, string>> = {},
): Record<string, string> {
  // bash takes a socket as standard input for a remote shell, and then runs ~/.bashrc, unless it is not the first shell
  const environment: Record<string, string> = { PATH: path.join(delimiter), LANG: 'C.UTF-8', SHLVL: '1' };
  for (const [name, value] of Object.entries(caller)) {
    const isDocker = name.startsWith('DOCKER_') && !isSecretVariable(name);
    if (value !== undefined && (passedOn.includes(name) || isDocker)) environment[name] = value;
  }
  return { ...environment, ...added };
}
