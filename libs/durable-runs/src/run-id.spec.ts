import { RunId } from '@devops-orchestrator/contracts';
import { newRunId, timeOfRunId } from './run-id.js';

const at = (iso: string) => ({ now: () => new Date(iso) });

describe('newRunId', () => {
  it('gives a ULID, another one each time', () => {
    const ids = Array.from({ length: 1000 }, () => newRunId());
    expect(ids.filter((id) => !RunId.safeParse(id).success)).toEqual([]);
    expect(new Set(ids).size).toBe(1000);
  });

  it('writes the time as the specification does', () => {
    // Source: https://github.com/ulid/spec (1469918176385 is 01ARYZ6S41)
    expect(newRunId({ now: () => new Date(1469918176385) })).toMatch(/^01ARYZ6S41/);
  });

  it('sorts by the time of the start', () => {
    const ids = ['2026-01-01T00:00:00.001Z', '2026-01-01T00:00:00.002Z', '2031-01-01T00:00:00Z'].map((iso) =>
      newRunId(at(iso)),
    );
    expect([...ids].sort()).toEqual(ids);
  });
});

describe('timeOfRunId', () => {
  it.each(['1970-01-01T00:00:00.000Z', '2026-05-04T03:02:01.987Z'])('reads %s back', (iso) => {
    expect(timeOfRunId(newRunId(at(iso))).toISOString()).toBe(iso);
  });
});
