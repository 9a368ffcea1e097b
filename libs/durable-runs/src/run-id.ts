import { randomBytes } from 'node:crypto';
import type { Clock } from '@devops-orchestrator/contracts';

/** Crockford's base 32: no letter that reads like a digit, none that makes words. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A new ULID: 48 bits of time and 80 random bits, so that ids sort by the time of the start.
 * Source: https://github.com/ulid/spec
 */
export function newRunId(clock: Pick<Clock, 'now'> = { now: () => new Date() }): string {
  const time = encode(BigInt(clock.now().getTime()), 10);
  return time + encode(BigInt(`0x${randomBytes(10).toString('hex')}`), 16);
}

/** When the run of this id was started. */
export function timeOfRunId(runId: string): Date {
  const digits = [...runId.slice(0, 10).toUpperCase()].map((digit) => alphabet.indexOf(digit));
  return new Date(digits.reduce((sum, digit) => sum * 32 + digit, 0));
}

function encode(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = alphabet.charAt(Number(rest & 31n)) + text;
  return text;
}
