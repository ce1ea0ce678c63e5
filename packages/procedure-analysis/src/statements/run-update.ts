import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, choose, integer } from '../program/conditions.js';
import { type Others, withoutTarget } from '../program/others.js';
import type { Program } from '../program/program.js';
import { asRelation, column, countOf, rowsWhere, select } from '../program/rows.js';
import { matchesOnce } from '../program/single-match.js';
import type { TableState } from '../program/table-state.js';
import { withComputed } from './run-insert.js';

/** UPDATE: the rows of the table, with new values where the statement reaches them. */
export function runUpdate(program: Program, statement: Bound.BoundUpdate, condition: Condition): readonly string[] {
  const { target, span } = statement;
  if (statement.top || statement.output.length > 0 || statement.currentOf) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'UPDATE with TOP, OUTPUT or a cursor' }, span),
    );
  }
  const table = program.table(target.table);
  if (target.relation !== target.base) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'UPDATE through a table expression' }, span),
    );
  }
  if (table.version.kind === 'empty') return [table.key];
  const set = columnValues(program, statement);
  const where = statement.where && program.resolve(statement.where);
  const others = inLoop(program, program.resolve(withoutTarget(program, statement.from, target.relation)));
  for (const cte of program.resolve(statement.ctes)) program.ctes.push(cte);
  if (others.from.length === 0)
    updateAlone(program, table, set, both(both(where, others.where), condition), target.relation, span);
  else
    updateFrom(
      program,
      table,
      set,
      { ...others, where: both(both(others.where, where), condition) },
      target.relation,
      span,
    );
  return [table.key];
}

/** In a loop over a cursor its rows stand beside the target. */
export function inLoop(program: Program, others: Others): Others {
  return program.row ? { ...others, from: [program.row.rows, ...others.from] } : others;
}

/** By position of the column. */
type Values = ReadonlyMap<number, Bound.BoundExpression>;

function columnValues(program: Program, { set, span }: Bound.BoundUpdate): Values {
  const values = new Map<number, Bound.BoundExpression>();
  for (const item of set) {
    if (item.kind !== 'set-column' || item.variable) {
      return program.refuse(
        analysisDiagnostics.create('analyse-statement', { statement: 'UPDATE that assigns variables' }, span),
      );
    }
    values.set(item.column, program.resolve(item.value));
  }
  return values;
}

/** A key stays one while none of its columns is written. */
export function keptKeys(table: TableState, set: Values): readonly (readonly string[])[] {
  const written = new Set([...set.keys()].map((position) => table.columns[position]?.name.toLowerCase()));
  return table.keys.filter((key) => key.every((name) => !written.has(name)));
}

function updateAlone(
  program: Program,
  table: TableState,
  set: Values,
  where: Condition,
  relation: number,
  span: Bound.BoundUpdate['span'],
): void {
  const values = table.columns.map((each, i) => {
    const old = column(each, relation, i, span);
    const value = set.get(i);
    return value ? choose(where, value, old) : old;
  });
  const from = [asRelation(table, relation, table.title, span)];
  program.rowCount = countOf(program, rowsWhere(table, relation, where, span));
  const query = select(table.columns, withComputed(table, values), from, undefined, span);
  program.write(table, query, { keys: keptKeys(table, set) }, ' updated');
}

/** The new values come from other tables: each row of the target looks for its match there. */
function updateFrom(
  program: Program,
  table: TableState,
  set: Values,
  others: Others,
  relation: number,
  span: Bound.BoundUpdate['span'],
): void {
  const once = matchesOnce(program, others.from, others.where);
  if (!once && program.row) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'rows that several rounds change' }, span));
  }
  const positions = [...set.keys()];
  const one = integer(1, span);
  const found = [{ name: 'is_matched', type: one.type, nullable: false }, ...positions.map((i) => newColumn(table, i))];
  const expressions = [one, ...positions.map((i) => set.get(i) ?? one)];
  const match: Bound.BoundSelect = {
    ...select(found, expressions, others.from, others.where, span),
    ...(once ? {} : { top: { count: { ...one, type: { name: 'bigint' } }, percent: false, withTies: false } }),
  };
  const matched = program.newId();
  const derived: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation: matched,
    alias: 'matched',
    columns: found.map((each) => ({ ...each, nullable: true })),
    span,
    query: match,
  };
  const isMatched: Bound.BoundPredicate = {
    kind: 'comparison',
    operator: '=',
    left: column({ name: 'is_matched', type: one.type, nullable: true }, matched, 0, span),
    right: one,
    span,
  };
  const values = table.columns.map((each, i) => {
    const old = column(each, relation, i, span);
    const place = positions.indexOf(i);
    if (place < 0) return old;
    return choose(isMatched, column({ ...newColumn(table, i), nullable: true }, matched, place + 1, span), old);
  });
  const apply: Bound.BoundApply = {
    kind: 'apply',
    outer: true,
    left: asRelation(table, relation, table.title, span),
    right: derived,
    span,
  };
  const changed = select(
    table.columns,
    table.columns.map((each, i) => column(each, relation, i, span)),
    [{ ...apply, outer: false }],
    undefined,
    span,
  );
  program.rowCount = countOf(program, changed);
  const query = select(table.columns, withComputed(table, values), [apply], undefined, span);
  program.write(table, query, { keys: keptKeys(table, set) }, ' updated');
}

function newColumn(table: TableState, position: number): Bound.OutputColumn {
  const { name, type, nullable, collation } = table.columns[position] as Bound.StoredColumn;
  return { name: `new_${name}`, type, nullable, collation };
}
