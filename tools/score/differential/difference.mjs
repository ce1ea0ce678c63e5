// What is different between rows of T-SQL and rows of the target.
import { sameRows } from '../conformance/same-rows.mjs';

/** The first difference in words; undefined where both hold the same rows. */
export function differenceOf(set, rows) {
  const types = set.columns.map(({ type }) => type);
  const found = rows.map((row) => row.map((value, i) => moment(value, types[i])));
  if (sameRows(set.rows, types, found)) return undefined;
  if (set.rows.length !== found.length) return `${set.rows.length} rows in T-SQL, ${found.length} on DuckDB`;
  const sorted = (list) => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const [left, right] = [sorted(set.rows), sorted(found)];
  const i = left.findIndex((row, n) => !sameRows([row], types, [right[n]]));
  const columns = set.columns
    .map(({ name, type }, c) => (sameRows([[left[i][c]]], [type], [[right[i][c]]]) ? '' : `${name} ${type}`))
    .filter((text) => text !== '');
  return `${columns.join(', ')}: T-SQL ${JSON.stringify(left[i])}, DuckDB ${JSON.stringify(right[i])}`;
}

/** A day stands for its first moment. */
function moment(value, type) {
  return value !== null && /^(datetime|smalldatetime)/.test(type) && value.length === 10 ? `${value} 00:00:00` : value;
}
