import type { SqlType } from '@datamigrate/catalog';
import { castTo } from '../sql/sql.js';
import { type DuckType, duckTypeOf, duckTypeText, isInteger } from './duck-type.js';
import { type Rendered, rendered } from './rendered.js';

/**
 * The value as a column of its SQL Server type: with a cast only where DuckDB would give the column another kind of
 * type. Counts stay bigint, decimals may have more room; sums of integers are brought back from hugeint.
 */
export function asColumn(value: Rendered, type: SqlType): Rendered {
  const wanted = duckTypeOf(type);
  if (!wanted) return value;
  // NULL alone would make an integer column.
  if (value.doc === 'null') return rendered(castTo(duckTypeText(wanted), value), wanted);
  if (isAsGood(value, wanted)) return value;
  return rendered(castTo(duckTypeText(wanted), value), wanted);
}

/** Exactly the type, whatever it costs. */
export function asType(value: Rendered, wanted: DuckType): Rendered {
  if (value.type.name === wanted.name && duckTypeText(value.type) === duckTypeText(wanted)) return value;
  return rendered(castTo(duckTypeText(wanted), value), wanted);
}

function isAsGood({ type, constant }: Rendered, wanted: DuckType): boolean {
  if (type.name === 'decimal' && wanted.name === 'decimal') return type.scale === wanted.scale;
  if (isInteger(type) && isInteger(wanted)) {
    if (type.name === 'hugeint') return false;
    return constant !== true || type.name === wanted.name || wanted.name === 'integer';
  }
  return type.name === wanted.name;
}
