import { displayName } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import { type Bound, mapExpression, SELF_RELATION, sameExpression } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';
import type { Condition } from '../program/conditions.js';
import { constantsApart } from '../program/constants-apart.js';
import { cteReference } from '../program/cte-reference.js';
import { drawnKeys, drawnValue, selectedValue } from '../program/drawn-keys.js';
import { generatedKey, lastKey, sequenceKey } from '../program/identity.js';
import { distinctColumn, namedKeys, queryKeys } from '../program/keys.js';
import { nullOf } from '../program/null-of.js';
import { ownValues } from '../program/own-values.js';
import type { Program } from '../program/program.js';
import { someNode } from '../program/rewrite-tree.js';
import { noteLoopWrite, valueOfRound } from '../program/row-loop.js';
import { countOf, hoisted, rowOrder, rowsUnder, rowsWhere, unionAll } from '../program/rows.js';
import { column, select } from '../program/select.js';
import { namesOfInsert } from '../program/step-name.js';
import type { TableState } from '../program/table-state.js';
import { addsOneRow } from './adds-one-row.js';
import { withoutTop } from './insert-top.js';
import { type CallOptions, convertedTo } from './run-call.js';
import { runDelete } from './run-delete.js';
import { runExecute } from './run-execute.js';
import { runMerge } from './run-merge.js';
import { runUpdate } from './run-update.js';
import { checkSideEffects } from './side-effects.js';
import { statementName } from './statement-name.js';
import { changedRows, tellOutput, wholeRow } from './tell-output.js';

/** INSERT: the rows of the table and, behind them, new ones. */
export function runInsert(program: Program, given: Bound.BoundInsert, options: CallOptions): readonly string[] {
  const statement = withoutTop(program, given);
  const { source, span, output, feed } = statement;
  const { condition } = options;
  if (source.kind === 'execute') return insertResults(program, statement, source.execute, options);
  const fed = feed ? feedRows(program, feed, options) : [];
  const table = program.table(statement.target);
  const rows =
    source.kind === 'query'
      ? queryRows(program, statement, source, table)
      : valueRows(program, statement, source.kind === 'values' ? source.rows : defaultRow(program, table, span), table);
  if (program.row) checkNumbers(program, statement, table, isOneRow(rows));
  const resolved = program.resolve(perRow(program, rows));
  if (feed) program.tables.delete(feed.name.toLowerCase());
  if (program.row) noteInsert(program, table, program.resolve(rows), span);
  if (output.length === 0) addRows(program, table, resolved, condition);
  else addAndTell(program, statement, table, rowsUnder(program, resolved, condition));
  noteIdentity(program, statement, condition);
  return [...new Set([...fed, table.key])];
}

/** The key of a single row can be told behind it; of several, or of one that may not be there, it is not known. */
function noteIdentity(program: Program, statement: Bound.BoundInsert, condition: Condition): void {
  const { target, columns, span } = statement;
  const table = program.table(target);
  const ordinal = table.columns.findIndex(({ identity }) => identity);
  const of = table.columns[ordinal]?.identity;
  if (!of || columns.includes(ordinal)) return;
  const single = addsOneRow(statement) && !condition && !program.active && !program.row;
  program.lastIdentity = single && BigInt(of.increment) > 0n ? lastKey(program, table, ordinal, span) : undefined;
}

/** INSERT … EXEC: the rows of all results of the call, in the order of its columns. */
function insertResults(
  program: Program,
  statement: Bound.BoundInsert,
  execute: Bound.BoundExecute,
  options: CallOptions,
): readonly string[] {
  const { span } = statement;
  if (program.row || statement.output.length > 0) {
    return program.refuse(
      analysisDiagnostics.create('analyse-statement', { statement: 'INSERT … EXEC in a loop or with OUTPUT' }, span),
    );
  }
  const { written, results } = runExecute(program, execute, options);
  for (const result of results) {
    const table = program.table(statement.target);
    if (result.columns.length !== statement.columns.length) {
      const name = 'INSERT … EXEC of results with another number of columns';
      return program.refuse(analysisDiagnostics.create('analyse-statement', { statement: name }, span));
    }
    const cte = program.addCte('rows returned', { ...result, orderBy: rowOrder(result) });
    const row = program.newId();
    const values = statement.columns.map((position, i): Bound.BoundExpression => {
      const of = cte.columns[i] as Bound.OutputColumn;
      const type = table.columns[position]?.type ?? of.type;
      const value = convertedTo(column(of, row, i, span), type);
      return value.kind === 'cast' ? { ...value, storing: true } : value;
    });
    const given = new Map(statement.columns.map((position, i) => [position, values[i]]));
    const all = allColumns(program, span, table, given, []);
    addRows(program, table, select(outputs(table), all, [cteReference(cte, row, span)], undefined, span), undefined);
  }
  return [...new Set([...written, program.table(statement.target).key])];
}

