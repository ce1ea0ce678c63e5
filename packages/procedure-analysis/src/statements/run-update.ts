import type { Bound } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import { both, type Condition, choose, integer, notTrue } from '../program/conditions.js';
import { joinedOnce } from '../program/joined-once.js';
import { matchesOnce, relationsOf } from '../program/keys.js';
import { noRows } from '../program/no-rows.js';
import { keptJoin, type Others, withoutTarget } from '../program/others.js';
import { reachedThroughOuterJoin } from '../program/outer-match.js';
import type { Program } from '../program/program.js';
import { someNode, visitTree } from '../program/rewrite-tree.js';
import { noteLoopWrite, pinnedBy } from '../program/row-loop.js';
import { type OpenedTarget, openedTarget, throughExpression } from '../program/row-target.js';
import { asRelation, countOf, rowsWhere, unionAll } from '../program/rows.js';
import { anyRow, column, select } from '../program/select.js';
import { namesOfUpdate } from '../program/step-name.js';
import type { TableState } from '../program/table-state.js';
import { withoutRowTop } from './insert-top.js';
import { withComputed } from './run-insert.js';
import { runningTotal } from './running-update.js';
import {
  asOutputs,
  changedRows,
  positionsOf,
  tellOutput,
  toldColumns,
  toldNames,
  toldOfOthers,
} from './tell-output.js';
import { withToldVariables } from './told-variables.js';

/** UPDATE: the rows of the table, with new values where the statement reaches them. */
export function runUpdate(program: Program, given: Bound.BoundUpdate, condition: Condition): readonly string[] {
  const statement = withoutRowTop(program, given);
  const { target, span } = statement;
  if (statement.currentOf || (program.row && statement.output.length > 0)) {
    return program.refuse(analysisDiagnostics.create('analyse-statement', { statement: 'UPDATE with a cursor' }, span));
  }
  const table = program.table(target.table);
  if (table.version.kind === 'empty') return nothingChanged(program, table, statement.output, span);
  if (target.relation !== target.base) {
    const direct = throughExpression(statement);
    return direct ? runUpdate(program, direct, condition) : updateOpened(program, statement, table, condition);
  }
  const running = runningTotal(program, statement, table);
  const set = running
    ? new Map([[running.position, running.value]])
    : columnValues(program, withToldVariables(program, statement, table, condition));
  const where = statement.where && program.resolve(statement.where);
  const work: Work = {
    program,
    table,
    set,
    relation: target.relation,
    sources: statement.from,
    span,
    output: statement.output,
    told: toldOfOthers(statement.output),
  };
  const join = targetJoin(program, statement);
  if (join) {
    updateAlone(work, both(where, condition), join);
    return [table.key];
  }
  const plain = asRelation(table, target.relation, table.title, span);
  const outer = work.told.length > 0 ? undefined : outerReached(program, statement, both(where, condition), set);
  if (outer) {
    updateAlone(work, outer.condition, plain);
    return [table.key];
  }
  const others = inLoop(program, program.resolve(withoutTarget(program, statement.from, target.relation, table)));
  for (const cte of program.resolve(statement.ctes)) program.ctes.push(cte);
  const reached = { ...others, where: both(both(others.where, where), condition) };
  if (program.row) {
    const pinned = [...pinnedBy(program, reached.where, target.relation)].filter(([position]) => !set.has(position));
    noteLoopWrite(program, table.key, { kind: 'update', pinned: new Map(pinned) }, span);
  }
  const touched = touchedInRound(program, table, target.relation, reached, span);
  const joined = joinedOnce(program, plain, reached);
  if (others.from.length === 0) updateAlone({ ...work, told: [] }, reached.where, plain);
  else if (joined) updateAlone(work, joined.matched, joined.rows);
  else if (work.told.length === 0 && isSameForEveryMatch(work, reached))
    updateAlone(work, anyRow(reached.from, reached.where, span), plain);
  else updateFrom(work, reached);
  if (program.row) program.rowCount = touched;
  return [table.key];
}

