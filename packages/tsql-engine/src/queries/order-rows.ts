import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { compareKeys, type SortKey, sortKey } from '../values/compare.js';
import { scaleOf } from '../values/sql-value.js';

/** The keys by which a row is ordered; null sorts first. */
export type OrderKeys = readonly (SortKey | null)[];

export function orderKeys(env: Environment, items: readonly Bound.BoundOrderItem[]): OrderKeys {
  return items.map(({ expression }) => {
    const value = evaluate(env, expression);
    return value === null
      ? null
      : sortKey(value, expression.type, expression.collation?.name, scaleOf(expression.type));
  });
}

export function compareOrder(a: OrderKeys, b: OrderKeys, items: readonly Bound.BoundOrderItem[]): number {
  for (let i = 0; i < items.length; i++) {
    const [x, y] = [a[i] ?? null, b[i] ?? null];
    const order = x === null ? (y === null ? 0 : -1) : y === null ? 1 : compareKeys(x, y);
    if (order !== 0) return items[i]?.descending ? -order : order;
  }
  return 0;
}

/** Rows in order; equal ones stay as they came. */
export function sortRows<T>(
  env: Environment,
  rows: readonly T[],
  items: readonly Bound.BoundOrderItem[],
  bind: (row: T) => void,
): readonly T[] {
  if (items.length === 0) return rows;
  return keyed(env, rows, items, bind)
    .sort((a, b) => compareOrder(a.keys, b.keys, items))
    .map(({ row }) => row);
}

export function keyed<T>(
  env: Environment,
  rows: readonly T[],
  items: readonly Bound.BoundOrderItem[],
  bind: (row: T) => void,
): { readonly row: T; readonly keys: OrderKeys }[] {
  return rows.map((row) => {
    bind(row);
    return { row, keys: orderKeys(env, items) };
  });
}

/** OFFSET and FETCH. */
export function limitRows<T>(
  env: Environment,
  rows: readonly T[],
  offset: Bound.BoundOffset | undefined,
): readonly T[] {
  if (!offset) return rows;
  const skip = rowCount(env, offset.offset);
  const take = offset.fetch ? rowCount(env, offset.fetch) : rows.length;
  return rows.slice(skip, skip + take);
}

export function rowCount(env: Environment, expression: Bound.BoundExpression): number {
  const value = evaluate(env, expression);
  // A constant is found wrong before the query runs.
  if (typeof value === 'bigint' && value < 0n && isConstant(expression)) throw sqlError(127);
  if (value === null || typeof value !== 'bigint' || value < 0n) throw sqlError(1014);
  return Number(value);
}

/** TOP: a number of rows, or a share of them rounded up; WITH TIES takes the equals of the last one too. */
export function topRows<T>(
  env: Environment,
  rows: readonly T[],
  top: Bound.BoundTop,
  sameOrder: (a: T, b: T) => boolean,
): readonly T[] {
  let count: number;
  if (top.percent) {
    const share = evaluate(env, top.count);
    if (typeof share !== 'number' || share < 0 || share > 100) throw sqlError(1031);
    count = Math.ceil((rows.length * share) / 100);
  } else count = rowCount(env, top.count);
  if (top.withTies && count > 0) {
    const last = rows[count - 1];
    while (last !== undefined && count < rows.length && sameOrder(rows[count] as T, last)) count++;
  }
  return rows.slice(0, count);
}

function isConstant(expression: Bound.BoundExpression): boolean {
  return (
    expression.kind === 'literal' ||
    ((expression.kind === 'negation' || expression.kind === 'cast') && isConstant(expression.operand))
  );
}
