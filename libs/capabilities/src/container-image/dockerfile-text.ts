import { quoteShell } from '@devops-orchestrator/templates';

/** Arguments of COPY; JSON form where a name needs it. */
export function copyArguments(sources: readonly string[], target: string): string {
  const words = [...sources, target];
  return words.every((word) => /^[A-Za-z0-9_@+=:,./-]+$/.test(word)) ? words.join(' ') : JSON.stringify(words);
}

/** One RUN instruction with a list of commands that stops at the first failure; empty for no commands. */
export function runInstruction(commands: readonly string[], flags: readonly string[] = []): string {
  if (commands.length === 0) return '';
  const options = flags.map((flag) => `${flag} `).join('');
  return `RUN ${options}${commands.join(' \\\n && ')}`;
}

/** ENV lines in name order; values that need it are quoted. */
export function environmentLines(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, value]) =>
        `${name}=${/^[A-Za-z0-9_@%+=:,./${}-]*$/.test(value) ? value : JSON.stringify(value).replaceAll('$', '\\$')}`,
    );
}

/** Commands that install Debian packages and leave no lists behind; none for no packages. */
export function installPackages(packages: readonly string[]): string[] {
  const names = [...new Set(packages)].filter((name) => /^[a-z0-9][a-z0-9+.-]+$/.test(name)).sort();
  if (names.length === 0) return [];
  return [
    'apt-get update',
    `apt-get install --yes --no-install-recommends ${names.join(' ')}`,
    'rm -rf /var/lib/apt/lists/*',
  ];
}

/** The RUN that installs Debian packages, with the reason for the rule it leaves aside. */
export function packagesInstruction(packages: readonly string[], further: readonly string[] = []): string {
  const install = installPackages(packages);
  if (install.length === 0) return further.length === 0 ? '' : runInstruction(further);
  return `# Debian serves one version of a package per release, so a pinned one would stop building.\n# hadolint ignore=DL3008\n${runInstruction([...install, ...further])}`;
}

/** `NAME=value` words in front of a command. */
export function assignments(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${quoteShell(value)} `)
    .join('');
}

/** User without a home of its own: numeric, so that Kubernetes can see that it is not root. */
export const applicationUser = '10001';
export const createUser = [
  `groupadd --gid ${applicationUser} app`,
  `useradd --no-log-init --uid ${applicationUser} --gid app --no-create-home --home-dir /tmp --shell /usr/sbin/nologin app`,
];

/** RUN that makes directories which the application writes to; empty for none. */
export function writableDirectories(paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const words = paths.map(quoteShell).join(' ');
  return `RUN install --directory --owner=${applicationUser} --group=${applicationUser} ${words}`;
}
