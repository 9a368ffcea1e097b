import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { Workspace } from '@devops-orchestrator/contracts';
import { readWorkspaceFile } from './read-workspace-file.js';
import { removeWorkspaceFile } from './remove-workspace-file.js';
import { scanFiles } from './scan-files.js';
import { assertWritableFile, writeWorkspaceFile } from './write-workspace-file.js';

/**
 * Opens a folder of the disk as the workspace.
 * @throws {OrchestratorError} `repository-unusable` when there is no such folder.
 */
export function openWorkspace(root: string): Workspace {
  const absolute = resolveRoot(root);
  return {
    name: basename(absolute),
    root: absolute,
    scan: () => scanFiles(absolute),
    read: (path) => readWorkspaceFile(absolute, path),
    write: (file) => writeWorkspaceFile(absolute, file),
    remove: (path) => removeWorkspaceFile(absolute, path),
    assertWritable: (path) => assertWritableFile(absolute, path),
  };
}

/** Absolute path of the root without symbolic links. @throws {OrchestratorError} `repository-unusable` */
export function resolveRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch (error) {
    throw new OrchestratorError('repository-unusable', `Expected a folder at ${root}, found none that can be opened.`, {
      hint: 'Give the path of an existing repository.',
      cause: error,
    });
  }
}
