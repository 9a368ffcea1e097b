import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFleet } from './read-fleet.js';

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fleet-list-')));
  for (const name of ['a', 'b', 'C d']) mkdirSync(join(folder, 'repos', name, '.git'), { recursive: true });
  mkdirSync(join(folder, 'repos', 'plain'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (sources: readonly string[], more = {}) =>
  readFleet({ sources, folder, defaults: { request: 'Dockerize' }, ...more });

describe('readFleet', () => {
  it('expands a pattern to the repositories it names', async () => {
    const { entries } = await read(['repos/*']);
    expect(entries.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c-d']);
  });

  it('lets an entry of a list win over its defaults, and these over the command line', async () => {
    writeFileSync(
      join(folder, 'repos', 'fleet.yaml'),
      'schemaVersion: 1\ndefaults: { verify: static, branch: infra }\nrepositories:\n  - path: a\n  - path: b\n    request: Add CI\n    branch: ci\n    priority: 7\n',
    );
    const { entries } = await read(['repos/fleet.yaml']);
    expect(entries).toMatchObject([
      { id: 'a', request: 'Dockerize', verify: 'static', branch: 'infra', priority: 0 },
      { id: 'b', request: 'Add CI', verify: 'static', branch: 'ci', priority: 7 },
    ]);
  });

  it('gives the same fleet the same id, and another request another', async () => {
    const [one, two, other] = await Promise.all([
      read(['repos/a']),
      read(['./repos/../repos/a']),
      read(['repos/a'], { defaults: { request: 'Add CI' } }),
    ]);
    expect(two.fleetId).toBe(one.fleetId);
    expect(other.fleetId).not.toBe(one.fleetId);
  });

  it('finds a repository that comes twice, also through a link', async () => {
    symlinkSync(join(folder, 'repos', 'a'), join(folder, 'link'));
    await expect(read(['repos/a', 'link'])).rejects.toThrow(
      'link names the same repository with the same request as repos/a',
    );
  });

  it('takes two requests for one repository', async () => {
    writeFileSync(
      join(folder, 'fleet.json'),
      JSON.stringify({ schemaVersion: 1, repositories: [{ path: 'repos/a' }, { path: 'repos/a', request: 'Add CI' }] }),
    );
    expect((await read(['fleet.json'])).entries.map(({ id }) => id)).toEqual(['a', 'a-2']);
  });

  it.each<[string, readonly string[], object, string]>([
    ['a folder that is not there', ['nothing'], {}, 'expected a folder at nothing'],
    ['a pattern that names none', ['repos/x*'], {}, 'expected repositories at repos/x*'],
    ['a list that is not there', ['x.yaml'], {}, 'Expected a list at x.yaml'],
    ['no request', ['repos/a'], { defaults: {} }, 'expected a request'],
    ['an empty request', ['repos/a'], { defaults: { request: ' ' } }, 'repos/a: Expected a request in words'],
    ['no source', [], {}, 'at least one repository'],
    ['F37', ['ext::sh -c x'], {}, 'Expected the URL of a repository'],
  ])('refuses %s', async (_case, sources, more, message) => {
    await expect(read(sources, more)).rejects.toThrow(message);
  });
});
