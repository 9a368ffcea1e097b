import { parse } from 'yaml';
import type { TaskFileStep } from '@devops-orchestrator/contracts';
import type { CapabilityInput } from '../capability.js';
import { exampleTree } from '../delivery-model/example-model.js';
import { monitoringCapability } from './monitoring.capability.js';
import { monitoringCases } from './monitoring-cases.js';

interface Rule {
  alert?: string;
  expr: string;
  annotations?: Record<string, string>;
}
interface RuleTest {
  name: string;
  alert_rule_test: { alertname: string; exp_alerts: unknown[] }[];
}

const cases = Object.entries(monitoringCases).map(([name, make]) => [name, make()] as const);

describe('monitoringCapability', () => {
  it.each(cases)('writes YAML and JSON that parse: %s', (_, input) => {
    for (const { path, content } of filesOf(input)) {
      if (/\.ya?ml$/.test(path)) expect(() => parse(content) as unknown).not.toThrow();
      if (path.endsWith('.json')) expect(() => JSON.parse(content) as unknown).not.toThrow();
      expect(content).not.toMatch(/undefined|\[object Object\]|NaN/);
    }
  });

  it.each(cases)('tests every alert once firing and once quiet: %s', (_, input) => {
    const tests = filesOf(input)
      .filter(({ path }) => path.includes('/tests/'))
      .flatMap(({ content }) => (parse(content) as { tests: RuleTest[] }).tests)
      .flatMap(({ alert_rule_test }) => alert_rule_test);
    for (const alert of alertsOf(input)) {
      const found = tests.filter(({ alertname }) => alertname === alert.alert);
      expect(found.map(({ exp_alerts }) => exp_alerts.length).sort()).toEqual([0, 1]);
    }
  });

  it.each(cases)('gives every alert a heading that its runbook URL leads to: %s', (_, input) => {
    const catalogue = content(input, 'monitoring/prometheus/alerts.md');
    const anchors = [...catalogue.matchAll(/^## (\w+)$/gm)].map((match) => (match[1] ?? '').toLowerCase());
    for (const { annotations } of alertsOf(input)) {
      const [file, anchor] = (annotations?.['runbook_url'] ?? '').split('#');
      expect(file).toBe('monitoring/prometheus/alerts.md');
      expect(anchors).toContain(anchor);
    }
  });

  it.each(cases)('places the panels of the dashboard without overlap and with ids of their own: %s', (_, input) => {
    const { panels } = JSON.parse(content(input, `monitoring/grafana/dashboards/${input.model.project}.json`)) as {
      panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (__, index) => `${String(x + (index % w))}/${String(y + Math.floor(index / w))}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos }) => gridPos.x + gridPos.w <= 24)).toBe(true);
  });

  it.each(cases)('hardens every service it adds and publishes on 127.0.0.1 only: %s', (_, input) => {
    const { services } = parse(content(input, 'compose.monitoring.yaml')) as {
      services: Record<string, Record<string, unknown>>;
    };
    for (const service of Object.values(services).filter(({ image }) => image !== undefined)) {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
      for (const port of (service['ports'] as string[] | undefined) ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it.each(cases)('ties each criterion to checks that exist, and each check to a criterion: %s', (_, input) => {
    const [contribution] = monitoringCapability.contribute(input);
    const ids = contribution?.checks.map(({ id }) => id) ?? [];
    expect(contribution?.criteria.flatMap(({ checks }) => checks).sort()).toEqual([...ids].sort());
  });

  it('writes the same bytes for the same input', () => {
    for (const make of Object.values(monitoringCases)) expect(filesOf(make())).toEqual(filesOf(make()));
  });

  it('judges monitoring that stands elsewhere, and leaves it alone', () => {
    const input = caseOf('one server without services');
    const path = "ops/it's/prometheus.yml";
    const analysis = { ...input.analysis, delivery: [{ kind: 'prometheus', path }] };
    const [contribution] = monitoringCapability.contribute({ ...input, analysis, files: exampleTree({ [path]: '' }) });
    expect(contribution?.checks.find(({ id }) => id === 'monitoring-kept-files')?.command).toBe(
      "devops-orchestrator verify --advisory 'ops/it'\\''s/prometheus.yml'",
    );
    expect(contribution?.checks.map(({ id }) => id)).toContain('monitoring-live');
  });

  it('adds nothing where nothing runs', () => {
    const input = caseOf('only workers');
    expect(monitoringCapability.contribute({ ...input, model: { ...input.model, components: [] } })).toEqual([]);
  });

  it('takes names and ports that the project has not taken', () => {
    const compose = content(caseOf('names that the stack has'), 'compose.monitoring.yaml');
    const { services } = parse(compose) as { services: object };
    expect(Object.keys(services)).toEqual([
      'alertmanager',
      'blackbox-exporter',
      'monitoring-grafana',
      'monitoring-prometheus',
    ]);
    expect(compose).toContain('${PROMETHEUS_PORT:-9091}');
    expect(compose).toContain('${GRAFANA_PORT:-3301}');
  });

  it("names the services of the user's compose file and never copies a literal password", () => {
    const input = caseOf("the user's own compose file");
    expect(content(input, 'monitoring/prometheus/prometheus.yml')).toContain('http://backend:3000/health');
    const overlay = content(input, 'compose.monitoring.yaml');
    expect(overlay).toContain('db:5432/shop?sslmode=disable');
    expect(overlay).toContain('${DB_PASSWORD:?set DB_PASSWORD in .env}');
    expect(overlay).not.toContain('secret');
  });

  it('says that a worker without a port is not watched', () => {
    const [contribution] = monitoringCapability.contribute(caseOf('only workers'));
    expect(contribution?.context).toContain('worker: a worker that listens on no port cannot be probed');
  });

  it('keeps what the user has, and promises nothing about a stack that is partly theirs', () => {
    const input = caseOf('one server without services');
    const kept = ['monitoring/prometheus/rules/components.yml', 'compose.monitoring.yaml'];
    const files = exampleTree(Object.fromEntries(kept.map((path) => [path, 'groups: []\n'])));
    const [contribution] = monitoringCapability.contribute({ ...input, files });
    const paths = filesOf({ ...input, files }).map(({ path }) => path);
    for (const path of [...kept, 'monitoring/prometheus/tests/components.yml']) expect(paths).not.toContain(path);
    expect(contribution?.checks.map(({ id }) => id)).toEqual([
      'monitoring-files',
      'monitoring-kept-files',
      'monitoring-rules',
      'monitoring-alert-tests',
      'monitoring-alertmanager',
    ]);
  });
});

function caseOf(name: string): CapabilityInput {
  const make = monitoringCases[name];
  if (make === undefined) throw new Error(`no case ${name}`);
  return make();
}

function filesOf(input: CapabilityInput): TaskFileStep[] {
  return monitoringCapability
    .contribute(input)
    .flatMap(({ steps }) => steps)
    .filter((step) => step.kind === 'file');
}

function content(input: CapabilityInput, path: string): string {
  return filesOf(input).find((file) => file.path === path)?.content ?? '';
}

function alertsOf(input: CapabilityInput): Rule[] {
  return filesOf(input)
    .filter(({ path }) => path.includes('/rules/'))
    .flatMap(({ content: text }) => (parse(text) as { groups: { rules: Rule[] }[] }).groups)
    .flatMap(({ rules }) => rules)
    .filter(({ alert }) => alert !== undefined);
}