/** `INSERT … SELECT … FROM (MERGE … OUTPUT …) AS t`: the statement in FROM, whose OUTPUT is a table for this one. */
function feedRows(
  program: Program,
  { name, statement }: NonNullable<Bound.BoundInsert['feed']>,
  { condition }: CallOptions,
): readonly string[] {
  program.feed = name;
  checkSideEffects(program, statement);
  const written =
    statement.kind === 'merge'
      ? runMerge(program, statement, condition)
      : statement.kind === 'update'
        ? runUpdate(program, statement, condition)
        : statement.kind === 'delete'
          ? runDelete(program, statement, condition)
          : program.refuse(
              analysisDiagnostics.create('analyse-statement', { statement: 'INSERT inside INSERT' }, statement.span),
            );
  program.feed = undefined;
  return written;
}

/** INSERT with OUTPUT: the new rows are made once, for the table and for what is told of them. */
function addAndTell(program: Program, statement: Bound.BoundInsert, table: TableState, rows: Bound.BoundQuery): void {
  const { span, output } = statement;
  const cte = program.addCte(`${table.title} new rows`, rows);
  const changed = changedRows(program, cte, { inserted: wholeRow(table) }, span);
  const all = table.columns.map((each, i) => column(each, changed.relation, i, span));
  addRows(program, table, select(outputs(table), all, [changed.from], undefined, span), undefined);
  tellOutput(program, output, changed);
}

/** What a round of the loop adds, and in which columns the new rows are its own. */
function noteInsert(
  program: Program,
  table: TableState,
  rows: Bound.BoundQuery,
  span: Bound.BoundInsert['span'],
): void {
  const values =
    rows.kind === 'select' ? rows.select.map(({ expression }) => givenBy(program, expression, rows.from)) : [];
  const given = values.flatMap((value, i): readonly (readonly [number, string])[] => {
    const known = valueOfRound(program, value);
    return known === undefined ? [] : [[i, known]];
  });
  const pinned = new Map([...given, ...ownValues(program, rows)]);
  noteLoopWrite(program, table.key, { kind: 'insert', pinned, values }, span);
}

/** A column of a derived table or an inline function as the expression that stands behind it. */
function givenBy(
  program: Program,
  value: Bound.BoundExpression,
  from: readonly Bound.BoundTable[],
): Bound.BoundExpression {
  const of = distinctColumn(value);
  const table = of && from.find((each) => 'relation' in each && each.relation === of.relation);
  if (table?.kind === 'user-function-table') {
    const parameter = program.environment.handedOn(table.object, of?.ordinal ?? -1);
    return (parameter === undefined ? undefined : table.arguments[parameter]) ?? value;
  }
  if (table?.kind !== 'derived-table' || table.query.kind !== 'select') return value;
  const item = table.query.select[of?.ordinal ?? -1];
  return item ? givenBy(program, item.expression, table.query.from) : value;
}

const isOneRow = (rows: Bound.BoundQuery): rows is Bound.BoundSelect =>
  rows.kind === 'select' && rows.from.length === 0 && !rows.groupBy;

/** Of several rows of a round, or of several statements, the numbers would not go on behind those of the round before. */
function checkNumbers(
  program: Program,
  { columns, span }: Bound.BoundInsert,
  table: TableState,
  single: boolean,
): void {
  const isFirst = !program.row?.writes.get(table.key)?.some(({ kind }) => kind === 'insert');
  if (single && isFirst) return;
  const numbered = table.columns.find(
    ({ identity, default: value }, i) =>
      !columns.includes(i) && (identity || someNode(value, ({ kind }) => kind === 'next-value')),
  );
  if (!numbered) return;
  const params = { table: table.object ? displayName(table.object) : table.title, column: numbered.name };
  program.refuse(analysisDiagnostics.create('analyse-identity', params, span));
}

/** In a loop over a cursor: the rows for all of the cursor's. */
function perRow(program: Program, rows: Bound.BoundQuery): Bound.BoundQuery {
  const loop = program.row;
  if (!loop) return rows;
  if (isOneRow(rows)) return { ...rows, from: [loop.rows] };
  const relation = program.newId();
  const { span, columns, ctes } = rows;
  const derived: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation,
    alias: 'rows_to_add',
    columns,
    span,
    query: { ...rows, ctes: [] },
  };
  const apply: Bound.BoundApply = { kind: 'apply', outer: false, left: loop.rows, right: derived, span };
  const all = columns.map((each, i) => column(each, relation, i, span));
  return { ...select(columns, all, [apply], undefined, span), ctes };
}

/** Gives a table more rows, under a condition. */
export function addRows(program: Program, table: TableState, rows: Bound.BoundQuery, condition: Condition): void {
  const added = rowsUnder(program, rows, condition);
  // The rows of all rounds are not those of the one that asks.
  program.rowCount = program.row ? undefined : countOf(program, hoisted(program, added));
  const query = hoisted(program, added);
  if (table.version.kind === 'empty') {
    const keys = namedKeys(queryKeys(program, query), table.columns);
    program.write(table, query, { added: undefined, keys }, ['']);
    return;
  }
  const before = rowsWhere(table, program.newId(), undefined, rows.span);
  const inserts = table.added && table.object ? [...table.added, query] : undefined;
  program.write(table, unionAll(before, query), { added: inserts, keys: [] }, namesOfInsert(query));
}

