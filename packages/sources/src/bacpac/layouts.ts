import type { Bound } from '@datamigrate/tsql-binder';
import type { MoneyOrder } from './decode-value.js';

type Column = Bound.StoredColumn;

/**
 * What is not documented about bacpac data, or differs between what is documented and what readers of real files report.
 * A file fits one layout only: with a wrong one its lengths lead out of the file.
 */
export interface Layout {
  /** char of a NOT NULL column: bcp documents a length in front, two readers of bacpac files found none. */
  readonly charLength: boolean;
  /** bit of a NOT NULL column: bcp documents none in front, two readers found one. */
  readonly bitLength: boolean;
  /** rowversion: bytes of the length in front; undefined where it was not exported. */
  readonly rowversion: 1 | 2 | undefined;
  /** money: one reader and the client structure have its high half first, two readers read it as one number. */
  readonly money: MoneyOrder;
}

/** The layouts that a table with these columns can have, the likeliest first. */
export function layoutsFor(columns: readonly Column[]): readonly Layout[] {
  const has = (name: string, nullable: boolean): boolean =>
    columns.some((column) => column.type.name === name && (nullable || !column.nullable));
  const chars = has('char', false) ? [true, false] : [true];
  const bits = has('bit', false) ? [true, false] : [true];
  const versions = has('rowversion', true) ? ([2, 1, undefined] as const) : ([2] as const);
  return versions.flatMap((rowversion) =>
    bits.flatMap((bitLength) =>
      chars.map((charLength): Layout => ({ charLength, bitLength, rowversion, money: 'high-first' })),
    ),
  );
}
