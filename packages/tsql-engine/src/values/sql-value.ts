import type { SqlType } from '@datamigrate/catalog';

/** datetimeoffset: the instant in 100 ns ticks since 0001-01-01 UTC, and the offset it is shown in. */
export interface OffsetValue {
  readonly utcTicks: bigint;
  readonly offsetMinutes: number;
}

/** sql_variant: a value with its own type. */
export interface VariantValue {
  readonly type: SqlType;
  readonly inner: SqlValue;
}

/**
 * A value, by its type:
 * bigint for bit and integers, for decimal and money without their point (scale from the type, 4 for money), and for
 * dates and times as counts: date in days, time, datetime2 and smalldatetime in 100 ns ticks (from 0001-01-01), datetime
 * in 1/300 s from 1900-01-01; number for float and real; string for text, xml, json and uniqueidentifier (upper case);
 * bytes for binary types; NULL is null.
 */
export type SqlValue = null | bigint | number | string | Uint8Array | OffsetValue | VariantValue;

/** The values of one row, in the order of its columns. */
export type Row = readonly SqlValue[];

export function isOffset(value: SqlValue): value is OffsetValue {
  return typeof value === 'object' && value !== null && 'utcTicks' in value;
}

export function isVariant(value: SqlValue): value is VariantValue {
  return typeof value === 'object' && value !== null && 'inner' in value;
}

/** Digits behind the point of an exact number: what to divide the stored whole number by. */
export function scaleOf(type: SqlType): number {
  switch (type.name) {
    case 'decimal':
      return type.scale;
    case 'money':
    case 'smallmoney':
      return 4;
    default:
      return 0;
  }
}
