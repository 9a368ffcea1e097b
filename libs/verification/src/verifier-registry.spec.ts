import { readdirSync } from 'node:fs';
import { inMemoryTree } from '@devops-orchestrator/test-kit';
import { verifierRegistry } from './verifier-registry.js';
import { NotJudgedError } from './verifier.js';

const folders = readdirSync(new URL('./verifiers/', import.meta.url));

describe('verifierRegistry', () => {
  it('has one entry for each folder, in order', () => {
    expect(verifierRegistry.map(({ id }) => id)).toEqual([...folders].sort());
  });

  it.each(verifierRegistry)('loads $id, which has the same id and kinds as its entry', async ({ id, kinds, load }) => {
    const verifier = await load();
    expect(verifier).toMatchObject({ id, kinds });
  });

  it.each(verifierRegistry)('$id survives empty and strange text', async ({ load }) => {
    const verifier = await load();
    for (const content of ['', '\u0000', '{', '- - -', '&a [*a, *a]', '💥'.repeat(50), '${', '"', '\\']) {
      const path = 'x';
      const findings = verifier
        .verify({ path, content, tree: inMemoryTree({ [path]: content }) })
        .catch((error: unknown) => {
          if (error instanceof NotJudgedError) return [];
          throw error;
        });
      expect(await findings).toBeInstanceOf(Array);
    }
  });
});
