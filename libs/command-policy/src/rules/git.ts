import { refuse } from '../evaluate/refuse.js';
import { constant, shown } from '../evaluate/value.js';
import type { Call } from './command-rule.js';

const harmlessSettings = [
  /^(?:core\.(?:quotepath|abbrev)|color\.[\w.]+|advice\.\w+|log\.\w+|status\.\w+|grep\.\w+|safe\.directory)(?:=.*)?$/i,
  /^(?:diff\.(?:renames|noprefix|algorithm)|init\.defaultbranch|user\.(?:name|email))(?:=.*)?$/i,
  /^(?:core\.pager=(?:cat)?|core\.fsmonitor=false|core\.hookspath=\/dev\/null|pager\.\w+=false)$/i,
];

/** `git -c name=value`: settings that change how things are shown, none that names a program. */
export function judgeConfiguration({ options, site }: Call): void {
  if ([...site.run.written.keys()].some((path) => /(?:^|\/)(?:config|HEAD)$/.test(path))) {
    refuse(site, 'written-and-run', 'git may run what a configuration names that the same command has written.');
  }
  for (const { name, value } of options) {
    if (name !== '-c') continue;
    const setting = constant(value) ?? (value ? shown(value) : '');
    if (!harmlessSettings.some((pattern) => pattern.test(setting))) {
      refuse(site, 'refused-option', `git -c ${setting} may run a program or reach another place.`);
    }
  }
}

/** `git branch` and `git tag` list; a name alone would make one. */
export function listsOnly({ options, operands, site, path }: Call): void {
  const lists = options.some(({ name }) => /^(?:-l|--list|--contains|--merged|--no-merged|--points-at)$/.test(name));
  if (operands.length > 0 && !lists) refuse(site, 'not-allowed', `${path} may list, not make or move.`);
}

export function checksOnly({ options, site }: Call): void {
  if (!options.some(({ name }) => /^--(?:check|stat|numstat|summary)$/.test(name))) {
    refuse(site, 'not-allowed', 'git apply may only --check.');
  }
}
