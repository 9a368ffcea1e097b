import { OrchestratorError } from '@devops-orchestrator/contracts';
import { parseFleetList } from './fleet-list.js';

describe('parseFleetList', () => {
  it('reads YAML, and tells the line of each entry', () => {
    const { list, lines } = parseFleetList(
      'fleet.yaml',
      'schemaVersion: 1\ndefaults:\n  request: Dockerize\n  verify: static\nrepositories:\n  - path: shop\n  - url: https://example.com/x.git\n    request: Add CI\n    priority: 5\n',
    );
    expect(list.repositories).toHaveLength(2);
    expect(lines).toEqual([6, 7]);
  });

  it('reads JSON with the same rules', () => {
    const text =
      '{\n "schemaVersion": 1,\n "repositories": [\n  { "path": "a" },\n  { "path": "b", "url": "https://x.org/y" }\n ]\n}';
    expect(() => parseFleetList('fleet.json', text)).toThrow(
      'fleet.json:5: repositories.1: expected either "path" or "url"',
    );
  });

  it.each([
    [
      'a key that nobody reads',
      'schemaVersion: 1\nrepositories:\n  - path: a\n    brnach: x\n',
      'fleet.yaml:4: repositories.0: Unrecognized key: "brnach"',
    ],
    [
      'a wrong value',
      'schemaVersion: 1\nrepositories:\n  - path: a\n    verify: all\n',
      'fleet.yaml:4: repositories.0.verify',
    ],
    ['no entries', 'schemaVersion: 1\nrepositories: []\n', 'fleet.yaml:2: repositories'],
    ['another version', 'schemaVersion: 2\nrepositories:\n  - path: a\n', 'fleet.yaml:1: schemaVersion'],
    ['broken YAML', 'schemaVersion: 1\nrepositories: [\n', 'fleet.yaml:'],
    [
      'a key twice',
      'schemaVersion: 1\nschemaVersion: 1\nrepositories:\n  - path: a\n',
      'fleet.yaml:2: Map keys must be unique',
    ],
    ['a text', 'hello', 'fleet.yaml:1: list'],
    ['nothing', '', 'fleet.yaml:1: list'],
    [
      'an inherited name',
      'schemaVersion: 1\n__proto__: {x: 1}\nrepositories:\n  - path: a\n',
      'fleet.yaml:2: list: Unrecognized key',
    ],
  ])('names the line of %s', (_case, text, message) => {
    expect(() => parseFleetList('fleet.yaml', text)).toThrow(message);
  });

  it('refuses an alias bomb at once', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
    );
    const text = `a0: &a0 x\n${levels.join('\n')}\nschemaVersion: 1\nrepositories: *a12\n`;
    const started = Date.now();
    expect(() => parseFleetList('fleet.yaml', text)).toThrow(OrchestratorError);
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it('says how many repositories are read at most', () => {
    const text = JSON.stringify({
      schemaVersion: 1,
      repositories: Array.from({ length: 10_001 }, () => ({ path: 'a' })),
    });
    expect(() => parseFleetList('fleet.json', text)).toThrow('at most 10000 repositories');
  });
});
