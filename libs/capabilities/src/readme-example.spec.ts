import { readFileSync } from 'node:fs';
import { exampleInput } from './delivery-model/example-model.js';
import { buildDeliveryModel, capabilities, findCapability } from './index.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('shows a call that gives the first two tasks', () => {
    const { analysis, intent, files } = exampleInput();
    const model = buildDeliveryModel({ analysis, intent, repositoryName: 'shop', files });
    const [requirements, dockerfiles] =
      findCapability('container-image')?.contribute({ analysis, intent, model, files }) ?? [];
    expect([requirements?.slot, dockerfiles?.slot]).toEqual([
      'setup-infrastructure-requirements',
      'create-dockerfiles',
    ]);
    expect(readme).toContain("buildDeliveryModel({ analysis, intent, repositoryName: 'shop', files });");
    expect(readme).toContain(
      "findCapability('container-image')?.contribute({ analysis, intent, model, files }) ?? [];",
    );
  });

  it('lists every capability', () => {
    expect(capabilities.map(({ id }) => id).filter((id) => !readme.includes(`| \`${id}\``))).toEqual([]);
  });
});
