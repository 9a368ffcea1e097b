import { resolveRuntime } from './resolve-runtime.js';

const at = (file: string) => ({ file, line: 1, reason: 'states it' });
const choose = (runtime: string, ...stated: string[]) =>
  resolveRuntime(
    runtime,
    stated.map((text, index) => ({ stated: text, evidence: at(`file-${index}`) })),
  );

describe('resolveRuntime', () => {
  it.each([
    ['node', '20', '20', 'end-of-life'],
    ['node', 'v20.11.1', '20.11.1', 'end-of-life'],
    ['node', '22.x', '22', 'supported'],
    ['node', '^20', '20', 'end-of-life'],
    ['node', '^20.11.0 || ^22', '22', 'supported'],
    ['node', '>=18', '24', 'supported'],
    ['node', '>=18 <23', '22', 'supported'],
    ['node', '>= 20.0.0', '24', 'supported'],
    ['node', '>=25', '26', 'supported'],
    ['node', '^18', '18', 'end-of-life'],
    ['node', '14', '14', 'end-of-life'],
    ['node', '>=30', '30', 'unknown'],
    ['node', 'lts/*', '24', 'supported'],
    ['node', 'lts/jod', '22', 'supported'],
    ['node', 'node', '24', 'supported'],
    ['node', '*', '24', 'supported'],
    ['python', '3.12', '3.12', 'supported'],
    ['python', 'python-3.11.4', '3.11.4', 'supported'],
    ['python', '>=3.11,<4', '3.13', 'supported'],
    ['python', '>=3.11, <3.13', '3.12', 'supported'],
    ['python', '~=3.12', '3.13', 'supported'],
    ['python', '~=3.12.1', '3.12', 'supported'],
    ['python', '^3.11', '3.13', 'supported'],
    ['python', '~3.11', '3.11', 'supported'],
    ['python', '==3.12.*', '3.12', 'supported'],
    ['python', '3.12.*', '3.12', 'supported'],
    ['python', '>=3.8,<3.10', '3.9', 'end-of-life'],
    ['python', '>=3.14', '3.14', 'supported'],
    ['python', '*', '3.13', 'supported'],
    ['go', '1.22', '1.26', 'supported'],
    ['go', 'go1.23.4', '1.26', 'supported'],
    ['go', '1.27', '1.27', 'supported'],
    ['go', '1.99', '1.99', 'unknown'],
  ])('reads %s %s as %s, %s', (runtime, stated, resolved, status) => {
    expect(choose(runtime, stated)).toMatchObject({ stated, resolved, status, conflicts: [] });
  });

  it('takes the default line and states nothing when nothing readable is stated', () => {
    expect(choose('node', 'lts/unheard-of', '')).toEqual({
      runtime: 'node',
      resolved: '24',
      status: 'supported',
      conflicts: [],
      evidence: [],
    });
  });

  it('reports later statements that the choice does not satisfy', () => {
    const choice = choose('node', '20.11.1', '>=22', '20', '18');
    expect(choice.resolved).toBe('20.11.1');
    expect(choice.conflicts.map((conflict) => conflict.stated)).toEqual(['>=22', '18']);
    expect(choice.evidence.map((evidence) => evidence.file)).toEqual(['file-0', 'file-2']);
  });

  it('counts a precise version of the chosen line as agreement', () => {
    expect(choose('node', '>=20', '24.3.0').conflicts).toEqual([]);
  });
});