/** UPDATE through a table expression over the table: its rows with what the expression adds to them, then the new values. */
function updateOpened(
  program: Program,
  statement: Bound.BoundUpdate,
  table: TableState,
  condition: Condition,
): readonly string[] {
  const { target, span, output, from: sources } = statement;
  const opened = openedTarget(program, statement, table);
  if (!opened || program.row) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'UPDATE through this table expression' }, span),
    );
  }
  const set = new Map([...columnValues(program, statement)].map(([position, value]) => [position, opened.over(value)]));
  const where = both(opened.over(statement.where && program.resolve(statement.where)), condition);
  const work: Work = { program, table, set, relation: target.relation, sources, span, output, told: [] };
  updateAlone(work, where, candidates(opened, target.relation, span), (rows) =>
    withRest(table, rows, opened, target.base, span),
  );
  return [table.key];
}

/** The rows of an opened table expression. */
export function candidates({ query }: OpenedTarget, relation: number, span: Bound.BoundUpdate['span']) {
  return { kind: 'derived-table', relation, alias: 'candidates', columns: query.columns, span, query } as const;
}

/** Beside them the rows of the table that the expression does not have: they stay as they are. */
export function withRest(
  table: TableState,
  rows: Bound.BoundQuery,
  { within }: OpenedTarget,
  base: number,
  span: Bound.BoundUpdate['span'],
): Bound.BoundQuery {
  return within ? unionAll(rows, rowsWhere(table, base, notTrue(within), span)) : rows;
}

/** In a loop: how many rows of the target the statement touches in the round; undefined where it reads other tables. */
export function touchedInRound(
  program: Program,
  table: TableState,
  relation: number,
  { from, where }: Others,
  span: Bound.BoundUpdate['span'],
): Bound.BoundExpression | undefined {
  const [rows, ...more] = from;
  if (!program.row || rows !== program.row.rows || more.length > 0) return undefined;
  return countOf(program, rowsWhere(table, relation, where, span));
}

/** The FROM of an UPDATE or DELETE that joins to the target what it meets once. */
export function targetJoin(
  program: Program,
  { from, ctes, target }: Pick<Bound.BoundUpdate, 'from' | 'ctes' | 'target'>,
): Bound.BoundJoin | undefined {
  return program.row || ctes.length > 0 ? undefined : keptJoin(program, program.resolve(from), target.relation);
}

/** Which rows an UPDATE or DELETE reaches whose FROM only asks whether there is a match. */
export function outerReached(
  program: Program,
  { from, ctes, target }: Pick<Bound.BoundUpdate, 'from' | 'ctes' | 'target'>,
  where: Condition,
  values: Values | undefined,
): ReturnType<typeof reachedThroughOuterJoin> {
  if (program.row || ctes.length > 0) return undefined;
  return reachedThroughOuterJoin(program.resolve(from), target.relation, where, [...(values?.values() ?? [])]);
}

/** In a loop over a cursor its rows stand beside the target. */
export function inLoop(program: Program, others: Others): Others {
  return program.row ? { ...others, from: [program.row.rows, ...others.from] } : others;
}

/** By position of the column. */
type Values = ReadonlyMap<number, Bound.BoundExpression>;

interface Work {
  readonly program: Program;
  readonly table: TableState;
  readonly set: Values;
  /** Of the target, in the conditions and values. */
  readonly relation: number;
  /** FROM as it is written. */
  readonly sources: readonly Bound.BoundTable[];
  readonly span: Bound.BoundUpdate['span'];
  readonly output: readonly Bound.BoundOutput[];
  /** Columns of other tables that OUTPUT tells of. */
  readonly told: readonly Bound.BoundColumn[];
}

/** A table without rows: OUTPUT tells of none. */
export function nothingChanged(
  program: Program,
  table: TableState,
  output: readonly Bound.BoundOutput[],
  span: Bound.BoundUpdate['span'],
): readonly string[] {
  if (output.length > 0) {
    const told = toldColumns(output);
    const others = toldOfOthers(output);
    const cte = program.addCte(
      `${table.title} changes`,
      noRows([...toldNames(table, told), ...asOutputs(others)], span),
    );
    tellOutput(program, output, changedRows(program, cte, positionsOf(told, others), span));
  }
  program.rowCount = integer(0, span);
  return [table.key];
}

