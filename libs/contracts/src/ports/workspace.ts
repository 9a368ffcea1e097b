import type { WriteChange } from '../documents/task-result.js';
import type { FileTree } from './file-tree.js';

export interface FileToWrite {
  path: string;
  content: string;
  executable: boolean;
}

/** The only way to change files. Writes stay inside the root, follow no symlink, and are atomic. */
export interface Workspace {
  /** Name of the root folder. */
  readonly name: string;
  /** Absolute path of the root; for commands, never for documents. */
  readonly root: string;
  /** A fresh view of the files. */
  scan(): Promise<FileTree>;
  /** @returns undefined when there is no such file. @throws {OrchestratorError} `unsafe-path` */
  read(path: string): Promise<string | undefined>;
  /**
   * Writes by temporary file and rename; an equal file is left untouched (`unchanged`).
   * @throws {OrchestratorError} `unsafe-path` when the path leaves the root, enters `.git`, passes a symlink, is not a
   * regular file, or collides in case with another file; `write-failed` when the disk refuses.
   */
  write(file: FileToWrite): Promise<WriteChange>;
  /**
   * Removes a regular file, and the folders above it that are then empty. @returns false when there is no such file.
   * @throws {OrchestratorError} `unsafe-path`; `write-failed` when the disk refuses.
   */
  remove(path: string): Promise<boolean>;
  /** Throws what `write` would throw, without writing. */
  assertWritable(path: string): Promise<void>;
}
