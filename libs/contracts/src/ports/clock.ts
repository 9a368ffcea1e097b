/** Time, injected. */
export interface Clock {
  now(): Date;
  /** Milliseconds of a clock that only moves forward. */
  monotonicMs(): number;
}
