import { isUrl, judgeInside } from '../evaluate/paths.js';
import { refuse } from '../evaluate/refuse.js';
import { constant, shown } from '../evaluate/value.js';
import type { Call } from './command-rule.js';

function valueOf({ options }: Call, ...names: readonly string[]): string | undefined {
  const given = options.filter(({ name }) => names.includes(name)).at(-1);
  return given && (given.value === undefined ? '' : constant(given.value));
}

/** `kubectl apply --dry-run=client`: the last one counts. */
export function dryRunOnly(call: Call): void {
  if (valueOf(call, '--dry-run') !== 'client') {
    refuse(call.site, 'cluster', `${call.path} changes a cluster; add --dry-run=client.`);
  }
  for (const { name, value } of call.options) {
    if (value && isUrl(value) && /^(?:-f|--filename|-k|--kustomize)$/.test(name)) {
      refuse(call.site, 'network', `${call.path} may not fetch ${shown(value)}.`);
    }
  }
}

export function clientVersion(call: Call): void {
  if (!call.options.some(({ name }) => name === '--client')) {
    refuse(call.site, 'cluster', 'kubectl version asks a cluster; add --client.');
  }
}

/** A chart of the repository, after an optional name of the release. */
export function localChart({ operands, site, path }: Call): void {
  const chart = operands.at(-1);
  if (chart === undefined) return;
  if (isUrl(chart)) return refuse(site, 'network', `${path} may not fetch ${shown(chart)}.`);
  judgeInside(site, chart, 'chart');
}

export function initWithoutBackend(call: Call): void {
  if (valueOf(call, '-backend') !== 'false') {
    refuse(call.site, 'cloud', `${call.path} reaches the backend where the state is; add -backend=false.`);
  }
}

/** What reads or makes things in a cloud: in the sandbox it has neither network nor credentials. */
export function onlyInSandbox({ site, path }: Call): void {
  if (site.run.options.sandboxed !== true) {
    refuse(
      site,
      'cloud',
      `${path} can reach a cloud with the credentials of this machine; it runs in the sandbox alone.`,
    );
  }
}

export function syntaxOnly({ options, site, path }: Call): void {
  if (!options.some(({ name }) => name === '--syntax-check'))
    refuse(site, 'cloud', `${path} changes machines; add --syntax-check.`);
}

export function packerSyntax({ options, site, path }: Call): void {
  if (!options.some(({ name }) => name === '-syntax-only'))
    refuse(site, 'cloud', `${path} may load plugins; add -syntax-only.`);
}
