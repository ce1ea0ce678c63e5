const LONGEST_MS = 40;

/** Lets other work of the process in from time to time, so that Ctrl-C is heard while something long is done. */
export class Breath {
  readonly #pause: () => Promise<unknown>;
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();

  constructor(pause: () => Promise<unknown>, signal: AbortSignal | undefined) {
    this.#pause = pause;
    this.#signal = signal;
  }

  /** False when the work is to be left where it is. */
  take(): Promise<boolean> | boolean {
    const now = performance.now();
    if (now - this.#last < LONGEST_MS) return true;
    return this.#rest();
  }

  async #rest(): Promise<boolean> {
    await this.#pause();
    this.#last = performance.now();
    return this.#signal?.aborted !== true;
  }
}
