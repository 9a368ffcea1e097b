import { toString } from 'mdast-util-to-string';
import type { Nodes, Table } from 'mdast';
import type { Inventory } from '@devops-orchestrator/contracts';
import { plainText } from './markdown-text.js';
import { allNodes, codeSpans, parseMarkdown } from './markdown-tree.js';

export interface CheckedDocument {
  path: string;
  content: string;
}

/** Compose commands whose last words are service names, and their options that take a value. */
const serviceCommands = new Set(['logs', 'restart', 'stop', 'start', 'pull', 'build', 'exec']);
const valueOptions = new Set(['--since', '--tail', '--scale', '--progress', '--project-name', '--env-file']);

/**
 * Compares documents with the inventory, both ways: each port, variable, command, service and alert in them exists, and each
 * file and fact of the inventory is documented. Reads the Markdown, so that it knows nothing of how it was made.
 * @returns one line for each violation; none when they agree.
 */
export function checkDocuments(inventory: Inventory, documents: readonly CheckedDocument[]): string[] {
  const known = namesOf(inventory);
  const trees = documents.map(({ path, content }) => ({ path, nodes: allNodes(parseMarkdown(content)) }));
  const invented = trees.flatMap(({ path, nodes }) =>
    [
      ...inventedInTables(nodes, known),
      ...inventedAlerts(nodes, known),
      ...inventedInCode(nodes, known, inventory),
    ].map((problem) => `${path}: ${problem}`),
  );
  const shown = new Set(trees.flatMap(({ nodes }) => nodes.flatMap(shownNames)));
  const missing = Object.entries(known).flatMap(([column, names]) =>
    [...names].filter((name) => name !== '' && !shown.has(name)).map((name) => `not documented: ${column} ${name}`),
  );
  return [...invented, ...missing];
}

type KnownNames = Record<string, Set<string>>;

/** Names by the table column that lists them. */
function namesOf(inventory: Inventory): KnownNames {
  const { images, services, environment, pipelines, alerts } = inventory;
  const ports = [
    ...images.flatMap((image) => image.ports),
    ...services.flatMap((service) => service.ports.map(({ container }) => container)),
  ];
  const lists: Record<string, readonly string[]> = {
    Variable: environment.map(({ name }) => name),
    Service: services.map(({ name }) => name),
    Alert: alerts.map(({ name }) => name),
    Port: ports.map(String),
    Network: inventory.networks.map(({ name }) => name),
    Volume: inventory.volumes.map(({ name }) => name),
    Secret: pipelines.flatMap(({ secrets }) => secrets),
    File: inventory.files.map(({ path }) => path),
    Job: pipelines.flatMap(({ jobs }) => jobs.map(({ id }) => id)),
    'Scrape job': inventory.scrapeJobs.map(({ name }) => name),
    Receiver: inventory.receivers.map(({ name }) => name),
    Dashboard: inventory.dashboards.map(({ title }) => title),
  };
  return Object.fromEntries(
    Object.entries(lists).map(([column, names]) => [column, new Set(names.map((name) => plainText(name)))]),
  );
}

function inventedInTables(nodes: readonly Nodes[], known: KnownNames): string[] {
  return nodes.flatMap((node) => (node.type === 'table' ? inventedInTable(node, known) : []));
}

function inventedInTable({ children: [head, ...rows] }: Table, known: KnownNames): string[] {
  const columns = head?.children.map((cell) => toString(cell)) ?? [];
  return rows.flatMap((row) =>
    row.children.flatMap((cell, index) => {
      const column = columns[index] ?? '';
      const names = known[column];
      if (names === undefined) return [];
      return codeSpans(cell)
        .filter((name) => !names.has(name))
        .map((name) => `the inventory has no ${column.toLowerCase()} ${name}`);
    }),
  );
}

function inventedAlerts(nodes: readonly Nodes[], known: KnownNames): string[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'heading' || !toString(node).startsWith('Alert: ')) return [];
    const name = plainText(toString(node).slice('Alert: '.length));
    return known['Alert']?.has(name) ? [] : [`the inventory has no alert ${name}`];
  });
}

function inventedInCode(nodes: readonly Nodes[], known: KnownNames, inventory: Inventory): string[] {
  const stated = new Set(JSON.stringify(inventory).match(/\d{2,5}/g));
  return nodes.flatMap((node) => {
    if (node.type !== 'code' && node.type !== 'inlineCode') return [];
    const ports = [...node.value.matchAll(/(?:localhost|127\.0\.0\.1):(\d{2,5})\b/g)].map((match) => match[1] ?? '');
    const invented = ports.filter((port) => !stated.has(port)).map((port) => `the inventory has no port ${port}`);
    if (node.type !== 'code' || node.lang !== 'bash') return invented;
    return [...invented, ...node.value.split('\n').flatMap((line) => inventedInCommand(line, known))];
  });
}

function inventedInCommand(line: string, known: KnownNames): string[] {
  const words = (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'(.*)'$/, '$1'));
  const files = words.filter((_, index) => words[index - 1] === '--file');
  const program = words[0] ?? '';
  if (program.includes('/')) files.push(program.replace(/^\.\//, ''));
  const problems = files.filter((file) => !known['File']?.has(file)).map((file) => `the inventory has no file ${file}`);
  const services = servicesIn(words).filter((name) => !known['Service']?.has(name));
  return [...problems, ...services.map((name) => `the inventory has no service ${name}`)];
}

function servicesIn(words: readonly string[]): string[] {
  if (words[0] !== 'docker' || words[1] !== 'compose') return [];
  const at = words.findIndex((word, index) => index > 1 && serviceCommands.has(word) && words[index - 1] !== '--file');
  if (at < 0) return [];
  return words.filter(
    (word, index) => index > at && !word.startsWith('-') && !valueOptions.has(words[index - 1] ?? ''),
  );
}

/** What a reader can find: code spans, and headings of alerts. */
function shownNames(node: Nodes): string[] {
  return node.type === 'inlineCode' ? [node.value] : [];
}
