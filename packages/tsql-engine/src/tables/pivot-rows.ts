import { isCharacter, type SqlType, sameType, string } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { aggregateOver } from '../queries/aggregates.js';
import { rowKey, sortKey } from '../values/compare.js';
import { type Row, type SqlValue, scaleOf } from '../values/sql-value.js';
import { bindTuple, type Tuple } from './source.js';
import { tableSource } from './table-source.js';

interface PivotGroup {
  readonly keys: readonly SqlValue[];
  readonly tuples: Map<string, Tuple[]>;
}

/** PIVOT: one row for each group, in it the aggregate over the rows of each listed value. */
export function pivotRows(env: Environment, table: Bound.BoundPivot): Row[] {
  const source = tableSource(env, table.source);
  const bind = (tuple: Tuple): void => bindTuple(env, source, tuple);
  const types = table.groupColumns.map((column) => column.type);
  const collations = table.groupColumns.map((column) => column.collation?.name);
  const groups = new Map<string, PivotGroup>();
  for (const tuple of source.tuples) {
    bind(tuple);
    const keys = table.groupColumns.map((column) => evaluate(env, column));
    const id = rowKey(keys, types, collations);
    const group = groups.get(id) ?? { keys, tuples: new Map() };
    groups.set(id, group);
    const spread = keyText(evaluate(env, table.pivotColumn), compared(table.pivotColumn.type), table.collation);
    const list = group.tuples.get(spread);
    if (list) list.push(tuple);
    else group.tuples.set(spread, [tuple]);
  }
  const wanted = table.values.map((value) => keyText(evaluate(env, value), compared(value.type), table.collation));
  return [...groups.values()].map(({ keys, tuples }) => [
    ...keys,
    ...wanted.map((value) => aggregateOver(env, table.aggregate, tuples.get(value) ?? [], bind)),
  ]);
}

/** The listed values are names, nvarchar: a varchar is compared with them as one. */
const compared = (type: SqlType): SqlType => (isCharacter(type) ? string('nvarchar', 'max') : type);

function keyText(value: SqlValue, type: SqlType, collation: string | undefined): string {
  return value === null ? 'null' : `=${sortKey(value, type, collation, scaleOf(type))}`;
}

/** UNPIVOT: a row for each listed column that is not NULL. */
export function unpivotRows(env: Environment, table: Bound.BoundUnpivot): Row[] {
  const source = tableSource(env, table.source);
  const first = table.sources[0]?.expression.type;
  for (const { name, expression } of table.sources) {
    if (first && !sameType(first, expression.type)) throw sqlError(8167, name);
  }
  return source.tuples.flatMap((tuple) => {
    bindTuple(env, source, tuple);
    const kept = table.keptColumns.map((column) => evaluate(env, column));
    return table.sources.flatMap(({ name, expression }): Row[] => {
      const value = evaluate(env, expression);
      return value === null ? [] : [[...kept, value, expression.kind === 'column' ? expression.name : name]];
    });
  });
}
