import { OrchestratorError } from '@devops-orchestrator/contracts';
import type { FileToWrite, FileTree, Workspace, WriteChange } from '@devops-orchestrator/contracts';
import { inMemoryTree } from './in-memory-tree.js';

/** A workspace without a disk; remembers what was written, in order. */
export class InMemoryWorkspace implements Workspace {
  readonly name: string;
  readonly root: string;
  /** Every `write` that changed something, in order. */
  readonly writes: FileToWrite[] = [];
  readonly #files: Map<string, string>;
  readonly #executables = new Set<string>();

  constructor(files: Readonly<Record<string, string>> = {}, name = 'example') {
    this.name = name;
    this.root = `/in-memory/${name}`;
    this.#files = new Map(Object.entries(files));
  }

  /** Path to text, as it stands now. */
  get files(): Record<string, string> {
    return Object.fromEntries([...this.#files].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async scan(): Promise<FileTree> {
    return inMemoryTree(this.files, { executables: [...this.#executables] });
  }

  async read(path: string): Promise<string | undefined> {
    assertSafe(path);
    return this.#files.get(path);
  }

  async write(file: FileToWrite): Promise<WriteChange> {
    await this.assertWritable(file.path);
    const before = this.#files.get(file.path);
    if (before === file.content && this.#executables.has(file.path) === file.executable) return 'unchanged';
    this.#files.set(file.path, file.content);
    if (file.executable) this.#executables.add(file.path);
    else this.#executables.delete(file.path);
    this.writes.push({ ...file });
    return before === undefined ? 'created' : 'modified';
  }

  async remove(path: string): Promise<boolean> {
    assertSafe(path);
    this.#executables.delete(path);
    return this.#files.delete(path);
  }

  async assertWritable(path: string): Promise<void> {
    assertSafe(path);
    if ([...this.#files.keys()].some((other) => other.startsWith(`${path}/`))) throw unsafe(path, 'is a folder');
  }

  /** Takes a file away, as a user would between two runs. */
  delete(path: string): void {
    this.#files.delete(path);
    this.#executables.delete(path);
  }
}

function assertSafe(path: string): void {
  const parts = path.split('/');
  if (path.includes('\0') || path.includes('\\') || parts.includes('') || parts.includes('.') || parts.includes('..')) {
    throw unsafe(path, 'is not a plain relative path');
  }
  if (parts.some((part) => part.toLowerCase() === '.git')) throw unsafe(path, 'enters .git');
}

function unsafe(path: string, reason: string): OrchestratorError {
  return new OrchestratorError('unsafe-path', `${JSON.stringify(path)} ${reason}.`, {
    hint: 'Use a path inside the repository.',
  });
}
