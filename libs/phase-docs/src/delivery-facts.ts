import { byCodeUnit } from '@devops-orchestrator/contracts';
import type { Inventory, InventoryScript, InventoryService } from '@devops-orchestrator/contracts';
import { plainText } from './markdown-text.js';

/** What the documents need to know that no single file says: which file plays which part. */
export interface DeliveryFacts {
  inventory: Inventory;
  /** Compose files by part; absent when there is none. */
  compose: { development?: string; production?: string; monitoring?: string; others: readonly string[] };
  scripts: Partial<Record<ScriptRole, InventoryScript>>;
  /** Scripts that test the infrastructure. */
  testScripts: readonly InventoryScript[];
  /** One entry for each service name: all files that define it together. */
  services: readonly ServiceFacts[];
  /** How each Dockerfile is built. */
  builds: readonly ImageBuild[];
}

export type ScriptRole = 'deploy' | 'rollback' | 'smoke' | 'backup' | 'restore' | 'environment';

export interface ServiceFacts {
  name: string;
  entries: readonly InventoryService[];
  dependsOn: readonly string[];
  /** Container ports, in order. */
  ports: readonly number[];
}

export interface ImageBuild {
  dockerfile: string;
  context: string;
  /** Compose service that builds it, one with ports before one without; absent when none does. */
  service?: string;
  /** All compose services that build it. */
  services: readonly string[];
  /** Local tag in documents: names are taken from the service or the folder. */
  tag: string;
}

const roles: readonly (readonly [ScriptRole, RegExp])[] = [
  ['deploy', /^deploy/],
  ['rollback', /^roll-?back/],
  ['smoke', /^smoke/],
  ['backup', /^backup/],
  ['restore', /^restore/],
  ['environment', /^(?:create|make|init|generate)-env/],
];

/** Finds the part that each infrastructure file plays, by the names that teams give them. */
export function findDeliveryFacts(inventory: Inventory): DeliveryFacts {
  const usable = inventory.scripts.filter(({ path }) => canBeTyped(path));
  const testScripts = usable.filter(({ path }) => /^tests?\//.test(path));
  const others = usable.filter((script) => !testScripts.includes(script));
  const scripts: DeliveryFacts['scripts'] = {};
  for (const [role, name] of roles) {
    const found = others.filter(({ path }) => name.test(path.split('/').at(-1) ?? '')).sort(nearestRoot)[0];
    if (found) scripts[role] = found;
  }
  return {
    inventory,
    compose: findComposeFiles(inventory),
    scripts,
    testScripts,
    services: findServices(inventory),
    builds: inventory.images.filter(({ path }) => canBeTyped(path)).map(({ path }) => findBuild(path, inventory)),
  };
}

/** A path with control or invisible characters is listed in the tables, and stands in no command. */
function canBeTyped(path: string): boolean {
  return plainText(path) === path;
}

function nearestRoot(a: { path: string }, b: { path: string }): number {
  return a.path.split('/').length - b.path.split('/').length || byCodeUnit(a.path, b.path);
}

function findComposeFiles({ files, unreadable }: Inventory): DeliveryFacts['compose'] {
  const broken = new Set(unreadable.map(({ path }) => path));
  const all = files
    .filter(({ kind, path }) => kind === 'compose' && !broken.has(path) && canBeTyped(path))
    .sort(nearestRoot);
  const named = (part: RegExp) => all.find(({ path }) => part.test(path.split('/').at(-1) ?? ''))?.path;
  const production = named(/prod|deploy|stack/i);
  const monitoring = named(/monitor|observ|metrics|prometheus/i);
  const plain = named(/^(?:docker-)?compose\.ya?ml$/);
  const development = plain ?? named(/dev|local/i);
  const taken = [development, production, monitoring];
  return {
    ...(development === undefined ? {} : { development }),
    ...(production === undefined ? {} : { production }),
    ...(monitoring === undefined ? {} : { monitoring }),
    others: all.map(({ path }) => path).filter((path) => !taken.includes(path)),
  };
}

function findServices({ services }: Inventory): ServiceFacts[] {
  const byName = new Map<string, InventoryService[]>();
  for (const service of services) byName.set(service.name, [...(byName.get(service.name) ?? []), service]);
  return [...byName]
    .map(([name, entries]) => ({
      name,
      entries,
      dependsOn: unique(entries.flatMap(({ dependsOn }) => dependsOn.map(({ service }) => service))).sort(byCodeUnit),
      ports: unique(entries.flatMap(({ ports }) => ports.map(({ container }) => container))).sort((a, b) => a - b),
    }))
    .sort((a, b) => byCodeUnit(a.name, b.name));
}

function findBuild(dockerfile: string, { services }: Inventory): ImageBuild {
  const building = services
    .flatMap(({ path, name, build, ports }) => {
      if (!build) return [];
      const context = joinPath(path.split('/').slice(0, -1).join('/'), build.context);
      const built = joinPath(context, build.dockerfile ?? 'Dockerfile');
      return built === dockerfile ? [{ name, context: context === '' ? '.' : context, ports: ports.length }] : [];
    })
    .sort((a, b) => Number(b.ports > 0) - Number(a.ports > 0) || byCodeUnit(a.name, b.name));
  const folder = dockerfile.split('/').slice(0, -1).join('/');
  const [first] = building;
  const names = unique(building.map(({ name }) => name));
  if (first)
    return {
      dockerfile,
      context: first.context,
      service: first.name,
      services: names,
      tag: `${slug(first.name)}:local`,
    };
  return {
    dockerfile,
    context: folder === '' ? '.' : folder,
    services: [],
    tag: `${slug(folder.split('/').at(-1) ?? '')}:local`,
  };
}

function joinPath(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function slug(name: string): string {
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9]{1,300}/g, '-')
    .replace(/^-|-$/g, '');
  return safe === '' ? 'application' : safe.slice(0, 60);
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
