import type { CapabilityInput } from '../capability.js';
import { exampleInput } from '../delivery-model/example-model.js';
import { pipelineCases } from '../github-actions/pipeline-cases.js';
import { validationCapability } from './validation.capability.js';

function contributionOf(input: CapabilityInput | undefined) {
  const [contribution] = input === undefined ? [] : validationCapability.contribute(input);
  if (contribution === undefined) throw new Error('no contribution');
  return contribution;
}

const textOf = (input: CapabilityInput | undefined, path: string) =>
  contributionOf(input).steps.flatMap((step) =>
    step.kind === 'file' && step.path === path ? [step.content] : [],
  )[0] ?? '';

describe('validationCapability', () => {
  it('tests every image with its port, and starts alone only what needs nothing', () => {
    const images = textOf(pipelineCases['example'], 'tests/infrastructure/images.sh');
    expect(images).toContain('test_image shop-api api/Dockerfile api 3000 0 0\n');
    expect(images).toContain('test_image shop-site site/Dockerfile site 8080 1 0\n');
  });

  it('takes what tools find in files of the user for advice', () => {
    const input = exampleInput({ files: { 'scripts/own.sh': '#!/bin/sh\n', '.github/workflows/own.yml': '' } });
    const validate = textOf(input, 'tests/infrastructure/validate.sh');
    expect(validate).toContain('kept_files=(.github/workflows/own.yml scripts/own.sh )');
  });

  it('starts no stack from a compose file of the user', () => {
    const { model, ...rest } = exampleInput();
    const input = { ...rest, model: { ...model, compose: { path: 'docker-compose.yml', kept: true } } };
    expect(contributionOf(input).checks.map(({ id }) => id)).not.toContain('validation-stack');
    expect(contributionOf(input).context).toContain('`docker-compose.yml` is kept as it is');
  });

  it('names only checks that exist in its criteria', () => {
    const { checks, criteria } = contributionOf(pipelineCases['example']);
    const ids = checks.map(({ id }) => id);
    expect(criteria.length).toBeGreaterThan(0);
    for (const { checks: named } of criteria) expect(ids).toEqual(expect.arrayContaining([...named]));
  });

  it('has nothing to test without a component', () => {
    const { model, ...rest } = exampleInput();
    expect(validationCapability.contribute({ ...rest, model: { ...model, components: [] } })).toEqual([]);
  });
});
