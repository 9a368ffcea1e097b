import { promqlProblems } from '../../promql/promql-problems.js';
import { collectFindings } from '../../verifier.js';
import type { Report, Verifier } from '../../verifier.js';
import { asList, asMapping, asText, isMapping } from '../../yaml/values.js';
import type { Mapping } from '../../yaml/values.js';
import { jsonProblem } from '../data/data.verifier.js';

/** Judges Grafana dashboards: panels that overlap or share an id, variables that are not defined, queries that do not parse. */
export const grafanaDashboardVerifier: Verifier = {
  id: 'grafana-dashboard',
  kinds: ['grafana-dashboard'],
  async verify({ path, content }) {
    const { findings, report } = collectFindings(path);
    const problem = jsonProblem(content);
    if (problem) {
      report('json-syntax', 'error', problem.line, problem.message);
      return findings;
    }
    const dashboard = asMapping(JSON.parse(content));
    const lineOf = lineFinder(content);
    if (asText(dashboard.title) === undefined) report('grafana-title', 'error', 1, 'The dashboard has no title.');
    if ((asText(dashboard.uid) ?? '').length > 40)
      report('grafana-uid', 'error', lineOf('"uid"'), 'A uid has at most 40 characters.');
    const panels = asList(dashboard.panels).filter(isMapping);
    const all = panels.flatMap((panel) => [panel, ...asList(panel.panels).filter(isMapping)]).slice(0, 1000);
    verifyIds(all, lineOf, report);
    verifyLayout(panels.slice(0, 300), lineOf, report);
    const variables = new Set(
      asList(asMapping(dashboard.templating).list).map((item) => asText(asMapping(item).name) ?? ''),
    );
    for (const panel of all) verifyPanel(panel, variables, lineOf, report);
    return findings;
  },
};

type LineOf = (text: string) => number;

function verifyIds(panels: readonly Mapping[], lineOf: LineOf, report: Report): void {
  const seen = new Set<unknown>();
  for (const { id, title } of panels) {
    if (id !== undefined && id !== null && seen.has(id)) {
      report(
        'grafana-panel-id',
        'error',
        lineOf(JSON.stringify(title ?? '')),
        `Two panels have the id ${String(asText(id))}.`,
      );
    }
    seen.add(id);
  }
}

function verifyLayout(panels: readonly Mapping[], lineOf: LineOf, report: Report): void {
  const boxes = panels.flatMap((panel) => {
    const { x, y, w, h } = asMapping(panel.gridPos);
    const isBox = [x, y, w, h].every((each) => typeof each === 'number' && Number.isFinite(each));
    return isBox ? [{ title: asText(panel.title) ?? '', x: Number(x), y: Number(y), w: Number(w), h: Number(h) }] : [];
  });
  for (const [index, box] of boxes.entries()) {
    const line = lineOf(JSON.stringify(box.title));
    if (box.x < 0 || box.w < 1 || box.h < 1 || box.x + box.w > 24) {
      report('grafana-width', 'error', line, `The panel '${box.title}' is outside the grid of 24 columns.`);
    }
    const other = boxes.slice(index + 1).find((each) => overlap(box, each));
    if (other) report('grafana-overlap', 'error', line, `The panels '${box.title}' and '${other.title}' overlap.`);
  }
}

type Box = { x: number; y: number; w: number; h: number };

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function verifyPanel(panel: Mapping, variables: ReadonlySet<string>, lineOf: LineOf, report: Report): void {
  const title = asText(panel.title) ?? '';
  if (asText(panel.type) === undefined && !('libraryPanel' in panel))
    report('grafana-panel-type', 'error', lineOf(JSON.stringify(title)), `The panel '${title}' has no type.`);
  for (const target of asList(panel.targets).slice(0, 100)) {
    const expression = asText(asMapping(target).expr);
    if (expression === undefined) continue;
    const line = lineOf(JSON.stringify(expression));
    for (const match of expression.matchAll(/\$(?:\{([A-Za-z]\w*)[^}]*\}|([A-Za-z]\w*))/g)) {
      const name = match[1] ?? match[2] ?? '';
      if (!variables.has(name))
        report('grafana-variable', 'error', line, `The panel '${title}' uses $${name}, which is not defined.`);
    }
    if (!isPrometheus(target, panel)) continue;
    for (const problem of promqlProblems(withoutVariables(expression))) {
      report('promql', 'error', line, `The panel '${title}': ${problem}.`);
    }
  }
}

function isPrometheus(target: unknown, panel: Mapping): boolean {
  const type = asText(asMapping(asMapping(target).datasource).type) ?? asText(asMapping(panel.datasource).type);
  return type === 'prometheus';
}

/** Variables stand for durations in brackets and for label text or names elsewhere. */
function withoutVariables(expression: string): string {
  return expression
    .replace(/\$(?:\{__(?:rate_interval|interval|range)(?::\w+)?\}|__(?:rate_interval|interval|range)\b)/g, '5m')
    .replace(/([[:]\s*)\$(?:\{\w+[^}]*\}|\w+)/g, '$15m')
    .replace(/\$(?:\{\w+[^}]*\}|\w+)/g, '1')
    .replace(
      /\b(by|without|on|ignoring)\s*\(([^)]*)\)/g,
      (_, word: string, names: string) => `${word} (${names.replace(/\b1\b/g, 'x')})`,
    );
}

function lineFinder(content: string): LineOf {
  return (text) => {
    const at = text.length < 3 ? -1 : content.indexOf(text);
    return at < 0 ? 1 : content.slice(0, at).split('\n').length;
  };
}
