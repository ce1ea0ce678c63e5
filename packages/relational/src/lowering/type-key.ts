import type { SqlType } from '@datamigrate/catalog';
import type { RelExpression } from '../tree/expression.js';

type Use = 'equality' | 'order';

/** Types whose values targets compare in another way than SQL Server: by their bytes, or by their text. */
export function needsTypeKey(type: SqlType, use: Use): boolean {
  switch (type.name) {
    case 'uniqueidentifier':
      return use === 'order';
    case 'datetimeoffset':
    case 'binary':
    case 'varbinary':
    case 'rowversion':
      return true;
    default:
      return false;
  }
}

/** What is compared instead of the value. */
export function typeKey(value: RelExpression, use: Use): RelExpression {
  if (!needsTypeKey(value.type, use) || (value.kind === 'literal' && value.value === null)) return value;
  const { type, nullable } = value;
  return { kind: 'operation', operator: 'type-key', operands: [value], type, nullable };
}
