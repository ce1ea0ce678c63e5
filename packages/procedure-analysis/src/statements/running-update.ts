import { sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { bare } from '../program/bare.js';
import { mentionsVariable } from '../program/mentions.js';
import type { Program } from '../program/program.js';
import { carriedValue } from '../program/row-loop.js';
import { column } from '../program/select.js';
import type { TableState } from '../program/table-state.js';

/**
 * `UPDATE t SET @running = column = @running + x`: a running total along the clustered key, in whose order SQL Server
 * goes through the table. The new value of the column; undefined for any other UPDATE.
 */
export function runningTotal(
  program: Program,
  { set, from, where, target, span }: Bound.BoundUpdate,
  table: TableState,
): { readonly position: number; readonly value: Bound.BoundExpression } | undefined {
  const [item, ...more] = set;
  if (more.length > 0 || item?.kind !== 'set-column' || !item.variable || where || from.length !== 1 || program.row)
    return undefined;
  const name = item.variable.name.toLowerCase();
  const of = table.columns[item.column];
  const sum = bare(item.value);
  const first = program.variables.get(name);
  const key = table.object && program.environment.clusteredKey(table.object);
  if (!of || !first || !key || sum.kind !== 'arithmetic' || sum.operator !== '+') return undefined;
  if (!sameType(of.type, item.variable.type) || !sameType(of.type, sum.type)) return undefined;
  const [left, right] = [bare(sum.left), sum.right];
  if (left.kind !== 'variable' || left.name.toLowerCase() !== name || mentionsVariable(right, name) || right.nullable)
    return undefined;
  const places = key.map((each) => table.columns.findIndex((own) => own.name.toLowerCase() === each.toLowerCase()));
  if (places.includes(-1)) return undefined;
  const running: Bound.BoundWindow = {
    kind: 'window',
    type: sum.type,
    nullable: true,
    span,
    function: 'SUM',
    arguments: [program.resolve(right)],
    partitionBy: [],
    orderBy: places.map((place) => ({
      expression: column(table.columns[place] as Bound.StoredColumn, target.relation, place, span),
      descending: false,
    })),
    frame: { unit: 'ROWS', from: { edge: 'UNBOUNDED PRECEDING' }, to: { edge: 'CURRENT ROW' } },
    ignoreNulls: false,
  };
  const value: Bound.BoundArithmetic = { ...sum, left: program.resolve(sum.left), right: running };
  program.variables.set(name, carriedValue(name, item.variable.type, span));
  return { position: item.column, value };
}
