import { type ColumnRef, keyOf } from './column-ref.js';

/** Values that rows of some tables need together, so that a condition holds. */
export type Recipe = ReadonlyMap<string, { readonly column: ColumnRef; readonly value: string | null }>;

export const EMPTY: Recipe = new Map();
const MOST = 6;

export function assign(column: ColumnRef, value: string | null): Recipe {
  return new Map([[keyOf(column), { column, value }]]);
}

/** Everything of the first and what the second adds to it. */
export function merged(first: Recipe, second: Recipe): Recipe {
  if (first.size === 0) return second;
  return second.size === 0 ? first : new Map([...second, ...first]);
}

/** Ways to satisfy both: few of the many combinations. */
export function both(left: readonly Recipe[], right: readonly Recipe[]): Recipe[] {
  const ways: Recipe[] = [];
  for (let i = 0; i < Math.max(left.length, right.length) && ways.length < MOST; i++) {
    ways.push(merged(left[i % left.length] ?? EMPTY, right[i % right.length] ?? EMPTY));
  }
  return ways;
}

export function either(ways: readonly (readonly Recipe[])[]): Recipe[] {
  return ways.flat().slice(0, MOST * 2);
}
