import { read } from './repository.js';

interface Lock {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string>; link?: true }>;
}

describe('package-lock.json', () => {
  const lock = JSON.parse(read('package-lock.json')) as Lock;

  it('names no registry host', () => {
    const hosts = Object.values(lock.packages).flatMap(({ resolved }) => (resolved?.includes('://') ? [resolved] : []));
    expect(hosts).toEqual([]);
  });

  it('holds every optional dependency, so that every platform installs', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((name) => !isLocked(lock, path, name))
        .map((name) => `${path}: ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

function isLocked(lock: Lock, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in lock.packages) return true;
    if (folder === '' || !folder.includes('node_modules')) return `node_modules/${name}` in lock.packages;
  }
}
