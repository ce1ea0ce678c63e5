import { plain } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from './conditions.js';
import { both, integer } from './conditions.js';
import { cteReference } from './cte-reference.js';
import { noRows } from './no-rows.js';
import type { Program } from './program.js';
import { column, select } from './select.js';
import type { TableState } from './table-state.js';

type PresentRows = Pick<TableState, 'version' | 'object'> & { readonly columns: readonly Bound.OutputColumn[] };

/** The present rows of a table as a member of FROM. */
export function asRelation(
  { columns, version, object }: PresentRows,
  relation: number,
  alias: string,
  span: Span,
): Bound.BoundTable {
  if (version.kind === 'cte') {
    return cteReference({ id: version.cte, name: version.name, columns }, relation, span, alias);
  }
  if (version.kind === 'empty' || !object) {
    return { kind: 'derived-table', relation, alias, columns, span, query: noRows(columns, span) };
  }
  return { kind: 'named-table', relation, alias, columns, span, object, type: 'table' };
}

/** All present rows of a table that satisfy a condition. */
export function rowsWhere(table: TableState, relation: number, where: Condition, span: Span): Bound.BoundSelect {
  const expressions = table.columns.map((each, i) => column(each, relation, i, span));
  return select(table.columns, expressions, [asRelation(table, relation, table.title, span)], where, span);
}

export function unionAll(left: Bound.BoundQuery, right: Bound.BoundQuery): Bound.BoundQuery {
  return {
    kind: 'set-operation',
    operator: 'UNION ALL',
    columns: left.columns.map((each, i) => ({
      ...each,
      nullable: each.nullable || (right.columns[i]?.nullable ?? true),
    })),
    ctes: [],
    orderBy: [],
    span: right.span,
    left,
    right,
  };
}

/** Rows have no order, in tables as in models; with TOP it decides which they are. */
export function rowOrder(query: Bound.BoundQuery): readonly Bound.BoundOrderItem[] {
  return query.offset || (query.kind === 'select' && query.top) ? query.orderBy : [];
}

/** The query with its common table expressions moved to those of the program. */
export function hoisted(program: Program, query: Bound.BoundQuery): Bound.BoundQuery {
  if (query.ctes.length === 0) return query;
  for (const cte of query.ctes) if (!program.ctes.includes(cte)) program.ctes.push(cte);
  return { ...query, ctes: [] };
}

/** A row for each one of its FROM and WHERE. */
const isPlainBlock = (query: Bound.BoundQuery): query is Bound.BoundSelect =>
  query.kind === 'select' && !query.groupBy && !query.distinct && !query.top && !query.offset;

/** The rows of a query, but only under a condition. */
export function rowsUnder(program: Program, query: Bound.BoundQuery, condition: Condition): Bound.BoundQuery {
  if (!condition) return query;
  if (isPlainBlock(query)) return { ...query, where: both(query.where, condition) };
  const relation = program.newId();
  const { span, columns } = query;
  const inner = query.ctes.length > 0 ? { ...query, ctes: [] } : query;
  const derived: Bound.BoundDerivedTable = {
    kind: 'derived-table',
    relation,
    alias: 'rows_found',
    columns,
    span,
    query: inner,
  };
  const outer = select(
    columns,
    columns.map((each, i) => column(each, relation, i, span)),
    [derived],
    condition,
    span,
  );
  return { ...outer, ctes: query.ctes };
}

/** How many rows a query gives. */
export function countOf(program: Program, query: Bound.BoundQuery): Bound.BoundExpression {
  const { span, columns } = query;
  const int = plain('int');
  const isPlain = isPlainBlock(query) && query.ctes.length === 0 && !query.for;
  if (isPlain && query.from.length === 0 && !query.where) return integer(1, span);
  const derived: Bound.BoundTable = {
    kind: 'derived-table',
    relation: program.newId(),
    alias: 'rows_found',
    columns,
    span,
    query,
  };
  const [from, where] = isPlain ? [query.from, query.where] : [[derived], undefined];
  const count: Bound.BoundAggregate = {
    kind: 'aggregate',
    type: int,
    nullable: false,
    span,
    function: 'COUNT',
    arguments: [],
    distinct: false,
    orderBy: [],
  };
  const counting = select([{ name: 'row_count', type: int, nullable: false }], [count], from, where, span);
  return {
    kind: 'scalar-subquery',
    type: int,
    nullable: false,
    span,
    query: { ...counting, groupBy: { keys: [], sets: [[]], implicit: true } },
  };
}
