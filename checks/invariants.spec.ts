import { packages, read, trackedFiles } from './repository.js';

const scope = '@devops-orchestrator/';

function layerOf(name: string): string {
  const found = packages.find(({ manifest }) => manifest.name === name);
  return found?.manifest.nx?.tags?.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length) ?? 'none';
}

describe('layers', () => {
  it.each(
    packages
      .filter(({ manifest }) => layerOf(manifest.name) !== 'test')
      .map(({ manifest }) => [manifest.name, manifest] as const),
  )('%s depends on lower layers only', (name, manifest) => {
    const internal = Object.keys(manifest.dependencies ?? {}).filter((dependency) => dependency.startsWith(scope));
    const wrong = internal.filter((dependency) => Number(layerOf(dependency)) >= Number(layerOf(name)));
    expect(wrong).toEqual([]);
  });

  it('contracts depends on zod alone', () => {
    const contracts = packages.find(({ folder }) => folder === 'libs/contracts');
    expect(Object.keys(contracts?.manifest.dependencies ?? {})).toEqual(['zod']);
  });
});

describe('phases', () => {
  const technology =
    /\b(?:express|django|flask|fastapi|nextjs|postgres|redis|prometheus|grafana|nginx|kubernetes|terraform|dockerfile)\b/i;
  const sources = trackedFiles.filter(
    (path) =>
      /^libs\/(?:phase-\w+|core-orchestrator)\/src\/.*\.ts$/.test(path) &&
      !path.endsWith('.spec.ts') &&
      // The words of requests are data, and a report groups paths by their form.
      !/\/intent\/lexicon\/|\/report\/render-report\.ts$/.test(path),
  );

  it.each(['libs/phase-pm', 'libs/phase-devops', 'libs/core-orchestrator'])('%s names no technology', (folder) => {
    const naming = sources
      .filter((path) => path.startsWith(`${folder}/`))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .map((text, index) => ({ at: `${path}:${index + 1}`, text }))
          .filter(({ text }) => technology.test(text) && !text.includes('SLOT')),
      );
    expect(naming.filter(({ text }) => !/'create-dockerfiles'/.test(text))).toEqual([]);
  });
});
