/**
 * Counts nodes. dbt's own index says in which order nodes were queued, and is missing for some commands; its total grows
 * when it comes to the unit tests of a build.
 */
export class NodeProgress {
  #total = 0;
  #started = 0;
  #finished = 0;

  expect(total: number): readonly [] {
    this.#total = Math.max(this.#total, total);
    return [];
  }

  start(): { readonly index: number; readonly total: number } {
    this.#started += 1;
    return { index: this.#started, total: Math.max(this.#total, this.#started) };
  }

  finish(): { readonly index: number; readonly total: number } {
    this.#finished += 1;
    return { index: this.#finished, total: Math.max(this.#total, this.#started) };
  }
}