/** Rows as they were and as they become, for OUTPUT. */
function tellChanges(
  { program, table, relation, span, output, set, told }: Work,
  from: readonly Bound.BoundTable[],
  where: Condition,
  value: (position: number) => Bound.BoundExpression | undefined,
  others: readonly Bound.BoundExpression[] = told,
): void {
  if (output.length === 0) return;
  const old = table.columns.map((each, i) => column(each, relation, i, span));
  const changed = withComputed(
    table,
    old.map((each, i) => (set.has(i) ? (value(i) ?? each) : each)),
  );
  const read = toldColumns(output);
  const expressions = [read.deleted.map((i) => old[i]), read.inserted.map((i) => changed[i])].flat();
  const columns = [...toldNames(table, read), ...asOutputs(told)];
  const rows = select(columns, [...expressions.filter((each) => each !== undefined), ...others], from, where, span);
  const cte = program.addCte(`${table.title} changes`, rows);
  tellOutput(program, output, changedRows(program, cte, positionsOf(read, told), span));
}

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
  work: Work,
  where: Condition,
  rows: Bound.BoundTable,
  whole: (query: Bound.BoundQuery) => Bound.BoundQuery = (query) => query,
): void {
  const { program, table, set, relation, span } = work;
  const values = table.columns.map((each, i) => {
    const old = column(each, relation, i, span);
    const value = set.get(i);
    return value ? choose(where, value, old) : old;
  });
  const from = [rows];
  const old = table.columns.map((each, i) => column(each, relation, i, span));
  program.rowCount = countOf(program, select(table.columns, old, from, where, span));
  const query = select(table.columns, withComputed(table, values), from, undefined, span);
  program.write(table, whole(query), { keys: keptKeys(table, set) }, namesOfUpdate(work));
  tellChanges(work, from, where, (i) => set.get(i));
}

/**
 * The new values come from nowhere but the row itself: it does not matter which match a row has, nor how many. In a loop
 * they also need to be the same in every round, whatever earlier rounds have done to the row.
 */
function isSameForEveryMatch({ program, set, relation }: Work, { from }: Others): boolean {
  const others = new Set(from.flatMap(relationsOf));
  let same = true;
  visitTree([...set.values()], (node) => {
    if (node.kind !== 'column' || !('relation' in node)) return;
    const of = node as Bound.BoundColumn;
    if (others.has(of.relation) || (program.row && of.relation === relation && set.has(of.ordinal))) same = false;
  });
  return same;
}

/** The new values come from other tables: each row of the target looks for its match there. */
function updateFrom(work: Work, others: Others): void {
  const { program, table, set, relation, span, told } = work;
  const once = matchesOnce(program, others.from, others.where);
  if (!once && program.row) {
    program.refuse(analysisDiagnostics.create('analyse-loop', { carried: 'rows that several rounds change' }, span));
  }
  if (!once && work.output.some(tellsOfMatch)) {
    const name = 'OUTPUT of rows that may have several matches';
    program.refuse(analysisDiagnostics.create('analyse-statement', { statement: name }, span));
  }
  const positions = [...set.keys()];
  const one = integer(1, span);
  const marker = { name: 'is_matched', type: one.type, nullable: false };
  const found = [marker, ...positions.map((i) => newColumn(table, i)), ...asOutputs(told)];
  const expressions = [one, ...positions.map((i) => set.get(i) ?? one), ...told];
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
  program.write(table, query, { keys: keptKeys(table, set) }, namesOfUpdate(work));
  const met = asOutputs(told).map((of, i) => column(of, matched, 1 + positions.length + i, span));
  const newValue = (i: number): Bound.BoundExpression =>
    column({ ...newColumn(table, i), nullable: true }, matched, positions.indexOf(i) + 1, span);
  tellChanges(work, [{ ...apply, outer: false }], undefined, newValue, met);
}

/** What a row was before does not depend on which of its matches it takes. */
const tellsOfMatch = ({ items, deleted }: Bound.BoundOutput): boolean =>
  someNode(items, (node) => node.kind === 'column' && (node as Bound.BoundColumn).relation !== deleted);

function newColumn(table: TableState, position: number): Bound.OutputColumn {
  const { name, type, nullable, collation } = table.columns[position] as Bound.StoredColumn;
  return { name: `new_${name}`, type, nullable, collation };
}
