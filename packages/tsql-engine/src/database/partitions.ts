import type { PartitionedOn, SqlType } from '@datamigrate/catalog';
import { commonScale, compareKeys, type SortKey, sortKey } from '../values/compare.js';
import type { SqlValue } from '../values/sql-value.js';

/** Ranges of values, each of them a partition. Boundaries are in order and belong to the range on their side. */
export interface PartitionFunction {
  readonly type: SqlType;
  readonly side: 'LEFT' | 'RIGHT';
  readonly boundaries: readonly SqlValue[];
}

/** The partition functions and schemes of a database; names in lower case. */
export class Partitions {
  readonly functions = new Map<string, PartitionFunction>();
  /** The function of each scheme. */
  readonly schemes = new Map<string, string>();

  copy(): Partitions {
    const copy = new Partitions();
    for (const [name, value] of this.functions) copy.functions.set(name, value);
    for (const [name, value] of this.schemes) copy.schemes.set(name, value);
    return copy;
  }

  functionOf({ scheme }: PartitionedOn): PartitionFunction | undefined {
    return this.functions.get(this.schemes.get(scheme.toLowerCase()) ?? '');
  }
}

/** Numbers begin with 1; NULL stands before all values. */
export function partitionNumber({ type, side, boundaries }: PartitionFunction, value: SqlValue): number {
  if (value === null) return 1;
  const key = keyOf(value, type);
  const passed = boundaries.filter((boundary) => {
    if (boundary === null) return true;
    const order = compareKeys(key, keyOf(boundary, type));
    return side === 'RIGHT' ? order >= 0 : order > 0;
  });
  return passed.length + 1;
}

export function inOrder(type: SqlType, boundaries: readonly SqlValue[]): SqlValue[] {
  return [...boundaries].sort((a, b) =>
    a === null ? -1 : b === null ? 1 : compareKeys(keyOf(a, type), keyOf(b, type)),
  );
}

function keyOf(value: Exclude<SqlValue, null>, type: SqlType): SortKey {
  return sortKey(value, type, undefined, commonScale(type, type));
}
