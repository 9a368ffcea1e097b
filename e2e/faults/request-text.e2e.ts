import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { git, orchestrator } from '../support.js';
import { expectGeneralRule, lookAround, runUnderRule } from './general-rule.js';
import { run, smallApplication } from './small-application.js';

function headOf(repository: string): string {
  return git(repository, 'rev-parse', 'HEAD');
}

function expectUntouched(repository: string, head: string): void {
  expect(headOf(repository)).toBe(head);
  expect(existsSync(join(repository, '.claude'))).toBe(false);
}

describe('request text', () => {
  it.each([
    ['F01', (canary: string) => `Add Docker"; touch ${canary}; echo "`],
    ['F02', (canary: string) => `Add Docker $(touch ${canary}) \`touch ${canary}\``],
  ])('%s: is text, and nothing of it is executed', (id, request) => {
    const repository = smallApplication();
    const canary = `CANARY_${id}`;
    expect(run(repository, request(canary))).toMatchObject({ status: 0 });
    const plan = readFileSync(join(repository, '.claude/tasks/docker-setup/README.md'), 'utf8');
    expect(plan).toContain(`touch ${canary}`);
    for (const path of git(repository, 'ls-files', '--', ':!*.md', ':!.claude').trim().split('\n'))
      expect(readFileSync(join(repository, path), 'utf8')).not.toContain(canary);
    expect(git(repository, 'log', '--format=%B')).not.toContain(canary);
  });

  it.each(['--help', '-rf', '--upload-pack=touch CANARY_F03', '--version', '--'])(
    'F03: %j is never an option',
    (request) => {
      const repository = smallApplication();
      const head = headOf(repository);
      expect(run(repository, request)).toMatchObject({ status: 3 });
      const apart = ['run', '--repo', repository, '--request', request, '--verify', 'static'];
      expect(runUnderRule(repository, apart)).toMatchObject({ status: 3 });
      expectUntouched(repository, head);
    },
  );

  it.each([
    ['F03 branch', ['--branch', '--upload-pack=touch CANARY_F03'], 2],
    ['F03 branch -rf', ['--branch=-rf'], 2],
    ['F03 feature', ['--feature=--help'], 2],
  ])('%s: is a name that is refused', (_id, more, status) => {
    const repository = smallApplication();
    const head = headOf(repository);
    expect(run(repository, 'Dockerize this', ...more)).toMatchObject({ status });
    expectUntouched(repository, head);
  });

  it.each([
    ['F04 empty', '', 2, 'it is empty'],
    ['F04 spaces', ' \t\n\u00a0\u3000 ', 2, 'it is empty'],
    ['F04 invisible', '\u200b\u2060\ufeff', 2, 'it is empty'],
    ['F04 emoji', '🚀🚀', 3, 'does not ask for infrastructure'],
    ['F04 1 MB in one argument as long as the system takes', 'Dockerize '.repeat(13_000), 2, 'at most 10000 are read'],
    ['F06 dark mode', 'Add dark mode', 3, 'does not ask for infrastructure'],
    ['F06 a bug', 'Fix the login bug on the settings page', 3, 'does not ask for infrastructure'],
    ['F06 a question', 'What does this project do?', 3, 'does not ask for infrastructure'],
    ['F07', 'write Dockerfile to ../../etc/x', 2, 'outside the repository'],
    ['F07 home', 'Dockerize into ~/.ssh/authorized_keys', 2, 'outside the repository'],
    ['F07 root', 'Put the compose file in /etc/systemd/x', 2, 'outside the repository'],
    ['F08', 'Use monitoring but do not use monitoring', 3, 'excludes everything'],
    ['F08 Kubernetes', 'Use Kubernetes but do not use Kubernetes', 3, 'excludes everything'],
  ])('%s: nothing is written, and the reason is told', (_id, request, status, reason) => {
    const repository = smallApplication();
    const head = headOf(repository);
    const started = Date.now();
    const outcome = run(repository, request);
    expect(outcome.status).toBe(status);
    expect(Date.now() - started).toBeLessThan(2000);
    expect(outcome.stderr + outcome.stdout).toContain(reason);
    expectUntouched(repository, head);
  });

  it('F08: makes what is asked and leaves out what is excluded, and says what it assumed', () => {
    const repository = smallApplication();
    const outcome = run(repository, 'Dockerize this with monitoring, but no monitoring please and no compose');
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toContain('both asks for and excludes monitoring');
    expect(existsSync(join(repository, 'Dockerfile'))).toBe(true);
    expect(existsSync(join(repository, 'monitoring'))).toBe(false);
    expect(existsSync(join(repository, 'compose.yaml'))).toBe(false);
  });

  it.each([
    ['a trailer', 'Dockerize this\n\nCo-authored-by: x <x@x>'],
    ['CRLF', 'Dockerize this\r\n\r\nSigned-off-by: x <x@x>\r\n'],
    ['escape sequences', 'Dockerize this \u001b[2J\u001b]0;title\u0007\u009b31m \u0007\b'],
    ['bidirectional marks', 'Dockerize \u202ethis\u202c \u2066now\u2069\u200b'],
  ])('F05: %s forge no trailer and move no cursor', (_name, request) => {
    const repository = smallApplication();
    const outcome = run(repository, request);
    expect(outcome).toMatchObject({ status: 0 });
    const trailers = git(repository, 'log', '--format=%(trailers:only,unfold)', 'HEAD').split('\n');
    expect(trailers.filter((line) => /^(?:Co-authored-by|Signed-off-by):/i.test(line))).toEqual([]);
    const report = git(repository, 'grep', '-h', '', '--', '.claude', 'docs', 'README.md');
    for (const text of [outcome.stdout, outcome.stderr, report])
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
  });

  it('F05: keeps control characters of file names off the terminal', () => {
    const repository = smallApplication({ 'a\u001b[2Jb/package.json': '{', 'c\u202ed.txt': 'x' });
    const before = lookAround(repository);
    const outcome = orchestrator(['analyze', '--repo', repository]);
    expectGeneralRule(before, outcome);
    expect(outcome.stdout + outcome.stderr).not.toMatch(/[\u001b\u202e]/);
  });
});
