import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout, copyExample, git } from './support.js';

/** Backticks, `$(…)`, quotes, blanks: a shell would run or eat them. */
const request = 'Dockerize "this"  `touch PWNED` $(touch PWNED) $HOME & it\'s 100% *';

function nx(...args: readonly string[]) {
  return spawnSync('npx', ['nx', 'run', ...args], {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NX_ISOLATE_PLUGINS: 'false' },
  });
}

describe('nx run', () => {
  it('passes the request byte for byte, without a shell, and is never answered from the cache', () => {
    const { repository } = copyExample('static-site');
    const run = nx('cli:orchestrate', `--repo=${repository}`, `--request=${request}`, '--verify=static');
    expect({ status: run.status, output: run.status === 0 ? '' : run.stdout + run.stderr }).toEqual({
      status: 0,
      output: '',
    });
    const plan = readFileSync(join(repository, '.claude/tasks/docker-setup/README.md'), 'utf8');
    expect(plan).toContain(request.replace('  ', ' '));
    for (const folder of [repository, checkout]) expect(existsSync(join(folder, 'PWNED'))).toBe(false);
    const again = nx('cli:orchestrate', `--repo=${repository}`, `--request=${request}`, '--verify=static');
    expect(again.stdout + again.stderr).toContain('Phase 3/3');
  });

  it('C6: runs one phase alone', () => {
    const { repository } = copyExample('static-site');
    expect(nx('phase-pm:phase', `--repo=${repository}`, '--request=Dockerize this').status).toBe(0);
    expect(existsSync(join(repository, 'Dockerfile'))).toBe(false);
    expect(nx('phase-devops:phase', `--repo=${repository}`, '--verify=static').status).toBe(0);
    expect(existsSync(join(repository, 'Dockerfile'))).toBe(true);
    expect(existsSync(join(repository, 'docs/runbooks'))).toBe(false);
    expect(nx('phase-docs:phase', `--repo=${repository}`).status).toBe(0);
    expect(existsSync(join(repository, 'docs/runbooks'))).toBe(true);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });

  it('maps every failure to status 1', () => {
    const { repository } = copyExample('static-site');
    expect(nx('cli:orchestrate', `--repo=${repository}`, '--request=Add dark mode').status).toBe(1);
  });
});
