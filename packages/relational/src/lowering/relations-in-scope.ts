import type { LoweredRelation } from './context.js';

/** Relations, or CTEs, by their ids: those of a place in a query, and those around it. Most places have none of their own. */
export class RelationsInScope {
  readonly #around: RelationsInScope | undefined;
  #own: Map<number, LoweredRelation> | undefined;

  constructor(around: RelationsInScope | undefined) {
    this.#around = around;
  }

  get(id: number): LoweredRelation | undefined {
    for (let place: RelationsInScope | undefined = this; place; place = place.#around) {
      const found = place.#own?.get(id);
      if (found) return found;
    }
    return undefined;
  }

  set(id: number, relation: LoweredRelation): void {
    this.#own ??= new Map();
    this.#own.set(id, relation);
  }

  /** Takes over what another place beside this one has. */
  addAll(beside: RelationsInScope): void {
    for (const [id, relation] of beside.#own ?? []) this.set(id, relation);
  }
}
