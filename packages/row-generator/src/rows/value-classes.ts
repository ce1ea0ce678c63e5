import { type ColumnRef, keyOf } from '../modules/column-ref.js';

const MOST_VALUES = 200;

/** Columns that modules compare with each other: they share their values, so that joins find partners. */
export class ValueClasses {
  readonly #parents = new Map<string, string>();
  readonly #values = new Map<string, string[]>();

  constructor(links: readonly (readonly [ColumnRef, ColumnRef])[]) {
    for (const [a, b] of links) {
      const [left, right] = [this.#root(keyOf(a)), this.#root(keyOf(b))];
      this.#parents.set(left, right);
      this.#parents.set(right, right);
    }
  }

  #root(key: string): string {
    let root = key;
    for (let next = this.#parents.get(root); next !== undefined && next !== root; next = this.#parents.get(root))
      root = next;
    if (root !== key) this.#parents.set(key, root);
    return root;
  }

  has(key: string): boolean {
    return this.#parents.has(key);
  }

  valuesOf(key: string): readonly string[] {
    return this.has(key) ? (this.#values.get(this.#root(key)) ?? []) : [];
  }

  note(key: string, value: string | null): void {
    if (value === null || !this.has(key)) return;
    const root = this.#root(key);
    const values = this.#values.get(root) ?? [];
    if (values.length < MOST_VALUES) values.push(value);
    this.#values.set(root, values);
  }
}
