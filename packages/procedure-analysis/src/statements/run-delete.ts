import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, notTrue } from '../program/conditions.js';
import { matchesOnce } from '../program/keys.js';
import { type Others, withoutTarget } from '../program/others.js';
import type { Program } from '../program/program.js';
import { noteLoopWrite, pinnedBy } from '../program/row-loop.js';
import { openedTarget, throughExpression } from '../program/row-target.js';
import { asRelation, countOf, rowsWhere } from '../program/rows.js';
import { anyRow, column, select } from '../program/select.js';
import { namesOfDelete } from '../program/step-name.js';
import { afterDelete, emptied, type TableState } from '../program/table-state.js';
import { withoutRowTop } from './insert-top.js';
import {
  candidates,
  inLoop,
  nothingChanged,
  outerReached,
  targetJoin,
  touchedInRound,
  withRest,
} from './run-update.js';
import { asOutputs, changedRows, tellOutput, toldOfOthers, wholeRow } from './tell-output.js';

/** DELETE: the rows for which the condition is not true. */
export function runDelete(program: Program, given: Bound.BoundDelete, condition: Condition): readonly string[] {
  const statement = withoutRowTop(program, given);
  const { target, span } = statement;
  if (statement.currentOf || (program.row && statement.output.length > 0)) {
    return program.refuse(analysisDiagnostics.create('analyse-statement', { statement: 'DELETE with a cursor' }, span));
  }
  const table = program.table(target.table);
  if (table.version.kind === 'empty') return nothingChanged(program, table, statement.output, span);
  if (target.relation !== target.base) {
    const direct = throughExpression(statement);
    return direct ? runDelete(program, direct, condition) : deleteOpened(program, statement, table, condition);
  }
  const join = targetJoin(program, statement);
  if (join) {
    const reached = both(statement.where && program.resolve(statement.where), condition);
    removeJoined(program, statement, table, join, reached);
    return [table.key];
  }
  const whole = both(statement.where && program.resolve(statement.where), condition);
  const told = toldOfOthers(statement.output);
  const outer = told.length > 0 ? undefined : outerReached(program, statement, whole, undefined);
  if (outer) {
    removeRows(program, table, outer.condition, target.relation, span);
    tellRemoved(program, statement, table, outer.condition);
    return [table.key];
  }
  const others = inLoop(program, program.resolve(withoutTarget(program, statement.from, target.relation, table)));
  for (const cte of program.resolve(statement.ctes)) program.ctes.push(cte);
  const where = both(both(others.where, statement.where && program.resolve(statement.where)), condition);
  if (program.row) {
    const pinned = pinnedBy(program, where, target.relation);
    noteLoopWrite(program, table.key, { kind: 'delete', pinned }, span);
  }
  if (others.from.length === 0) {
    removeRows(program, table, where, target.relation, span);
    tellRemoved(program, statement, table, where);
    return [table.key];
  }
  const found = anyRow(others.from, where, span);
  const touched = touchedInRound(program, table, target.relation, { from: others.from, where }, span);
  removeRows(program, table, found, target.relation, span);
  if (told.length > 0) tellMatched(program, statement, table, { from: others.from, where });
  else tellRemoved(program, statement, table, found);
  if (program.row) program.rowCount = touched;
  return [table.key];
}

/** `DELETE t FROM t LEFT JOIN other …`: the rows of the join for which the condition is not true. */
function removeJoined(
  program: Program,
  { output, target, span }: Bound.BoundDelete,
  table: TableState,
  join: Bound.BoundJoin,
  where: Condition,
): void {
  const rows = table.columns.map((each, i) => column(each, target.relation, i, span));
  const removed = select(table.columns, rows, [join], where, span);
  program.rowCount = countOf(program, removed);
  if (!where) program.set(emptied(table));
  else {
    const kept = select(table.columns, rows, [join], notTrue(where), span);
    program.write(table, kept, afterDelete(table), namesOfDelete(table, target.relation, where));
  }
  if (output.length === 0) return;
  const told = toldOfOthers(output);
  const columns = [...table.columns, ...asOutputs(told)];
  tellRows(program, output, table, select(columns, [...rows, ...told], [join], where, span));
}

