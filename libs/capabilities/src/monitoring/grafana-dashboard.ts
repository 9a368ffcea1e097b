import { applicationPanels, servicePanels, type DashboardSection, type PanelDraft } from './dashboard-sections.js';
import type { MonitoringPlan } from './monitoring-plan.js';

const columns = 24;
const datasource = { type: 'prometheus', uid: 'prometheus' };

/** The dashboard: golden signals per component, saturation per service, and the monitoring itself. Source: Grafana, dashboard JSON model. */
export function renderGrafanaDashboard(plan: MonitoringPlan): string {
  const dashboard = {
    annotations: { list: [] },
    description: `Availability, latency, traffic, errors and saturation of ${plan.project}`,
    editable: true,
    fiscalYearStartMonth: 0,
    graphTooltip: 1,
    links: [],
    panels: layOut(sections(plan)),
    refresh: '30s',
    schemaVersion: 39,
    tags: ['devops-orchestrator'],
    templating: { list: [] },
    time: { from: 'now-1h', to: 'now' },
    timepicker: {},
    timezone: 'browser',
    title: plan.project,
    // Grafana allows 40 characters.
    uid: plan.project.slice(0, 40),
    version: 1,
  };
  return `${JSON.stringify(dashboard, null, 2)}\n`;
}

function sections(plan: MonitoringPlan): DashboardSection[] {
  return [...applicationPanels(plan), ...servicePanels(plan), monitoringSection].filter(
    ({ panels }) => panels.length > 0,
  );
}

const monitoringSection: DashboardSection = {
  title: 'Monitoring',
  panels: [
    {
      title: 'Alerts firing',
      type: 'stat',
      unit: 'short',
      queries: [['count(ALERTS{alertstate="firing"}) or vector(0)', 'firing']],
      width: 6,
    },
    { title: 'Targets up', type: 'timeseries', unit: 'short', queries: [['up', '{{job}} {{instance}}']], width: 18 },
  ],
};

/** Places panels from left to right, a row per section; ids count up from 1. */
function layOut(list: readonly DashboardSection[]): object[] {
  const panels: object[] = [];
  let y = 0;
  for (const section of list) {
    panels.push({
      collapsed: false,
      gridPos: { h: 1, w: columns, x: 0, y },
      id: panels.length + 1,
      panels: [],
      title: section.title,
      type: 'row',
    });
    y += 1;
    let x = 0;
    for (const draft of section.panels) {
      if (x + draft.width > columns) {
        x = 0;
        y += panelHeight;
      }
      panels.push(panel(draft, panels.length + 1, x, y));
      x += draft.width;
    }
    y += panelHeight;
  }
  return panels;
}

const panelHeight = 8;

function panel(draft: PanelDraft, id: number, x: number, y: number): object {
  return {
    datasource,
    fieldConfig: {
      defaults: { unit: draft.unit, ...(draft.unit === 'percentunit' ? { max: 1, min: 0 } : { min: 0 }) },
      overrides: [],
    },
    gridPos: { h: panelHeight, w: draft.width, x, y },
    id,
    options: draft.type === 'stat' ? statOptions : seriesOptions,
    targets: draft.queries.map(([expression, legend], index) => ({
      datasource,
      editorMode: 'code',
      expr: expression,
      legendFormat: legend,
      range: true,
      refId: String.fromCharCode(65 + index),
    })),
    title: draft.title,
    type: draft.type,
  };
}

const statOptions = {
  colorMode: 'value',
  graphMode: 'area',
  justifyMode: 'auto',
  orientation: 'auto',
  reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
  textMode: 'auto',
};
const seriesOptions = {
  legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: true },
  tooltip: { mode: 'multi', sort: 'desc' },
};
