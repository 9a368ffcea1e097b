import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { Inventory } from '@devops-orchestrator/contracts';
import type { InventoryPart } from './inventory-part.js';
import { asList, asRecord, asText, asTexts } from './lenient-value.js';
import { withoutSecrets } from './secret-text.js';
import { parseYamlSource } from './yaml-source.js';

/** Reads the scrape jobs of a Prometheus configuration. */
export function readPrometheus(path: string, text: string): InventoryPart {
  const source = parseYamlSource(text);
  const jobs = asList(asRecord(source.value)['scrape_configs']);
  return {
    scrapeJobs: jobs.map((value, index) => {
      const job = asRecord(value);
      return {
        path,
        line: source.line(['scrape_configs', index]),
        name: asText(job['job_name']) ?? `job ${index + 1}`,
        metricsPath: asText(job['metrics_path']) ?? '/metrics',
        targets: scrapeTargets(job),
      };
    }),
  };
}

function scrapeTargets(job: Record<string, unknown>): string[] {
  const fixed = asList(job['static_configs']).flatMap((group) => asTexts(asRecord(group)['targets']));
  const discovered = Object.keys(job).filter((key) => key.endsWith('_sd_configs'));
  return [...fixed.map(withoutSecrets), ...discovered].sort(byCodeUnit);
}

/** Reads the alerts of a Prometheus rule file; recording rules are left out. @throws {Error} when it has no groups. */
export function readPrometheusRules(path: string, text: string): InventoryPart {
  const source = parseYamlSource(text);
  const groups = asRecord(source.value)['groups'];
  if (!Array.isArray(groups)) throw new Error('it has no groups of rules');
  const alerts = groups.flatMap((group, groupIndex) =>
    asList(asRecord(group)['rules']).flatMap((rule, index) => {
      const name = asText(asRecord(rule)['alert']);
      if (name === undefined) return [];
      return [readAlert(path, source.line(['groups', groupIndex, 'rules', index]), name, asRecord(rule))];
    }),
  );
  return { alerts };
}

function readAlert(
  path: string,
  line: number,
  name: string,
  rule: Record<string, unknown>,
): Inventory['alerts'][number] {
  const annotations = asRecord(rule['annotations']);
  const facts = {
    severity: asText(asRecord(rule['labels'])['severity']),
    for: asText(rule['for']),
    summary: asText(annotations['summary']) ?? asText(annotations['description']),
    runbook: asText(annotations['runbook_url']) ?? asText(annotations['runbook']),
  };
  const stated = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  return { path, line, name, expression: (asText(rule['expr']) ?? '').trim(), ...stated, tested: false };
}

/** Reads which alerts a promtool test names. */
export function readPrometheusTests(path: string, text: string): InventoryPart {
  const tests = asList(asRecord(parseYamlSource(text).value)['tests']);
  return {
    testedAlerts: tests.flatMap((test) =>
      asList(asRecord(test)['alert_rule_test']).flatMap((entry) => asText(asRecord(entry)['alertname']) ?? []),
    ),
  };
}

/** Reads the receivers of an Alertmanager configuration. */
export function readAlertmanager(path: string, text: string): InventoryPart {
  const source = parseYamlSource(text);
  return {
    receivers: asList(asRecord(source.value)['receivers']).flatMap((receiver, index) => {
      const name = asText(asRecord(receiver)['name']);
      return name === undefined ? [] : [{ path, line: source.line(['receivers', index]), name }];
    }),
  };
}

/** Reads title and panel titles of a Grafana dashboard. @throws {Error} when it is not JSON. */
export function readGrafanaDashboard(path: string, text: string): InventoryPart {
  const parsed = asRecord(JSON.parse(text));
  const dashboard = 'dashboard' in parsed ? asRecord(parsed['dashboard']) : parsed;
  const title = asText(dashboard['title']) ?? path.split('/').at(-1) ?? path;
  return { dashboards: [{ path, line: 1, title, panels: panelTitles(dashboard['panels']) }] };
}

function panelTitles(panels: unknown): string[] {
  return asList(panels).flatMap((value) => {
    const panel = asRecord(value);
    const title = asText(panel['title']);
    const nested = asList(panel['panels']).flatMap((inner) => asText(asRecord(inner)['title']) ?? []);
    return [...(title === undefined || title === '' ? [] : [title]), ...nested];
  });
}

/** Checks that a YAML file with no facts of its own is YAML. */
export function readPlainYaml(_path: string, text: string): InventoryPart {
  parseYamlSource(text);
  return {};
}
