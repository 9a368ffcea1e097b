import type { FileTree } from '@devops-orchestrator/contracts';
import { joinPath } from '../delivery-model/dockerfile-location.js';

/** What image building reads of a `package.json`; anything malformed reads as absent. */
export interface PackageManifest {
  name?: string;
  scripts: Readonly<Record<string, string>>;
  dependencies: Readonly<Record<string, string>>;
  devDependencies: Readonly<Record<string, string>>;
}

/** Reads the `package.json` of a directory leniently. */
export function readPackageManifest(files: FileTree, directory: string): PackageManifest {
  const value = parseRecord(files.read(joinPath(directory, 'package.json')));
  return {
    ...(typeof value['name'] === 'string' ? { name: value['name'] } : {}),
    scripts: textRecord(value['scripts']),
    dependencies: { ...textRecord(value['optionalDependencies']), ...textRecord(value['dependencies']) },
    devDependencies: textRecord(value['devDependencies']),
  };
}

function parseRecord(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textRecord(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
