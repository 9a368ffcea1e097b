/** Lets calls run side by side, except the exclusive ones: these run alone, in the order in which they came. */
export class ExclusiveQueue {
  #lastExclusive: Promise<void> = Promise.resolve();
  #running: Promise<void>[] = [];

  run<T>(exclusive: boolean, work: () => Promise<T>): Promise<T> {
    const before = exclusive ? [this.#lastExclusive, ...this.#running] : [this.#lastExclusive];
    const result = Promise.all(before).then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    if (exclusive) {
      this.#lastExclusive = settled;
      this.#running = [];
    } else {
      this.#running.push(settled);
    }
    return result;
  }
}
