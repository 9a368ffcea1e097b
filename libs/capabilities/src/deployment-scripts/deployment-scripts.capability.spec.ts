import type { CapabilityInput } from '../capability.js';
import { exampleInput } from '../delivery-model/example-model.js';
import { pipelineCases } from '../github-actions/pipeline-cases.js';
import { deploymentScriptsCapability } from './deployment-scripts.capability.js';

function contributionOf(input: CapabilityInput | undefined) {
  const [contribution] = input === undefined ? [] : deploymentScriptsCapability.contribute(input);
  if (contribution === undefined) throw new Error('no contribution');
  return contribution;
}

const pathsOf = (input: CapabilityInput | undefined) =>
  contributionOf(input).steps.flatMap((step) => (step.kind === 'file' ? [step.path] : []));
const textOf = (input: CapabilityInput | undefined, path: string) =>
  contributionOf(input).steps.flatMap((step) =>
    step.kind === 'file' && step.path === path ? [step.content] : [],
  )[0] ?? '';
const checkIds = (input: CapabilityInput | undefined) => contributionOf(input).checks.map(({ id }) => id);

describe('deploymentScriptsCapability', () => {
  it('writes no backup scripts where nothing is stored', () => {
    expect(pathsOf(pipelineCases['node'])).toEqual([
      'scripts/deploy.sh',
      'scripts/rollback.sh',
      'scripts/smoke-test.sh',
    ]);
    expect(checkIds(pipelineCases['node'])).not.toContain('deploy-backup-restores');
  });

  it.each([
    ['example', 'pg_dump --format=custom'],
    ['example', 'redis-cli --rdb -'],
    ['python', 'mariadb-dump'],
    ['poetry', 'mongodump'],
  ])('backs up the data stores of "%s" with %s', (name, command) => {
    expect(textOf(pipelineCases[name], 'scripts/backup.sh')).toContain(command);
  });

  it('names every required variable and migration of the model', () => {
    const deploy = textOf(pipelineCases['example'], 'scripts/deploy.sh');
    expect(deploy).toContain('required_variables=(JWT_SECRET POSTGRES_PASSWORD REDIS_PASSWORD');
    expect(deploy).toContain('migrations=(api-migrate )');
  });

  it('probes the health path, the port alone, or the container', () => {
    const smoke = textOf(pipelineCases['example'], 'scripts/smoke-test.sh');
    expect(smoke).toContain('smoke api 3000 /health\n');
    expect(smoke).toContain("smoke worker '' ''\n");
    expect(textOf(pipelineCases['node'], 'scripts/smoke-test.sh')).toContain("smoke web 3000 ''\n");
  });

  it('keeps a script of the user and proves nothing about it', () => {
    const input = exampleInput({ files: { 'scripts/deploy.sh': '#!/bin/sh\n' } });
    expect(pathsOf(input)).not.toContain('scripts/deploy.sh');
    expect(checkIds(input)).toContain('deploy-kept-files');
    expect(checkIds(input)).not.toContain('deploy-works');
  });

  it('tries no deployment that needs what runs elsewhere', () => {
    const { model, ...rest } = exampleInput();
    const input = { ...rest, model: { ...model, external: [{ kind: 'elasticsearch', usedBy: ['api'] }] } };
    expect(checkIds(input)).not.toContain('deploy-works');
    expect(contributionOf(input).context).toContain('elasticsearch runs elsewhere');
  });

  it('names only checks that exist in its criteria, and cleans up after every live check', () => {
    const { checks, criteria } = contributionOf(pipelineCases['example']);
    const ids = checks.map(({ id }) => id);
    for (const { checks: named } of criteria) expect(ids).toEqual(expect.arrayContaining([...named]));
    for (const check of checks.filter(({ tier }) => tier === 'live')) expect(check.cleanup).toContain('down --volumes');
  });
});
