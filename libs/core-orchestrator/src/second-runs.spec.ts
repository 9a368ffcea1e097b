import type { OrchestrationRequest, RunReport } from '@devops-orchestrator/contracts';
import { InMemoryGit, InMemoryWorkspace, recordingContext } from '@devops-orchestrator/test-kit';
import { orchestrate } from './orchestrate.js';

const manifest = {
  name: 'shop',
  main: 'server.js',
  scripts: { start: 'node server.js', test: 'node --test' },
  dependencies: { express: '^5.0.0' },
};
const server = "require('express')().listen(process.env.PORT || 3000);\n";
const application = { 'README.md': '# Shop\n', 'package.json': JSON.stringify(manifest), 'server.js': server };
const request: OrchestrationRequest = {
  schemaVersion: 1,
  request: 'Dockerize this with docker compose, add CI',
  repositoryName: 'shop',
  engine: 'builtin',
  verify: 'static',
  commit: true,
};

/** A repository that is run over again and again. */
class Repository {
  readonly workspace = new InMemoryWorkspace(application, 'shop');
  readonly git = new InMemoryGit({}, this.workspace);

  run(): Promise<RunReport> {
    return orchestrate(request, recordingContext({ workspace: this.workspace, git: this.git }));
  }

  async write(path: string, content: string): Promise<void> {
    await this.workspace.write({ path, content, executable: false });
  }

  async edit(path: string, change: (text: string) => string): Promise<void> {
    await this.write(path, change(this.workspace.files[path] ?? ''));
  }

  /** Paths that differ from `before`, without our own records. */
  changedSince(before: Record<string, string>): readonly string[] {
    const now = this.workspace.files;
    return [...new Set([...Object.keys(before), ...Object.keys(now)])]
      .filter((path) => before[path] !== now[path] && !path.startsWith('.claude/'))
      .sort();
  }
}

async function afterFirstRun(): Promise<Repository> {
  const repository = new Repository();
  expect(await repository.run()).toMatchObject({ status: 'done' });
  return repository;
}

const withRedis = JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, redis: '^5.0.0' } });
const usesRedis = `const redis = require('redis').createClient({ url: process.env.REDIS_URL });\n${server}`;

describe('a changed repository', () => {
  it('gets new tasks with commits of their own for what follows, and nothing else', async () => {
    const repository = await afterFirstRun();
    const before = repository.workspace.files;
    const commits = repository.git.commits.length;
    await repository.write('package.json', withRedis);
    await repository.write('server.js', usesRedis);
    const report = await repository.run();
    expect(report.status).toBe('done');
    const changed = repository.changedSince(before);
    expect(changed).toEqual(expect.arrayContaining(['.env.example', 'compose.yaml']));
    expect(changed).not.toContain('.dockerignore');
    const updates = report.plan?.tasks.map(({ file }) => file).filter((file) => file.endsWith('-update.md')) ?? [];
    expect(updates.length).toBeGreaterThan(0);
    const made = repository.git.commits.slice(commits);
    for (const file of updates) {
      expect(made.filter(({ paths }) => paths.includes(`.claude/tasks/${report.plan?.feature}/${file}`)).length).toBe(
        2,
      );
    }
    expect(made.map(({ message }) => message).filter((message) => message.startsWith('feat(infra)')).length).toBe(
      updates.length,
    );
    const settled = repository.workspace.files;
    const count = repository.git.commits.length;
    expect(await repository.run()).toMatchObject({ status: 'done' });
    expect(repository.workspace.files).toEqual(settled);
    expect(repository.git.commits.length).toBe(count);
  }, 60_000);
});

describe('edits of people', () => {
  it('F52: survive an update that changes other lines of the same file', async () => {
    const repository = await afterFirstRun();
    await repository.edit('compose.yaml', (text) => text.replace('max-size: 10m', 'max-size: 99m'));
    await repository.write('package.json', withRedis);
    await repository.write('server.js', usesRedis);
    const report = await repository.run();
    expect(report.status).toBe('done');
    const compose = repository.workspace.files['compose.yaml'] ?? '';
    expect(compose).toContain('max-size: 99m');
    expect(compose).toContain('redis');
    expect(report.tasks.flatMap(({ files }) => files).find(({ path }) => path === 'compose.yaml')?.change).toBe(
      'merged',
    );
  }, 60_000);

  it('F52: stop the update of a file where both changed the same lines, and both sides are shown', async () => {
    const repository = await afterFirstRun();
    await repository.edit('Dockerfile', (text) => text.replaceAll('3000', '4000'));
    const mine = repository.workspace.files['Dockerfile'];
    await repository.write('server.js', server.replace('3000', '8080'));
    const report = await repository.run();
    expect(repository.workspace.files['Dockerfile']).toBe(mine);
    expect(report.notes.join('\n')).toMatch(/Dockerfile: edited since it was generated.*4000.*8080/s);
  }, 60_000);

  it('are not committed when nothing has to change', async () => {
    const repository = await afterFirstRun();
    const count = repository.git.commits.length;
    await repository.edit('compose.yaml', (text) => `${text}\n# mine\n`);
    expect(await repository.run()).toMatchObject({ status: 'done' });
    expect(repository.git.commits.slice(count).flatMap(({ paths }) => paths)).not.toContain('compose.yaml');
    expect(repository.workspace.files['compose.yaml']).toContain('# mine');
  }, 60_000);

  it('F51: a generated file that somebody deleted stays deleted, and nothing about it is ticked', async () => {
    const repository = await afterFirstRun();
    repository.workspace.delete('.dockerignore');
    const report = await repository.run();
    expect(report.status).toBe('done');
    expect(repository.workspace.files).not.toHaveProperty('.dockerignore');
    const check = report.tasks.flatMap(({ checks }) => checks).find(({ command }) => command.includes('.dockerignore'));
    expect(check).toMatchObject({ verdict: 'skipped', reason: '.dockerignore was deleted' });
  }, 60_000);
});
