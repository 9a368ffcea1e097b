import { byCodeUnit, visibleText } from '@devops-orchestrator/contracts';
import type { Component } from '@devops-orchestrator/contracts';
import { baseName } from '../repository-view.js';
import { slug } from './slug.js';
import { without } from './without.js';
import type { DetectedComponent, DetectedService } from '../detector.js';

/** A component with its id, and the evidence of its services for the repository's list. */
export interface IdentifiedComponent {
  component: Component;
  services: readonly DetectedService[];
}

/** Gives every component a unique id, in the order of path, then name; further processes get `<application>-<process>`. */
export function assignIds(found: readonly DetectedComponent[]): IdentifiedComponent[] {
  const ordered = [...found].sort(
    (a, b) =>
      byCodeUnit(a.path, b.path) ||
      Number(a.process !== undefined) - Number(b.process !== undefined) ||
      byCodeUnit(a.process ?? a.idHint, b.process ?? b.idHint),
  );
  const wished = new Map<string, number>();
  for (const { idHint, process } of ordered) {
    if (process === undefined) wished.set(slug(idHint), (wished.get(slug(idHint)) ?? 0) + 1);
  }
  const taken = new Set<string>();
  const applicationAt = new Map<string, string>();
  return ordered.map((detected) => {
    const application = detected.process === undefined ? undefined : applicationAt.get(detected.path);
    const id = firstFree(wishesFor(detected, wished, application), taken);
    taken.add(id);
    if (!applicationAt.has(detected.path)) applicationAt.set(detected.path, id);
    return { component: toComponent(detected, id, application), services: detected.services };
  });
}

function wishesFor(detected: DetectedComponent, wished: ReadonlyMap<string, number>, application?: string): string[] {
  if (application !== undefined) return [slug(`${application}-${detected.process}`)];
  const name = slug(detected.idHint);
  // two packages of one name are told apart by their folders
  const folder = detected.path === '.' ? name : slug(baseName(detected.path));
  return (wished.get(name) ?? 0) > 1 ? [folder, slug(detected.path), name] : [name, folder];
}

function firstFree(wishes: readonly string[], taken: ReadonlySet<string>): string {
  const free = wishes.find((wish) => !taken.has(wish));
  if (free !== undefined) return free;
  const base = wishes[0] ?? 'app';
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
  }
}

function toComponent(detected: DetectedComponent, id: string, application: string | undefined): Component {
  const { services } = detected;
  const component = without({ detector: '', ...detected }, 'idHint', 'services', 'process', 'role', 'detector');
  return {
    id,
    ...component,
    name: visibleText(component.name.replace(/\s+/g, ' ')).slice(0, 200),
    services: [...new Set(services.map((service) => service.kind))].sort(byCodeUnit),
    ...(application === undefined ? {} : { traits: { ...component.traits, processOf: application } }),
  };
}
