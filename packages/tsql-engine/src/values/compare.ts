import { familyOf, isCharacter, isUnicode, type SqlType } from '@datamigrate/catalog';
import { Refusal } from '../errors/sql-error.js';
import { collationKey } from './collation-key.js';
import { pow10 } from './exact-numbers.js';
import { guidSortKey } from './guid.js';
import { isOffset, isVariant, type SqlValue, scaleOf } from './sql-value.js';

/** What a value is compared by: a primitive of which equal ones are equal values and smaller ones sort first. */
export type SortKey = bigint | number | string;

/** Makes keys of values of one type; `scale` is the common scale of exact numbers that meet. */
export function sortKey(
  value: Exclude<SqlValue, null>,
  type: SqlType,
  collation: string | undefined,
  scale: number,
): SortKey {
  if (typeof value === 'bigint') {
    const own = scaleOf(type);
    return own === scale ? value : value * pow10(scale - own);
  }
  if (typeof value === 'number') return value === 0 ? 0 : value;
  if (typeof value === 'string') {
    if (type.name === 'uniqueidentifier') return guidSortKey(value);
    return collationKey(value, collation ?? 'Latin1_General_BIN2', isUnicode(type) || !isCharacter(type));
  }
  if (value instanceof Uint8Array) return bytesKey(value);
  if (isOffset(value)) return value.utcTicks;
  if (isVariant(value)) return variantKey(value.inner, value.type, collation);
  throw new Refusal(`A comparison of ${type.name}`);
}

/** Zeros at the end count for nothing. */
function bytesKey(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  let key = '';
  for (let i = 0; i < end; i++) key += String.fromCharCode(bytes[i] ?? 0);
  return key;
}

function variantKey(inner: SqlValue, type: SqlType, collation: string | undefined): SortKey {
  if (inner === null) return '';
  const key = sortKey(inner, type, collation, 38);
  return `${familyOf(type)}\u0000${typeof key === 'bigint' ? key.toString() : key}`;
}

export function compareKeys(a: SortKey, b: SortKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The scale at which exact numbers of two types meet. */
export function commonScale(a: SqlType, b: SqlType): number {
  return Math.max(scaleOf(a), scaleOf(b));
}

/** Order of two values of one type, NULL first. */
export function compareValues(a: SqlValue, b: SqlValue, type: SqlType, collation: string | undefined): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const scale = scaleOf(type);
  return compareKeys(sortKey(a, type, collation, scale), sortKey(b, type, collation, scale));
}

/** A text for a list of values, equal exactly when all values are equal; NULLs count as equal to each other. */
export function rowKey(
  values: readonly SqlValue[],
  types: readonly SqlType[],
  collations: readonly (string | undefined)[],
): string {
  let key = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    const type = types[i] as SqlType;
    if (value === null) key += '\u0001;';
    else {
      const part = sortKey(value, type, collations[i], scaleOf(type));
      const text = typeof part === 'string' ? part : part.toString();
      key += `${text.length}:${text}`;
    }
  }
  return key;
}
