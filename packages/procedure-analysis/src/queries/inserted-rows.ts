import type { Diagnostic } from '@datamigrate/diagnostics';
import { err, ok, type Result } from '@datamigrate/foundation';
import { type Bound, mapExpression, SELF_RELATION } from '@datamigrate/tsql-binder';
import { analysisDiagnostics } from '../diagnostics.js';

/**
 * What an INSERT … SELECT adds, as a query over all columns of the table: values written, defaults, computed columns.
 */
export function insertedRows(
  insert: Bound.BoundInsert,
  source: Bound.BoundInsertQuery,
  table: Bound.BoundPermanentTable,
): Result<Bound.BoundQuery, Diagnostic> {
  const written = new Map(insert.columns.map((column, i) => [column, source.values[i]]));
  const values: Bound.BoundExpression[] = [];
  for (const [ordinal, column] of table.columns.entries()) {
    if (column.identity && !written.has(ordinal)) {
      const name = `${table.object.schema}.${table.object.name}`;
      return err(analysisDiagnostics.create('analyse-identity', { table: name, column: column.name }, insert.span));
    }
    values.push(written.get(ordinal) ?? column.default ?? nullOf(column, insert));
  }
  for (const [ordinal, column] of table.columns.entries()) {
    if (column.computed) values[ordinal] = overOwnRow(column.computed, values);
  }
  return ok(queryOf(insert, source, table, values));
}

function nullOf(column: Bound.StoredColumn, { span }: Bound.BoundInsert): Bound.BoundLiteral {
  return { kind: 'literal', type: column.type, nullable: true, span, value: null };
}

/** A computed column's expression with the values of the row in the place of its columns. */
function overOwnRow(computed: Bound.BoundExpression, values: readonly Bound.BoundExpression[]): Bound.BoundExpression {
  return mapExpression(computed, (inner, recurse) =>
    inner.kind === 'column' && inner.relation === SELF_RELATION ? (values[inner.ordinal] ?? inner) : recurse(inner),
  );
}

/**
 * The query with these values as its select list. Where the list may be replaced without changing which rows come out,
 * it is; otherwise the query becomes a derived table under it.
 */
function queryOf(
  insert: Bound.BoundInsert,
  source: Bound.BoundInsertQuery,
  table: Bound.BoundPermanentTable,
  values: readonly Bound.BoundExpression[],
): Bound.BoundSelect {
  const { query, row } = source;
  const columns = table.columns.map(({ name, type, nullable, collation }) => ({ name, type, nullable, collation }));
  const items = (list: readonly Bound.BoundExpression[]): Bound.BoundSelectItem[] =>
    list.map((expression, i) => ({ expression, name: table.columns[i]?.name }));
  const ctes = [...insert.ctes, ...query.ctes];
  if (query.kind === 'select' && !query.distinct && !query.top && !query.offset) {
    const inlined = values.map((value) =>
      mapExpression(value, (inner, recurse) =>
        inner.kind === 'column' && inner.relation === row
          ? (query.select[inner.ordinal]?.expression ?? inner)
          : recurse(inner),
      ),
    );
    return { ...query, ctes, columns, select: items(inlined), orderBy: [] };
  }
  return {
    kind: 'select',
    columns,
    ctes: insert.ctes,
    orderBy: [],
    span: query.span,
    select: items(values),
    distinct: false,
    from: [
      { kind: 'derived-table', relation: row, alias: 'new_rows', columns: query.columns, span: query.span, query },
    ],
  };
}
