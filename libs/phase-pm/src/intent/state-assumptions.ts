import type { Component } from '@devops-orchestrator/contracts';
import type { Ask } from './ask-capabilities.js';

interface Decided {
  asks: readonly Ask[];
  /** What is asked for, with the systems named. */
  named: readonly Ask[];
  excluded: readonly Ask[];
  /** What another capability makes as a part of its own. */
  within: readonly { id: string; by: string }[];
  components: readonly Component[];
  scope: readonly string[];
}

/** What was decided where the words left it open, in sentences for people. */
export function stateAssumptions({ asks, named, excluded, within, components, scope }: Decided): string[] {
  const contradicted = named.filter(({ id }) => excluded.some((other) => other.id === id));
  const deployable = components.filter(({ kind }) => kind !== 'library');
  const defaultSystem = named.some(({ id, entry }) => id === 'ci:github' && entry.systemOf === 'ci');
  const namedSystem = named.some(({ id, entry }) => id.startsWith('ci:') && entry.systemOf !== 'ci');
  const openDeployment = named.some(({ id, strong }) => id === 'deployment-scripts' && !strong);
  const statedDeployment = asks.some(({ id, strong }) => id === 'deployment-scripts' && strong);
  return [
    ...contradicted.map(({ id }) => `The request both asks for and excludes ${id}: it was left out.`),
    ...(deployable.length > 1 && scope.length === 0 ? ['The request names no component: it covers all of them.'] : []),
    ...(defaultSystem && !namedSystem ? ['The request names no CI system: GitHub Actions was taken.'] : []),
    ...(openDeployment && !statedDeployment
      ? ['The request names no platform to deploy to: scripts that run the containers on one server were taken.']
      : []),
    ...within.map(({ id, by }) => `This version makes ${id} as far as ${by} holds it.`),
  ];
}
