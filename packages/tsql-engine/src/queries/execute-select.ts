import { type Bound, containsWindow } from '@datamigrate/tsql-binder';
import { SqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { isTrue } from '../predicates/evaluate-predicate.js';
import { fromSource } from '../tables/from-source.js';
import { bindTuple, type Source } from '../tables/source.js';
import { rowKey } from '../values/compare.js';
import type { Row } from '../values/sql-value.js';
import { distinctBy } from './execute-query.js';
import { forClauseText } from './for-clause.js';
import { groupRows } from './group-rows.js';
import { compareOrder, keyed, limitRows, type OrderKeys, topRows } from './order-rows.js';
import { prepareWindows } from './windows.js';

/** A row on its way through a SELECT: a tuple of FROM, or a group of them. */
export interface Unit {
  bind(env: Environment): void;
}

/** One SELECT, in the order in which its clauses have their meaning. */
export function executeSelect(env: Environment, query: Bound.BoundSelect): readonly Row[] {
  env.group = undefined;
  env.window = undefined;
  const source = streamedSource(env, query);
  let units: readonly Unit[] = query.groupBy
    ? groupRows(env, source, query.groupBy)
    : source.tuples.map((tuple) => tupleUnit(source, tuple));
  if (query.having) {
    const { having } = query;
    units = units.filter((unit) => {
      unit.bind(env);
      return isTrue(env, having);
    });
  }
  const rows = outputRows(env, query, units);
  return query.for ? forClauseText(env, query, query.for, rows) : rows;
}

function tupleUnit(source: Source, tuple: Source['tuples'][number]): Unit {
  return { bind: (env) => bindTuple(env, source, tuple) };
}

/** FROM. Where it fails in the middle of a stream, the rows that had come by then are on their way already. */
function streamedSource(env: Environment, query: Bound.BoundSelect): Source {
  try {
    return fromSource(env, query.from, query.where);
  } catch (error) {
    const [only] = query.from;
    if (error instanceof SqlError && error.fed && only && 'relation' in only && query.from.length === 1) {
      const { relation } = only;
      const isPlain = isStream(query) && !query.select.some(({ expression }) => containsWindow(expression));
      if (isPlain && (only.kind === 'cte-reference' || only.kind === 'function-table')) {
        const rows = error.fed.flatMap((row) => {
          env.rows[relation] = row;
          if (query.where && !isTrue(env, query.where)) return [];
          return [query.select.map((item) => evaluate(env, item.expression))];
        });
        error.rowsBefore = { query, rows };
      }
    }
    throw error;
  }
}

/** Whether rows leave the query as they come: nothing in it needs all of them first. */
function isStream({ groupBy, distinct, orderBy, top, offset, for: text }: Bound.BoundSelect): boolean {
  return !groupBy && !distinct && orderBy.length === 0 && !top && !offset && !text;
}

interface Output {
  readonly row: Row;
  readonly unit: Unit;
  /** Place among the rows that the windows were computed over. */
  readonly index: number;
}

function outputRows(env: Environment, query: Bound.BoundSelect, units: readonly Unit[]): readonly Row[] {
  env.host.spendRows(units.length);
  const windows = prepareWindows(env, query, units);
  const made: Output[] = [];
  const isStreamed = !windows && isStream(query);
  for (const [index, unit] of units.entries()) {
    if (index % 1024 === 1023) env.host.look(1024);
    unit.bind(env);
    env.window = windows?.at(index);
    try {
      const row = query.select.map((item) => evaluate(env, item.expression));
      trace(env, row);
      made.push({ row, unit, index });
    } catch (error) {
      if (isStreamed && error instanceof SqlError) error.rowsBefore = { query, rows: made.map((each) => each.row) };
      throw error;
    }
  }
  let outputs: readonly Output[] = made;
  if (query.distinct) {
    const types = query.columns.map((column) => column.type);
    const collations = query.columns.map((column) => column.collation?.name);
    outputs = distinctBy(outputs, (output) => rowKey(output.row, types, collations));
  }
  const ordered: readonly { readonly row: Output; readonly keys: OrderKeys }[] =
    query.orderBy.length === 0
      ? outputs.map((row) => ({ row, keys: [] }))
      : keyed(env, outputs, query.orderBy, (output) => {
          output.unit.bind(env);
          env.window = windows?.at(output.index);
          env.output = output.row;
        }).sort((a, b) => compareOrder(a.keys, b.keys, query.orderBy));
  const topped = query.top
    ? topRows(env, ordered, query.top, (a, b) => compareOrder(a.keys, b.keys, query.orderBy) === 0)
    : ordered;
  return limitRows(env, topped, query.offset).map(({ row }) => row.row);
}

/** A row made directly from the traced relation, or from one that was. */
function trace(env: Environment, row: Row): void {
  if (!env.trace) return;
  const { relation, origins } = env.trace;
  const direct = env.rows[relation];
  if (direct) {
    origins.set(row, direct);
    return;
  }
  for (const bound of env.rows) {
    const origin = bound && origins.get(bound);
    if (origin) origins.set(row, origin);
  }
}
