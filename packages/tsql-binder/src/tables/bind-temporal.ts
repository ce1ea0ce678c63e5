import type { Table } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import { bindExpression } from '../expressions/bind-expression.js';
import { bindComparison } from '../predicates/bind-comparison.js';
import { Scope } from '../scope/scope.js';
import type { BoundColumn, BoundExpression } from '../tree/expression.js';
import { spanFrom } from '../tree/make.js';
import type { BoundPredicate, ComparisonOperator } from '../tree/predicate.js';
import type { BoundQuery, OutputColumn } from '../tree/query.js';
import type { BoundDerivedTable, BoundErrorTable } from '../tree/table.js';
import { nameText, tableColumns } from './bind-named-table.js';
import { errorTable } from './bind-table.js';

type Interval = Ast.TemporalClause;

/** Positions of the columns that say since when, and until when, a row is valid. */
interface Period {
  readonly start: number;
  readonly end: number;
}

/**
 * A system-versioned table as it was: its rows and those of its history that were valid then. Rows that were valid for
 * no time at all are never among them. In standard terms this is a query, and it is bound as one.
 * Source: learn.microsoft.com/sql/relational-databases/tables/querying-data-in-a-system-versioned-temporal-table
 */
export function bindTemporal(
  context: BinderContext,
  node: Ast.NamedTable,
  interval: Interval,
  alias: string,
  table: Table | undefined,
): BoundDerivedTable | BoundErrorTable {
  if (!table?.versioning) {
    context.report('bind-not-versioned', { name: `'${nameText(node.name)}'` }, node);
    return errorTable(context, node, alias);
  }
  const { history } = table.versioning;
  const former = history && context.object(history.name, history.schema);
  if (former?.kind !== 'table') {
    const construct = `FOR SYSTEM_TIME over ${table.name}, whose history is not in the source,`;
    context.report('bind-unsupported', { construct, help: 'Add the history table to the source.' }, interval);
    return errorTable(context, node, alias);
  }
  const bounds = [interval.from, interval.to].map(
    (bound) => bound && bindExpression(context, new Scope(undefined), bound),
  );
  const columns = tableColumns(context, table);
  const period = {
    start: table.columns.findIndex(({ generated }) => generated === 'row-start'),
    end: table.columns.findIndex(({ generated }) => generated === 'row-end'),
  };
  const parts = [table, former.table].map((part) => rowsOf(context, part, columns, period, interval, bounds));
  const [left, right] = parts;
  if (!left || !right) return errorTable(context, node, alias);
  return {
    kind: 'derived-table',
    relation: context.newRelation(),
    alias,
    columns,
    span: spanFrom(node),
    query: {
      kind: 'set-operation',
      operator: 'UNION ALL',
      columns,
      ctes: [],
      orderBy: [],
      span: spanFrom(node),
      left,
      right,
    },
  };
}

/** The rows of one of the two tables, by the columns of the first. */
function rowsOf(
  context: BinderContext,
  table: Table,
  columns: readonly OutputColumn[],
  period: Period,
  interval: Interval,
  bounds: readonly (BoundExpression | undefined)[],
): BoundQuery | undefined {
  const relation = context.newRelation();
  const span = spanFrom(interval);
  const own = tableColumns(context, table);
  const items = columns.map(({ name }): BoundColumn | undefined => {
    const ordinal = own.findIndex((column) => context.catalog.sameName(column.name ?? '', name ?? ''));
    const column = own[ordinal];
    if (!column) return undefined;
    const { type, nullable, collation } = column;
    return { kind: 'column', type, nullable, collation, span, relation, ordinal, name: column.name ?? '', level: 0 };
  });
  const found = items.filter((item) => item !== undefined);
  const start = items[period.start];
  const end = items[period.end];
  if (found.length < columns.length || !start || !end) {
    context.report('bind-unsupported', { construct: `FOR SYSTEM_TIME over ${table.name}`, help: '' }, interval);
    return undefined;
  }
  const where = conditions(interval.type, start, end, bounds).map(([left, operator, right]) =>
    bindComparison(context, operator, left, right, interval),
  );
  return {
    kind: 'select',
    columns,
    ctes: [],
    orderBy: [],
    span,
    select: found.map((expression) => ({ expression, name: expression.name })),
    distinct: false,
    from: [
      {
        kind: 'named-table',
        relation,
        alias: table.name,
        columns: own,
        span,
        object: { schema: table.schema, name: table.name },
        type: 'table',
      },
    ],
    where: allOf(where, span),
  };
}

type Condition = readonly [BoundExpression, ComparisonOperator, BoundExpression];

function conditions(
  type: Interval['type'],
  start: BoundExpression,
  end: BoundExpression,
  [from, to]: readonly (BoundExpression | undefined)[],
): readonly Condition[] {
  const lasting: Condition = [start, '<>', end];
  if (from && type === 'AS OF')
    return [
      [start, '<=', from],
      [end, '>', from],
    ];
  if (!from || !to) return [lasting];
  switch (type) {
    case 'FROM TO':
      return [[start, '<', to], [end, '>', from], lasting];
    case 'BETWEEN':
      return [[start, '<=', to], [end, '>', from], lasting];
    default:
      return [[start, '>=', from], [end, '<=', to], lasting];
  }
}

function allOf(operands: readonly BoundPredicate[], span: BoundPredicate['span']): BoundPredicate | undefined {
  const [only] = operands;
  return operands.length === 1 ? only : { kind: 'logical', operator: 'AND', operands, span };
}