/** OUTPUT of removed rows, with what they met: each of them one row at most. */
function tellMatched(
  program: Program,
  { output, target, span }: Bound.BoundDelete,
  table: TableState,
  { from, where }: Others,
): void {
  if (!matchesOnce(program, from, where)) {
    const statement = 'OUTPUT of rows that may have several matches';
    program.refuse(analysisDiagnostics.create('analyse-statement', { statement }, span));
  }
  const told = toldOfOthers(output);
  const others = asOutputs(told);
  const matched = program.newId();
  const right: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation: matched,
    alias: 'matched',
    columns: others,
    span,
    query: select(others, told, from, where, span),
  };
  const left = asRelation(table, target.relation, table.title, span);
  const rows = [
    ...table.columns.map((each, i) => column(each, target.relation, i, span)),
    ...others.map((each, i) => column(each, matched, i, span)),
  ];
  const apply: Bound.BoundApply = { kind: 'apply', outer: false, left, right, span };
  tellRows(program, output, table, select([...table.columns, ...others], rows, [apply], undefined, span));
}

/** `removed` are the rows of the table and, beside them, what is told of others. */
function tellRows(
  program: Program,
  output: readonly Bound.BoundOutput[],
  table: TableState,
  removed: Bound.BoundSelect,
): void {
  const cte = program.addCte(`${table.title} removed`, removed);
  const others = { start: table.columns.length, columns: toldOfOthers(output) };
  tellOutput(program, output, changedRows(program, cte, { deleted: wholeRow(table), others }, removed.span));
}

/** OUTPUT of the rows that a DELETE removes from a table as it was. */
function tellRemoved(
  program: Program,
  { output, target, span }: Bound.BoundDelete,
  table: TableState,
  where: Condition,
): void {
  if (output.length === 0) return;
  const cte = program.addCte(`${table.title} removed`, rowsWhere(table, target.relation, where, span));
  tellOutput(program, output, changedRows(program, cte, { deleted: wholeRow(table) }, span));
}

/** DELETE through a table expression over the table: its rows with what the expression adds to them, then the rows left. */
function deleteOpened(
  program: Program,
  statement: Bound.BoundDelete,
  table: TableState,
  condition: Condition,
): readonly string[] {
  const { target, span, output } = statement;
  const opened = openedTarget(program, statement, table);
  const told = output.length > 0;
  if (!opened || program.row || (told && toldOfOthers(output).length > 0)) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'DELETE through this table expression' }, span),
    );
  }
  const all = both(opened.over(statement.where && program.resolve(statement.where)), condition);
  const rows = candidates(opened, target.relation, span);
  const stored = table.columns.map((each, i) => column(each, target.relation, i, span));
  const removed = select(table.columns, stored, [rows], all, span);
  if (all) {
    program.rowCount = countOf(program, removed);
    const kept = select(table.columns, stored, [rows], notTrue(all), span);
    program.write(table, withRest(table, kept, opened, target.base, span), afterDelete(table), [' kept']);
  } else removeRows(program, table, opened.within, target.base, span);
  if (told) tellRows(program, output, table, removed);
  return [table.key];
}

/** DELETE without other tables, and TRUNCATE TABLE. */
export function removeRows(
  program: Program,
  table: TableState,
  where: Condition,
  relation: number,
  span: Bound.BoundDelete['span'],
): void {
  program.rowCount = countOf(program, rowsWhere(table, relation, where, span));
  if (!where) {
    program.set(emptied(table));
    return;
  }
  program.write(
    table,
    rowsWhere(table, relation, notTrue(where), span),
    afterDelete(table),
    namesOfDelete(table, relation, where),
  );
}
