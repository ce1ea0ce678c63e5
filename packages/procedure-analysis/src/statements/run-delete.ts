import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, integer, notTrue } from '../program/conditions.js';
import { withoutTarget } from '../program/others.js';
import type { Program } from '../program/program.js';
import { countOf, rowsWhere, select } from '../program/rows.js';
import type { TableState } from '../program/table-state.js';
import { inLoop } from './run-update.js';

/** DELETE: the rows for which the condition is not true. */
export function runDelete(program: Program, statement: Bound.BoundDelete, condition: Condition): readonly string[] {
  const { target, span } = statement;
  if (statement.top || statement.output.length > 0 || statement.currentOf || target.relation !== target.base) {
    return program.refuse(
      analysisDiagnostics.create(
        'analyse-statement',
        { statement: 'DELETE with TOP, OUTPUT, a cursor or through a table expression' },
        span,
      ),
    );
  }
  const table = program.table(target.table);
  if (table.version.kind === 'empty') return [table.key];
  const others = inLoop(program, program.resolve(withoutTarget(program, statement.from, target.relation)));
  for (const cte of program.resolve(statement.ctes)) program.ctes.push(cte);
  const where = both(both(others.where, statement.where && program.resolve(statement.where)), condition);
  if (others.from.length === 0) {
    removeRows(program, table, where, target.relation, span);
    return [table.key];
  }
  const one = integer(1, span);
  const matches = select([{ name: 'one_row', type: one.type, nullable: false }], [one], others.from, where, span);
  removeRows(program, table, { kind: 'exists', query: matches, span }, target.relation, span);
  return [table.key];
}

/** TRUNCATE TABLE, and DELETE without a condition. */
export function removeRows(
  program: Program,
  table: TableState,
  where: Condition,
  relation: number,
  span: Bound.BoundDelete['span'],
): void {
  program.rowCount = countOf(program, rowsWhere(table, relation, where, span));
  if (!where) {
    program.set({ ...table, version: { kind: 'empty' }, added: undefined, written: true });
    return;
  }
  program.write(table, rowsWhere(table, relation, notTrue(where), span), { keys: table.keys }, ' kept');
}
