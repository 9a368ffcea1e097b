import { mermaidLabel } from './markdown-text.js';
import type { DeliveryFacts } from './delivery-facts.js';
import { fence } from './markdown-text.js';

/** Beyond this a picture helps nobody; the tables still list everything. */
const maximumNodes = 60;

interface Graph {
  nodes: Map<string, { label: string; shape: 'box' | 'store' | 'person' }>;
  edges: string[];
}

/** The Mermaid diagrams of the infrastructure document; one that has nothing to show is left out. */
export interface Diagrams {
  components: string | null;
  network: string | null;
  dataFlow: string | null;
  deployment: string | null;
  pipelines: string | null;
}

export function buildDiagrams(facts: DeliveryFacts): Diagrams {
  return {
    components: componentDiagram(facts),
    network: networkDiagram(facts),
    dataFlow: dataFlowDiagram(facts),
    deployment: deploymentDiagram(facts),
    pipelines: pipelineDiagram(facts),
  };
}

function componentDiagram({ services, builds }: DeliveryFacts): string | null {
  const graph = emptyGraph();
  for (const { name, ports } of services) addNode(graph, `s:${name}`, withPorts(name, ports));
  for (const { name, dependsOn } of services) {
    for (const other of dependsOn) addEdge(graph, `s:${name}`, `s:${other}`, 'needs');
  }
  for (const { dockerfile, services: users } of builds) {
    addNode(graph, `d:${dockerfile}`, dockerfile);
    for (const service of users) addEdge(graph, `d:${dockerfile}`, `s:${service}`, 'builds');
  }
  return renderGraph(graph, 'LR');
}

function networkDiagram({ services, inventory }: DeliveryFacts): string | null {
  const graph = emptyGraph();
  const declared = inventory.networks.map(({ name }) => name);
  for (const { name, entries } of services) {
    const networks = [...new Set(entries.flatMap((entry) => entry.networks))];
    for (const network of networks.length > 0 ? networks : ['default']) {
      addNode(graph, `n:${network}`, `network ${network}`, 'person');
      addNode(graph, `s:${name}`, name);
      addEdge(graph, `n:${network}`, `s:${name}`);
    }
  }
  for (const network of declared) addNode(graph, `n:${network}`, `network ${network}`, 'person');
  return renderGraph(graph, 'TB');
}

function dataFlowDiagram({ services }: DeliveryFacts): string | null {
  const graph = emptyGraph();
  for (const { name, entries, dependsOn } of services) {
    const published = entries.some(({ ports }) => ports.some(({ host }) => host !== undefined));
    if (published) {
      addNode(graph, 'client', 'client', 'person');
      addNode(graph, `s:${name}`, name);
      addEdge(graph, 'client', `s:${name}`, 'requests');
    }
    for (const other of dependsOn) {
      addNode(graph, `s:${name}`, name);
      addNode(graph, `s:${other}`, other);
      addEdge(graph, `s:${name}`, `s:${other}`, 'data');
    }
    for (const volume of new Set(entries.flatMap(({ volumes }) => volumes.flatMap(({ source }) => source ?? [])))) {
      if (/^[./~$]/.test(volume)) continue;
      addNode(graph, `s:${name}`, name);
      addNode(graph, `v:${volume}`, `volume ${volume}`, 'store');
      addEdge(graph, `s:${name}`, `v:${volume}`, 'stores');
    }
  }
  return renderGraph(graph, 'LR');
}

function deploymentDiagram({ builds, compose, scripts, services }: DeliveryFacts): string | null {
  const graph = emptyGraph();
  const target = compose.production ?? compose.development;
  for (const { dockerfile, tag, service } of builds) {
    addNode(graph, `d:${dockerfile}`, dockerfile);
    addNode(graph, `i:${dockerfile}`, `image ${service ?? tag.split(':')[0] ?? tag}`, 'store');
    addEdge(graph, `d:${dockerfile}`, `i:${dockerfile}`, 'build');
    if (target !== undefined) addEdge(graph, `i:${dockerfile}`, 'target', 'run');
  }
  if (target !== undefined && services.length > 0) addNode(graph, 'target', target);
  if (scripts.deploy && target !== undefined) {
    addNode(graph, 'deploy', scripts.deploy.path, 'person');
    addEdge(graph, 'deploy', 'target', 'applies');
  }
  return renderGraph(graph, 'LR');
}

function pipelineDiagram({ inventory }: DeliveryFacts): string | null {
  const graph = emptyGraph();
  for (const { path, name, triggers, jobs } of inventory.pipelines) {
    addNode(graph, path, `${name}: ${triggers.join(', ')}`, 'person');
    for (const { id, name: title } of jobs) addNode(graph, `${path}:${id}`, title);
    for (const { id, needs } of jobs) {
      if (needs.length === 0) addEdge(graph, path, `${path}:${id}`);
      for (const other of needs) addEdge(graph, `${path}:${other}`, `${path}:${id}`);
    }
  }
  return renderGraph(graph, 'LR');
}

function withPorts(name: string, ports: readonly number[]): string {
  return ports.length === 0 ? name : `${name} :${ports.slice(0, 4).join(' :')}`;
}

function emptyGraph(): Graph {
  return { nodes: new Map(), edges: [] };
}

function addNode({ nodes }: Graph, key: string, label: string, shape: 'box' | 'store' | 'person' = 'box'): void {
  if (!nodes.has(key) && nodes.size < maximumNodes) nodes.set(key, { label, shape });
}

function addEdge({ edges }: Graph, from: string, to: string, label?: string): void {
  edges.push(JSON.stringify([from, to, label ?? '']));
}

function renderGraph({ nodes, edges }: Graph, direction: 'LR' | 'TB'): string | null {
  if (nodes.size === 0) return null;
  const ids = new Map([...nodes.keys()].map((key, index) => [key, `n${index}`]));
  const brackets = { box: ['[', ']'], store: ['[(', ')]'], person: ['([', '])'] } as const;
  const lines = [...nodes].map(([key, { label, shape }]) => {
    const [open, close] = brackets[shape];
    return `  ${ids.get(key) ?? ''}${open}${mermaidLabel(label)}${close}`;
  });
  for (const edge of new Set(edges)) {
    const [from, to, label] = JSON.parse(edge) as [string, string, string];
    const [source, target] = [ids.get(from), ids.get(to)];
    if (source === undefined || target === undefined) continue;
    lines.push(`  ${source} -->${label === '' ? '' : `|${mermaidLabel(label)}|`} ${target}`);
  }
  return fence('mermaid', [`flowchart ${direction}`, ...lines].join('\n'));
}
