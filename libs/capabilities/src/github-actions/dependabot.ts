import type { Component } from '@devops-orchestrator/contracts';
import { renderYaml } from '@devops-orchestrator/templates';
import type { CapabilityInput } from '../capability.js';

/** Updates of pinned actions, base images and dependencies, once a week and not on the day of their release. */
export function renderDependabot(input: CapabilityInput): string {
  const wanted = [
    update('github-actions', ['/']),
    ...dependencyUpdates(input.analysis.components),
    ...imageUpdates(input),
  ];
  return renderYaml({ version: 2, updates: wanted }, 'Keeps pinned actions, base images and dependencies up to date.');
}

/** Whether the repository already has something that updates its dependencies. */
export function updatesDependencies(paths: readonly string[]): boolean {
  return paths.some((path) => updaterFiles.has(path));
}

const updaterFiles = new Set([
  '.github/dependabot.yml',
  '.github/dependabot.yaml',
  'renovate.json',
  'renovate.json5',
  '.github/renovate.json',
  '.github/renovate.json5',
  '.gitlab/renovate.json',
  '.renovaterc',
  '.renovaterc.json',
  '.renovaterc.json5',
]);

/** Source: docs.github.com, supported ecosystems of Dependabot. */
const ecosystems: Readonly<Record<string, string>> = {
  npm: 'npm',
  yarn: 'npm',
  pnpm: 'npm',
  bun: 'bun',
  pip: 'pip',
  pipenv: 'pip',
  poetry: 'pip',
  pdm: 'pip',
  uv: 'uv',
  go: 'gomod',
  cargo: 'cargo',
  maven: 'maven',
  gradle: 'gradle',
  composer: 'composer',
  bundler: 'bundler',
  nuget: 'nuget',
  mix: 'mix',
};

function update(ecosystem: string, directories: readonly string[]) {
  const [first] = directories;
  return {
    'package-ecosystem': ecosystem,
    ...(directories.length === 1 ? { directory: first } : { directories }),
    schedule: { interval: 'weekly' },
    // Bad releases are mostly found and withdrawn within days.
    cooldown: { 'default-days': 7 },
    groups: { [ecosystem]: { patterns: ['*'], 'update-types': ['minor', 'patch'] } },
  };
}

const directoryOf = (path: string) => (path === '.' || path === '' ? '/' : `/${path}`);

function dependencyUpdates(components: readonly Component[]) {
  const places = new Map<string, Set<string>>();
  for (const component of components) {
    const ecosystem = ecosystems[component.packageManager ?? ''];
    if (ecosystem === undefined) continue;
    const directories = places.get(ecosystem) ?? new Set();
    places.set(ecosystem, directories.add(directoryOf(component.workspace?.root ?? component.path)));
  }
  return [...places].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, found]) => update(name, [...found].sort()));
}

function imageUpdates({ model }: CapabilityInput) {
  const folders = model.components.map(({ dockerfile }) => dockerfile.split('/').slice(0, -1).join('/'));
  const directories = [...new Set(folders.map(directoryOf))].sort();
  const images = directories.length > 0 ? [update('docker', directories)] : [];
  return model.services.length > 0 ? [...images, update('docker-compose', ['/'])] : images;
}
