/** From so many executions on, a run is suspected to take its process down. */
export const suspectFrom = 3;
/** A run whose process has died so often is given up. */
export const mostExecutions = 6;

/**
 * Lets runs go on side by side, but a suspect only alone: what dies beside it would be taken for the cause as well, and a
 * suspect that is none gets to its end.
 */
export class Quarantine {
  #running = 0;
  #alone = false;
  readonly #waiting: { suspect: boolean; enter(): void }[] = [];

  /** Resolves when the run may begin. @returns what is called at its end. */
  async enter(suspect: boolean): Promise<() => void> {
    if (this.#waiting.length > 0 || !this.#admits(suspect)) {
      await new Promise<void>((enter) => this.#waiting.push({ suspect, enter }));
    } else this.#admit(suspect);
    return () => this.#leave();
  }

  #admits(suspect: boolean): boolean {
    return suspect ? this.#running === 0 : !this.#alone;
  }

  #admit(suspect: boolean): void {
    this.#running += 1;
    this.#alone = suspect;
  }

  #leave(): void {
    this.#running -= 1;
    if (this.#running === 0) this.#alone = false;
    for (let next = this.#waiting[0]; next !== undefined && this.#admits(next.suspect); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#admit(next.suspect);
      next.enter();
    }
  }
}
