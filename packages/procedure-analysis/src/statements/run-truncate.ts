import type { Bound } from '@datamigrate/tsql-binder';
import { type Condition, notTrue } from '../program/conditions.js';
import type { Program } from '../program/program.js';
import { rowsWhere } from '../program/rows.js';
import type { TableState } from '../program/table-state.js';
import { removeRows } from './run-delete.js';

/** TRUNCATE TABLE: no row stays, and an identity begins anew; what a sequence gives goes on. */
export function runTruncate(
  program: Program,
  { target, span }: Bound.BoundTruncate,
  condition: Condition,
): readonly string[] {
  const table = program.table(target);
  removeRows(program, table, condition, program.newId(), span);
  program.tell(0, span);
  if (table.columns.some(({ identity }) => identity)) restart(program, table, condition, span);
  return [table.key];
}

/** Keys that count are those of rows that would be there if the statement had not run. */
function restart(
  program: Program,
  { undeleted, ...former }: TableState,
  condition: Condition,
  span: Bound.BoundExpression['span'],
) {
  const table = program.tables.get(former.key) ?? former;
  if (!condition || !undeleted) {
    program.set({ ...table, undeleted: undefined });
    return;
  }
  const rows = rowsWhere({ ...former, version: undeleted }, program.newId(), notTrue(condition), span);
  const { id, name } = program.addCte(`${former.title} numbered`, rows);
  program.set({ ...table, undeleted: { kind: 'cte', cte: id, name } });
}
