import type { RunReport } from '@devops-orchestrator/contracts';
import { copyExample, exampleNames, git, orchestrator, provideImages } from './support.js';

/** Images that neither the local kit nor Debian has; their checks are skipped with that reason. */
const notToBeHad = /image (?:grafana\/grafana|mysql|mongo|apache\/kafka)\S* is not here and cannot be pulled/;

describe('the pipeline with live proof', () => {
  it.each(exampleNames)('builds, starts, calls and stops everything of examples/%s', (name) => {
    const { repository, request } = copyExample(name);
    const args = ['run', '--repo', repository, '--request', request, '--json'];
    expect(orchestrator([...args, '--verify', 'static'])).toMatchObject({ status: 0 });
    provideImages(repository);
    const run = orchestrator([...args, '--verify', 'auto']);
    const report = JSON.parse(run.stdout) as RunReport;
    const checks = report.tasks.flatMap((task) => task.checks.map((check) => ({ task: task.file, ...check })));
    const unproved = checks.filter(({ verdict, reason }) => verdict !== 'passed' && !notToBeHad.test(reason ?? ''));
    expect(unproved).toEqual([]);
    expect(run.status).toBe(0);
    expect(checks.filter(({ tier }) => tier === 'live').length).toBeGreaterThan(0);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });
});
