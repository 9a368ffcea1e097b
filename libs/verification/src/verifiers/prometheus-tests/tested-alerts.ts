import { posix } from 'node:path';
import type { FileTree } from '@devops-orchestrator/contracts';
import { parse } from 'yaml';
import { classifyArtifact } from '../../artifact-kind.js';
import { asList, asMapping, asText } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';

/** Names of the alerts that some promtool test of the tree expects to fire, for one rules file. */
export function testedAlerts(tree: FileTree, rulesPath: string): ReadonlySet<string> {
  const alerts = new Set<string>();
  for (const path of tree.paths) {
    if (!/\.ya?ml$/.test(path)) continue;
    const content = tree.read(path) ?? '';
    if (!content.includes('rule_files') || classifyArtifact(path, content) !== 'prometheus-tests') continue;
    const test = readQuietly(content);
    const names = asList(test.rule_files).map((name) => posix.join(posix.dirname(path), asText(name) ?? ''));
    if (!names.some((name) => name === rulesPath || name.includes('*'))) continue;
    for (const each of asList(test.tests)) {
      for (const expected of asList(asMapping(each).alert_rule_test)) {
        const { alertname, exp_alerts: fires } = asMapping(expected);
        if (asList(fires).length > 0) alerts.add(asText(alertname) ?? '');
      }
    }
  }
  return alerts;
}

/** Names of the alerts that a rules file defines; none when it cannot be read. */
export function definedAlerts(content: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const group of asList(readQuietly(content).groups)) {
    for (const rule of asList(asMapping(group).rules)) names.add(asText(asMapping(rule).alert) ?? '');
  }
  return names;
}

function readQuietly(content: string): Mapping {
  try {
    return asMapping(
      parse(content.slice(0, 1_000_000), { merge: true, logLevel: 'silent', maxAliasCount: 1000 }) as unknown,
    );
  } catch {
    return {};
  }
}
