// node bench/fuzz.mjs --cases 100000 --seed 1 [--target parseTask]: hostile input against everything that reads what others wrote.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string', default: '' },
  },
});
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const config = join(root, 'checks', 'jest.config.cjs');
const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--max-old-space-size=512',
    jest,
    '--config',
    config,
    '--runInBand',
    'fuzz.spec',
    '-t',
    values.target,
  ],
  { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '', FUZZ_CASES: values.cases, FUZZ_SEED: values.seed } },
);
process.exitCode = status ?? 1;
