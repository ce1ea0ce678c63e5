import { type ColumnRef, keyOf } from './column-ref.js';

/** Which part of a date a value stands for; the others are free. */
export type FixedPart = 'year' | 'month' | 'day';

interface Wanted {
  readonly column: ColumnRef;
  readonly value: string | null;
  readonly part?: FixedPart | undefined;
}

/** Values that rows of some tables need together, so that a condition holds. */
export type Recipe = ReadonlyMap<string, Wanted>;

export const EMPTY: Recipe = new Map();
const MOST = 6;

export function assign(column: ColumnRef, value: string | null, part?: FixedPart): Recipe {
  return new Map([[keyOf(column), { column, value, part }]]);
}

/** Everything of the first and what the second adds to it. */
export function merged(first: Recipe, second: Recipe): Recipe {
  if (first.size === 0) return second;
  if (second.size === 0) return first;
  const result = new Map(first);
  for (const [key, wanted] of second) {
    const known = result.get(key);
    if (!known) result.set(key, wanted);
    else if (known.part && wanted.part && known.value && wanted.value)
      result.set(key, { ...known, value: withPart(known.value, wanted.value, wanted.part) });
  }
  return result;
}

const PLACES: Readonly<Record<FixedPart, number>> = { year: 0, month: 1, day: 2 };

/** `YEAR(d) = 1999 AND MONTH(d) = 11`: a day of which both are true. */
function withPart(day: string, other: string, part: FixedPart): string {
  const parts = day.split('-');
  parts[PLACES[part]] = other.split('-')[PLACES[part]] ?? '';
  return parts.join('-');
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
