import { Quarantine } from './quarantine.js';

/** Enters runs in order; gives which are in, and ends them by name. */
function entered(quarantine: Quarantine, ...runs: readonly (readonly [name: string, suspect: boolean])[]) {
  const inside = new Map<string, () => void>();
  for (const [name, suspect] of runs) void quarantine.enter(suspect).then((leave) => inside.set(name, leave));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    async now() {
      await settle();
      return [...inside.keys()];
    },
    async end(name: string) {
      await settle();
      inside.get(name)?.();
      inside.delete(name);
    },
  };
}

describe('Quarantine', () => {
  it('lets runs go on side by side', async () => {
    expect(await entered(new Quarantine(), ['a', false], ['b', false]).now()).toEqual(['a', 'b']);
  });

  it('lets a suspect run alone, and those behind it wait', async () => {
    const runs = entered(new Quarantine(), ['a', false], ['suspect', true], ['b', false], ['c', false]);
    expect(await runs.now()).toEqual(['a']);
    await runs.end('a');
    expect(await runs.now()).toEqual(['suspect']);
    await runs.end('suspect');
    expect(await runs.now()).toEqual(['b', 'c']);
  });

  it('lets one suspect follow the other', async () => {
    const runs = entered(new Quarantine(), ['one', true], ['two', true]);
    expect(await runs.now()).toEqual(['one']);
    await runs.end('one');
    expect(await runs.now()).toEqual(['two']);
  });
});
