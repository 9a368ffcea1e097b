import type { GitOverrides } from './run-git.js';

/** What would run a program, fetch, or hand over to another repository, whatever a configuration file says. */
export const fixedOverrides: GitOverrides = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.editor', 'false'],
  ['core.askPass', 'false'],
  ['core.sshCommand', 'false'],
  ['core.alternateRefsCommand', 'false'],
  ['credential.helper', ''],
  ['commit.gpgSign', 'false'],
  ['tag.gpgSign', 'false'],
  ['gpg.program', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['protocol.allow', 'never'],
  ['submodule.recurse', 'false'],
  ['safe.bareRepository', 'explicit'],
  ['i18n.commitEncoding', 'UTF-8'],
  ['core.quotePath', 'false'],
];

const drivers: readonly (readonly [RegExp, string])[] = [
  [/^filter\..*\.(?:clean|smudge|process)$/s, ''],
  [/^filter\..*\.required$/s, 'false'],
  [/^hook\..*\.enabled$/s, 'false'],
];

/** Overrides for the drivers that a configuration names; @param keys every key of the effective configuration. */
export function driverOverrides(keys: readonly string[]): GitOverrides {
  const found = new Set(keys.flatMap((key) => (/^hook\..*\./s.test(key) ? [key, hookSwitch(key)] : [key])));
  return [...found].flatMap((key) => {
    const driver = drivers.find(([pattern]) => pattern.test(key));
    return driver ? [[key, driver[1]] as const] : [];
  });
}

function hookSwitch(key: string): string {
  return `${key.slice(0, key.lastIndexOf('.'))}.enabled`;
}
