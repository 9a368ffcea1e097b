import type { Component, Evidence } from '@devops-orchestrator/contracts';
import { satisfies } from '@renovatebot/pep440';
import type { PythonDependency } from './python-dependencies.js';
import type { PythonProject } from './python-project.js';
import { normalizeName } from './requirements-file.js';
import { asRecord, asText } from './unknown-values.js';

/**
 * Compares the manifest with the lock file offline: every dependency must be locked, at a version its specifier allows.
 * What cannot be read (too large, unknown form) counts as in sync: the installer itself refuses what does not fit.
 */
export function checkPythonLockfile(
  project: PythonProject,
  manager: string,
  path: string,
): NonNullable<Component['lockfile']> {
  const locked = readLockedVersions(project, manager, path);
  const stale =
    locked === undefined
      ? undefined
      : project.dependencies.all.find((dependency) => !isDevelopmentFile(dependency) && !fits(dependency, locked));
  const evidence: Evidence[] = [
    stale === undefined
      ? { file: path, line: 1, reason: 'holds the locked versions' }
      : { ...stale.evidence, reason: `${stale.name} is not locked as stated here` },
  ];
  return { path, inSync: stale === undefined, evidence };
}

function fits(dependency: PythonDependency, locked: ReadonlyMap<string, readonly string[]>): boolean {
  const versions = locked.get(dependency.name);
  if (versions === undefined) return false;
  // Poetry's carets and tildes are not PEP 440: only the name is compared then.
  if (dependency.source !== undefined || !/^[<>=!~]=?/.test(dependency.specifier) || versions.length === 0) return true;
  return versions.some((version) => safelySatisfies(version, dependency.specifier));
}

function safelySatisfies(version: string, specifier: string): boolean {
  try {
    return satisfies(version, specifier, { prereleases: true });
  } catch {
    return true;
  }
}

/** Requirements files beside a lock file (exports) are not what it locks. */
function isDevelopmentFile(dependency: PythonDependency): boolean {
  return (
    dependency.development || dependency.evidence.file.endsWith('.txt') || dependency.evidence.file.includes('setup.')
  );
}

function readLockedVersions(project: PythonProject, manager: string, path: string): Map<string, string[]> | undefined {
  const versions = new Map<string, string[]>();
  const add = (name: string, version: string | undefined): void => {
    const known = versions.get(normalizeName(name)) ?? [];
    versions.set(normalizeName(name), version === undefined ? known : [...known, version]);
  };
  if (manager === 'pipenv') {
    const document = asRecord(project.view.json(path));
    for (const [name, entry] of Object.entries(asRecord(document['default']))) {
      add(name, asText(asRecord(entry)['version'])?.replace(/^==/, ''));
    }
  } else {
    const packages = asRecord(project.view.toml(path))['package'];
    for (const entry of Array.isArray(packages) ? packages : []) {
      const name = asText(asRecord(entry)['name']);
      if (name !== undefined) add(name, asText(asRecord(entry)['version']));
    }
  }
  return versions.size === 0 ? undefined : versions;
}
