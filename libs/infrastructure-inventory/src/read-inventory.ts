import { Inventory, byCodeUnit } from '@devops-orchestrator/contracts';
import type { FileTree } from '@devops-orchestrator/contracts';
import { classifyFile } from './classify-file.js';
import { readCompose } from './compose.reader.js';
import { readDockerfile } from './dockerfile.reader.js';
import { readEnvExample } from './env-example.reader.js';
import { readGithubActions } from './github-actions.reader.js';
import type { FileReader, InventoryPart } from './inventory-part.js';
import { mergeVariables } from './merge-variables.js';
import * as monitoring from './monitoring.reader.js';
import { readScript } from './script.reader.js';

const readers: Readonly<Record<string, FileReader>> = {
  dockerfile: readDockerfile,
  compose: readCompose,
  'env-example': readEnvExample,
  'github-actions': readGithubActions,
  prometheus: monitoring.readPrometheus,
  'prometheus-rules': monitoring.readPrometheusRules,
  'prometheus-tests': monitoring.readPrometheusTests,
  alertmanager: monitoring.readAlertmanager,
  'grafana-dashboard': monitoring.readGrafanaDashboard,
  'grafana-provisioning': monitoring.readPlainYaml,
  blackbox: monitoring.readPlainYaml,
  script: readScript,
};

/**
 * Reads what the infrastructure files on disk say, whoever wrote them, sorted by code unit.
 * A file that cannot be read as what it seems to be is listed in `unreadable`; nothing is thrown. Values of secrets are left out.
 */
export function readInventory(tree: FileTree): Inventory {
  const files: Inventory['files'] = [];
  const unreadable: Inventory['unreadable'] = [];
  const parts: InventoryPart[] = [];
  for (const path of tree.paths) {
    const kind = classifyFile(path, () => tree.read(path));
    if (kind === undefined) continue;
    files.push({ path, kind });
    const text = tree.read(path);
    if (text === undefined) unreadable.push({ path, reason: 'it is not text, or larger than 2 MiB' });
    else readPart(kind, path, text, parts, unreadable);
  }
  files.push(...mountedFiles(tree, files, parts));
  return Inventory.parse(assemble(parts, files, unreadable));
}

function readPart(
  kind: string,
  path: string,
  text: string,
  parts: InventoryPart[],
  unreadable: Inventory['unreadable'],
): void {
  try {
    parts.push(readers[kind]?.(path, text) ?? {});
  } catch (error) {
    // Anything may be in a file of a strange repository: parsers fail in their own ways, and the other files still count.
    const message = error instanceof Error ? error.message : String(error);
    unreadable.push({ path, reason: (message.split('\n', 1)[0] ?? '').slice(0, 200) });
  }
}

function mountedFiles(tree: FileTree, known: Inventory['files'], parts: readonly InventoryPart[]): Inventory['files'] {
  const taken = new Set(known.map(({ path }) => path));
  const mounted = new Set(parts.flatMap(({ mounts = [] }) => mounts));
  return [...mounted]
    .filter((path) => tree.has(path) && !taken.has(path))
    .map((path) => ({ path, kind: 'mounted-configuration' }));
}

function assemble(
  parts: readonly InventoryPart[],
  files: Inventory['files'],
  unreadable: Inventory['unreadable'],
): Inventory {
  const tested = new Set(parts.flatMap(({ testedAlerts = [] }) => testedAlerts));
  return {
    schemaVersion: 1,
    images: inOrder(parts.flatMap(({ images = [] }) => images)),
    services: inOrder(parts.flatMap(({ services = [] }) => services)),
    networks: inOrder(parts.flatMap(({ networks = [] }) => networks)),
    volumes: inOrder(parts.flatMap(({ volumes = [] }) => volumes)),
    environment: mergeVariables(parts.flatMap(({ variables = [] }) => variables)),
    pipelines: inOrder(parts.flatMap(({ pipelines = [] }) => pipelines)),
    scrapeJobs: inOrder(parts.flatMap(({ scrapeJobs = [] }) => scrapeJobs)),
    alerts: inOrder(parts.flatMap(({ alerts = [] }) => alerts)).map((alert) => ({
      ...alert,
      tested: tested.has(alert.name),
    })),
    receivers: inOrder(parts.flatMap(({ receivers = [] }) => receivers)),
    dashboards: inOrder(parts.flatMap(({ dashboards = [] }) => dashboards)),
    scripts: inOrder(parts.flatMap(({ scripts = [] }) => scripts)),
    files: files.sort((a, b) => byCodeUnit(a.path, b.path)),
    unreadable: unreadable.sort((a, b) => byCodeUnit(a.path, b.path)),
  };
}

function inOrder<T extends { path: string; line: number; name?: string }>(entries: T[]): T[] {
  return entries.sort(
    (a, b) => byCodeUnit(a.path, b.path) || a.line - b.line || byCodeUnit(a.name ?? '', b.name ?? ''),
  );
}
