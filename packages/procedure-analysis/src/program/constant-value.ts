import { decimalText } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';

export type ConstantValue = bigint | number | string | null;

/** A constant as a variable of a project can hold it: exact numbers with a fraction as text. Bytes cannot be held. */
export function constantValue({ value, type }: Bound.BoundLiteral): ConstantValue | undefined {
  if (value instanceof Uint8Array) return undefined;
  if (typeof value !== 'bigint') return value;
  if (type.name === 'decimal') return type.scale === 0 ? value : decimalText(value, type.scale);
  return type.name === 'money' || type.name === 'smallmoney' ? decimalText(value, 4) : value;
}
