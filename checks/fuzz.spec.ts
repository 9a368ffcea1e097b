import { problemOf } from '@devops-orchestrator/test-kit';
import fc from 'fast-check';
import { fuzzTargets, isOurs } from './fuzz-targets.js';

/** `node bench/fuzz.mjs --cases 100000 --seed 1` runs more of them. */
const cases = Number(process.env['FUZZ_CASES'] ?? 500);
const seed = Number(process.env['FUZZ_SEED'] ?? 11);
/** Processor time of one case; planning writes and judges a whole repository. */
const limits: Readonly<Record<string, number>> = { planRequest: 2000 };

describe('hostile input', () => {
  it.each(fuzzTargets)(
    'F33, F36: $name throws nothing but our errors, and keeps its bounds',
    async (target) => {
      const { name, share, values, throwsOurs } = target;
      const isExpected = throwsOurs === true ? isOurs : undefined;
      const started = performance.now();
      const property = fc.asyncProperty(values, async (value) => {
        const problem = await problemOf(
          () => target.run(value as never),
          { milliseconds: limits[name] ?? 250 },
          isExpected,
        );
        if (problem !== undefined) throw new Error(problem);
      });
      const numRuns = Math.max(5, Math.ceil(cases * share));
      await fc.assert(property, { numRuns, seed, interruptAfterTimeLimit: 900_000 });
      if ('FUZZ_CASES' in process.env) {
        const megabytes = Math.round(process.memoryUsage().rss / 1024 / 1024);
        const seconds = Math.round((performance.now() - started) / 1000);
        process.stdout.write(`${name.padEnd(18)} ${numRuns} cases, ${seconds} s, ${megabytes} MB\n`);
      }
    },
    1_000_000,
  );
});
