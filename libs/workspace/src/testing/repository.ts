import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const user = ['NAME', 'EMAIL'].flatMap((part) => [
  [`GIT_AUTHOR_${part}`, 'u@example.org'],
  [`GIT_COMMITTER_${part}`, 'u@example.org'],
]);

/** A real repository in a temporary folder, with one commit. */
export class TestRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'workspace-git-'));
  /** Created when a program of the repository runs. */
  readonly canary = join(this.folder, 'CANARY');
  root = join(this.folder, 'repo');

  constructor() {
    mkdirSync(this.root);
    this.git('init', '--quiet', '--initial-branch=main');
    this.write('README.md', '# Example\n');
    this.write('src/a.txt', 'a\n');
    this.commitAll('first');
  }

  git(...arguments_: string[]): string {
    const env = { ...process.env, ...(Object.fromEntries(user) as Record<string, string>) };
    const options = { cwd: this.root, encoding: 'utf8' as const, env };
    return execFileSync('git', arguments_, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }

  commitAll(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '-m', message);
  }

  write(path: string, text: string | Buffer, executable = false): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true });
    writeFileSync(join(this.root, path), text);
    if (executable) chmodSync(join(this.root, path), 0o755);
  }

  /** Path of a program outside of the repository that leaves the canary. */
  program(): string {
    const path = join(this.folder, 'program.sh');
    writeFileSync(path, `#!/bin/sh\ntouch '${this.canary}'\ncat\n`);
    chmodSync(path, 0o755);
    return path;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
