/** What was answered, by text, for texts that are asked about again and again. It forgets all when there are more than `most`, if that is given. */
export class Memo<T> {
  readonly #known = new Map<string, T>();
  readonly #most: number;

  constructor(most = Number.POSITIVE_INFINITY) {
    this.#most = most;
  }

  of(text: string, answer: (text: string) => T): T {
    const known = this.#known.get(text);
    if (known !== undefined || this.#known.has(text)) return known as T;
    const given = answer(text);
    if (this.#known.size >= this.#most) this.#known.clear();
    this.#known.set(text, given);
    return given;
  }
}
