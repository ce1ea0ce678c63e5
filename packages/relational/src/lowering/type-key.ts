import type { SqlType } from '@datamigrate/catalog';
import type { RelExpression } from '../tree/expression.js';

type Use = 'equality' | 'order';

/**
 * Types whose values targets compare in another way than SQL Server: by their bytes, or by their text. Zeros at the end
 * of bytes count for nothing, which makes no difference among values of one length.
 */
export function needsTypeKey(type: SqlType, use: Use): boolean {
  switch (type.name) {
    case 'uniqueidentifier':
      return use === 'order';
    case 'datetimeoffset':
    case 'varbinary':
      return true;
    default:
      return false;
  }
}

/** What is compared instead of the value. */
export function typeKey(value: RelExpression, use: Use): RelExpression {
  return needsTypeKey(value.type, use) ? keyOf(value) : value;
}

/** Two values that are compared with each other. */
export function needsTypeKeys(left: SqlType, right: SqlType, use: Use): boolean {
  if (needsTypeKey(left, use) || needsTypeKey(right, use)) return true;
  const lengths = [fixedLength(left), fixedLength(right)];
  return lengths.every((length) => length !== undefined) && lengths[0] !== lengths[1];
}

export function typeKeys(
  left: RelExpression,
  right: RelExpression,
  use: Use,
): readonly [left: RelExpression, right: RelExpression] {
  return needsTypeKeys(left.type, right.type, use) ? [keyOf(left), keyOf(right)] : [left, right];
}

function fixedLength(type: SqlType): number | 'max' | undefined {
  if (type.name === 'rowversion') return 8;
  return type.name === 'binary' ? type.length : undefined;
}

function keyOf(value: RelExpression): RelExpression {
  if (value.kind === 'literal' && value.value === null) return value;
  const { type, nullable } = value;
  return { kind: 'operation', operator: 'type-key', operands: [value], type, nullable };
}
