import type { SqlType } from '@datamigrate/catalog';
import { type DuckType, digitsOf, duck, duckDecimal, duckTypeOf, isInteger, widerInteger } from './duck-type.js';
import type { Rendered } from './rendered.js';

/** The type that DuckDB gives to CASE and its like over these values. */
export function widestOf(values: readonly Rendered[], type: SqlType): DuckType {
  const known = values.filter(({ doc }) => doc !== 'null').map((value) => value.type);
  const [first, ...rest] = known;
  if (!first) return duckTypeOf(type) ?? duck('varchar');
  return rest.reduce(wider, first);
}

function wider(a: DuckType, b: DuckType): DuckType {
  if (isInteger(a) && isInteger(b)) return widerInteger(a, b);
  const left = digitsOf(a);
  const right = digitsOf(b);
  if (left && right) {
    const scale = Math.max(left.scale, right.scale);
    return duckDecimal(Math.max(left.whole, right.whole) + scale, scale);
  }
  if (a.name === b.name) return a;
  if ((a.name === 'date' && b.name === 'timestamp') || (a.name === 'timestamp' && b.name === 'date'))
    return duck('timestamp');
  return left || right ? duck('double') : a;
}
