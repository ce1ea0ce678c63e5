import type { SqlType } from '@datamigrate/catalog';
import { sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { narrowedQuery } from '../tables/narrowed-query.js';
import { rowKey } from '../values/compare.js';
import { convertValue } from '../values/convert.js';
import type { Row } from '../values/sql-value.js';
import { executeSelect } from './execute-select.js';
import { limitRows, sortRows } from './order-rows.js';
import { recursiveRows } from './recursive-cte.js';

/** The rows of a query. The state of the row around it is put back afterwards. */
export function executeQuery(env: Environment, query: Bound.BoundQuery): readonly Row[] {
  const { group, window, output } = env;
  try {
    for (const cte of query.ctes) registerCte(env, cte);
    return query.kind === 'select' ? executeSelect(env, query) : executeSetOperation(env, query);
  } finally {
    env.group = group;
    env.window = window;
    env.output = output;
  }
}

/** Makes a CTE's rows known; they are computed when first asked for. */
export function registerCte(env: Environment, cte: Bound.BoundCte): void {
  let rows: readonly Row[] | undefined;
  const narrowed = new Map<object, readonly Row[] | undefined>();
  env.ctes.set(cte.id, {
    rows: () => {
      rows ??= cte.recursive ? recursiveRows(env, cte) : executeQuery(env, cte.query);
      return rows;
    },
    narrowed: (reader, conditions) => {
      if (rows || cte.recursive) return undefined;
      if (!narrowed.has(reader)) {
        const query = narrowedQuery(cte.query, reader.relation, conditions);
        narrowed.set(reader, query && executeQuery(env, query));
      }
      return narrowed.get(reader);
    },
  });
}

/** A chain of operations leans left and may be long: it is run from its first query on. */
function executeSetOperation(env: Environment, query: Bound.BoundSetOperation): readonly Row[] {
  const links: Bound.BoundSetOperation[] = [];
  let first: Bound.BoundQuery = query;
  while (first.kind === 'set-operation' && (first === query || (first.orderBy.length === 0 && !first.offset))) {
    links.push(first);
    first = first.left;
  }
  let rows = executeQuery(env, first);
  for (const link of links.reverse()) rows = combine(env, link, rows);
  const sorted = sortRows(env, rows, query.orderBy, (row) => {
    env.output = row;
  });
  return limitRows(env, sorted, query.offset);
}

function combine(env: Environment, link: Bound.BoundSetOperation, leftRows: readonly Row[]): readonly Row[] {
  const types = link.columns.map((column) => column.type);
  const left = convertRows(env, leftRows, link.left.columns, types);
  const right = convertRows(env, executeQuery(env, link.right), link.right.columns, types);
  if (link.operator === 'UNION ALL') return [...left, ...right];
  const collations = link.columns.map((column) => column.collation?.name);
  const keyOf = (row: Row): string => rowKey(row, types, collations);
  if (link.operator === 'UNION') return distinctBy([...left, ...right], keyOf);
  const keys = new Set(right.map(keyOf));
  const wanted = link.operator === 'INTERSECT';
  return distinctBy(left, keyOf).filter((row) => keys.has(keyOf(row)) === wanted);
}

export function distinctBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Rows in the types that they are wanted in. */
export function convertRows(
  env: Environment,
  rows: readonly Row[],
  columns: readonly Bound.OutputColumn[],
  types: readonly SqlType[],
): readonly Row[] {
  const changed = types.flatMap((type, i) => (columns[i] && !sameType(columns[i].type, type) ? [i] : []));
  if (changed.length === 0) return rows;
  return rows.map((row) => {
    const converted = [...row];
    for (const i of changed) {
      const source = columns[i]?.type;
      const target = types[i];
      if (source && target) converted[i] = convertValue(row[i] ?? null, source, target, { format: env.host.format });
    }
    return converted;
  });
}