export function queryRows(
  program: Program,
  insert: Bound.BoundInsert,
  source: Bound.BoundInsertQuery,
  table: TableState,
): Bound.BoundQuery {
  const { query, row } = source;
  const written = new Map(
    insert.columns.map((position, i) => {
      const value = source.values[i];
      return [position, (value && drawnValue(selectedValue(source, value))) ?? value];
    }),
  );
  const ctes = [...insert.ctes, ...query.ctes];
  if (query.kind === 'select' && !query.distinct && !query.top && !query.offset && !query.for) {
    const order = orderOver(query, (position) => query.select[position]?.expression);
    const orderBy = query.from.length === 0 ? (program.row?.orderBy ?? order) : order;
    const single = query.from.length === 0 && program.row === undefined;
    const values = allColumns(program, insert.span, table, written, orderBy, single);
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
  const { query: made, constants, places } = constantsApart(query);
  const { span, columns } = made;
  const orderBy = orderOver(made, (position) => {
    const of = columns[position];
    return of && column(of, row, position, span);
  });
  const placed = (value: Bound.BoundExpression): Bound.BoundExpression =>
    mapExpression(value, (inner, recurse) => {
      if (inner.kind !== 'column' || inner.relation !== row) return recurse(inner);
      return constants.get(inner.ordinal) ?? { ...inner, ordinal: places.get(inner.ordinal) ?? inner.ordinal };
    });
  const inPlace = new Map([...written].map(([position, value]) => [position, value && placed(value)]));
  const values = allColumns(program, insert.span, table, inPlace, orderBy);
  const derived: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation: row,
    alias: 'rows_to_add',
    columns,
    span,
    query: made,
  };
  return { ...select(outputs(table), values, [derived], undefined, span), ctes: insert.ctes };
}

/** The order of a query in other terms for its own columns, whether it names them or writes them out again. */
function orderOver(
  query: Bound.BoundQuery,
  valueOf: (position: number) => Bound.BoundExpression | undefined,
): readonly Bound.BoundOrderItem[] {
  const selected = query.kind === 'select' ? query.select : [];
  return query.orderBy.map((item) => {
    const { expression } = item;
    const position =
      expression.kind === 'output-column'
        ? expression.ordinal
        : selected.findIndex(({ expression: own }) => sameExpression(own, expression));
    return { ...item, expression: valueOf(position) ?? expression };
  });
}

function valueRows(
  program: Program,
  insert: Bound.BoundInsert,
  rows: readonly (readonly Bound.BoundExpression[])[],
  table: TableState,
): Bound.BoundQuery {
  const queries = rows.map((row): Bound.BoundQuery => {
    const orderBy = program.row?.orderBy ?? [];
    const written = new Map(
      insert.columns.map((position, i) => {
        const drawn = drawnValue(row[i]);
        return [position, drawn ? { ...drawn, orderBy } : row[i]];
      }),
    );
    return select(
      outputs(table),
      allColumns(program, insert.span, table, written, orderBy, program.row === undefined),
      [],
      undefined,
      insert.span,
    );
  });
  const drawn = drawnKeys(insert);
  const numbered = table.columns.find(
    ({ identity, default: value }, i) =>
      drawn.has(i) || ((identity || drawnValue(value)) && !insert.columns.includes(i)),
  );
  if (rows.length > 1 && numbered) {
    const { name } = numbered;
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

/** DEFAULT VALUES: one row that states no column. A column that takes no NULL and has no default makes it fail. */
function defaultRow(program: Program, { columns, title, object }: TableState, span: Span): readonly [[]] {
  const missing = columns.find(
    ({ nullable, identity, computed, type, default: value }) =>
      !nullable && !identity && !computed && !value && type.name !== 'rowversion',
  );
  if (!missing) return [[]];
  const statement = `INSERT DEFAULT VALUES into ${object ? displayName(object) : title}, whose column ${missing.name} has no default,`;
  return program.refuse(analysisDiagnostics.create('analyse-statement', { statement }, span));
}

export const outputs = (table: TableState): readonly Bound.OutputColumn[] =>
  table.columns.map(({ name, type, nullable, collation }) => ({ name, type, nullable, collation }));

/** A value for every column: the one written, the next identity, the default, what is computed, or NULL. */
export function allColumns(
  program: Program,
  span: Bound.BoundInsert['span'],
  table: TableState,
  written: ReadonlyMap<number, Bound.BoundExpression | undefined>,
  orderBy: readonly Bound.BoundOrderItem[],
  single = false,
): readonly Bound.BoundExpression[] {
  const values = table.columns.map((column, ordinal): Bound.BoundExpression => {
    const value = written.get(ordinal);
    if (value?.kind === 'next-value') return sequenceKey(program, table, ordinal, value, single) ?? value;
    if (value) return value;
    const key = generatedKey(program, table, ordinal, orderBy, span, single);
    return key ?? column.default ?? nullOf(column.type, span);
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
