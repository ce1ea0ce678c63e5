import { displayName } from '@datamigrate/catalog';
import { type Bound, mapExpression, SELF_RELATION } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Condition } from '../program/conditions.js';
import { identityValue } from '../program/identity.js';
import type { Program } from '../program/program.js';
import { column, countOf, rowsUnder, rowsWhere, select, unionAll } from '../program/rows.js';
import type { TableState } from '../program/table-state.js';
import { statementName } from './statement-name.js';

/** INSERT: the rows of the table and, behind them, new ones. */
export function runInsert(program: Program, statement: Bound.BoundInsert, condition: Condition): readonly string[] {
  const { source, span } = statement;
  if (statement.top || statement.output.length > 0 || source.kind === 'execute' || source.kind === 'default-values') {
    return program.refuse(analysisDiagnostics.create('analyse-statement', { statement: insertName(statement) }, span));
  }
  const table = program.table(statement.target);
  const rows =
    source.kind === 'query'
      ? queryRows(program, statement, source, table)
      : valueRows(program, statement, source.rows, table);
  addRows(program, table, program.resolve(perRow(program, rows)), condition);
  return [table.key];
}

/** In a loop over a cursor: the rows for all of the cursor's. */
function perRow(program: Program, rows: Bound.BoundQuery): Bound.BoundQuery {
  const loop = program.row;
  if (!loop) return rows;
  if (rows.kind === 'select' && rows.from.length === 0 && !rows.groupBy) return { ...rows, from: [loop.rows] };
  const relation = program.newId();
  const { span, columns, ctes } = rows;
  const derived: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation,
    alias: 'new_rows',
    columns,
    span,
    query: { ...rows, ctes: [] },
  };
  const apply: Bound.BoundApply = { kind: 'apply', outer: false, left: loop.rows, right: derived, span };
  const all = columns.map((each, i) => column(each, relation, i, span));
  return { ...select(columns, all, [apply], undefined, span), ctes };
}

function insertName({ source, output, top }: Bound.BoundInsert): string {
  if (source.kind === 'execute') return 'INSERT … EXEC';
  if (output.length > 0) return 'INSERT with OUTPUT';
  return top ? 'INSERT TOP' : 'INSERT DEFAULT VALUES';
}

/** Gives a table more rows, under a condition. */
export function addRows(program: Program, table: TableState, rows: Bound.BoundQuery, condition: Condition): void {
  const added = rowsUnder(program, rows, condition);
  program.rowCount = countOf(program, hoisted(program, added));
  const query = hoisted(program, added);
  if (table.version.kind === 'empty') {
    program.write(table, query, { added: undefined, keys: keysOf(query, table) }, '');
    return;
  }
  const before = rowsWhere(table, program.newId(), undefined, rows.span);
  const inserts = table.added && table.object ? [...table.added, query] : undefined;
  program.write(table, unionAll(before, query), { added: inserts, keys: [] }, ' extended');
}

/** The query with its common table expressions moved to those of the program. */
function hoisted(program: Program, query: Bound.BoundQuery): Bound.BoundQuery {
  if (query.ctes.length === 0) return query;
  for (const cte of query.ctes) if (!program.ctes.includes(cte)) program.ctes.push(cte);
  return { ...query, ctes: [] };
}

/** A grouped query has one row a group. */
export function keysOf(query: Bound.BoundQuery, table: Pick<TableState, 'columns'>): readonly (readonly string[])[] {
  if (query.kind !== 'select' || !query.groupBy || query.groupBy.implicit || query.groupBy.sets.length !== 1) return [];
  const names = query.groupBy.keys.map((_, key) => {
    const position = query.select.findIndex(({ expression }) => isKey(expression, key));
    return table.columns[position]?.name.toLowerCase();
  });
  return names.includes(undefined) ? [] : [names.filter((name) => name !== undefined)];
}

function isKey(expression: Bound.BoundExpression, key: number): boolean {
  if (expression.kind === 'cast' && expression.implicit) return isKey(expression.operand, key);
  return expression.kind === 'group-key' && expression.key === key;
}

function queryRows(
  program: Program,
  insert: Bound.BoundInsert,
  source: Bound.BoundInsertQuery,
  table: TableState,
): Bound.BoundQuery {
  const { query, row } = source;
  const written = new Map(insert.columns.map((position, i) => [position, source.values[i]]));
  const values = allColumns(program, insert, table, written, query.orderBy);
  const ctes = [...insert.ctes, ...query.ctes];
  if (query.kind === 'select' && !query.distinct && !query.top && !query.offset && !query.for) {
    const inlined = values.map((value) =>
      mapExpression(value, (inner, recurse) =>
        inner.kind === 'column' && inner.relation === row
          ? (query.select[inner.ordinal]?.expression ?? inner)
          : recurse(inner),
      ),
    );
    const items = inlined.map((expression, i) => ({ expression, name: table.columns[i]?.name }));
    return { ...query, ctes, columns: outputs(table), select: items, orderBy: [] };
  }
  const { span, columns } = query;
  const derived: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation: row,
    alias: 'new_rows',
    columns,
    span,
    query,
  };
  return { ...select(outputs(table), values, [derived], undefined, span), ctes: insert.ctes };
}

function valueRows(
  program: Program,
  insert: Bound.BoundInsert,
  rows: readonly (readonly Bound.BoundExpression[])[],
  table: TableState,
): Bound.BoundQuery {
  const queries = rows.map((row): Bound.BoundQuery => {
    const written = new Map(insert.columns.map((position, i) => [position, row[i]]));
    const orderBy = program.row?.orderBy ?? [];
    return select(outputs(table), allColumns(program, insert, table, written, orderBy), [], undefined, insert.span);
  });
  if (rows.length > 1 && table.columns.some(({ identity }, i) => identity && !insert.columns.includes(i))) {
    const name = table.columns.find(({ identity }) => identity)?.name ?? '';
    const params = { table: table.object ? displayName(table.object) : table.title, column: name };
    return program.refuse(analysisDiagnostics.create('analyse-identity', params, insert.span));
  }
  const [first, ...rest] = queries;
  if (!first)
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: statementName(insert) }, insert.span),
    );
  return rest.reduce(unionAll, first);
}

const outputs = (table: TableState): readonly Bound.OutputColumn[] =>
  table.columns.map(({ name, type, nullable, collation }) => ({ name, type, nullable, collation }));

/** A value for every column: the one written, the next identity, the default, what is computed, or NULL. */
function allColumns(
  program: Program,
  insert: Bound.BoundInsert,
  table: TableState,
  written: ReadonlyMap<number, Bound.BoundExpression | undefined>,
  orderBy: readonly Bound.BoundOrderItem[],
): readonly Bound.BoundExpression[] {
  const { span } = insert;
  const values = table.columns.map((column, ordinal): Bound.BoundExpression => {
    const value = written.get(ordinal);
    if (value) return value;
    if (column.identity) return identityValue(program, table, ordinal, orderBy, span);
    return column.default ?? { kind: 'literal', type: column.type, nullable: true, span, value: null };
  });
  return withComputed(table, values);
}

/** Computed columns over the row's own values. */
export function withComputed(
  table: TableState,
  values: readonly Bound.BoundExpression[],
): readonly Bound.BoundExpression[] {
  return table.columns.map((column, ordinal) => {
    const value = values[ordinal] as Bound.BoundExpression;
    if (!column.computed) return value;
    return mapExpression(column.computed, (inner, recurse) =>
      inner.kind === 'column' && inner.relation === SELF_RELATION ? (values[inner.ordinal] ?? inner) : recurse(inner),
    );
  });
}
