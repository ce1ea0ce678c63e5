import { plain } from '@datamigrate/catalog';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { operandsOf } from '../tree/inspect.js';
import { mapExpression } from '../tree/map.js';
import type { BoundSelect } from '../tree/query.js';
import type { BoundNamedTable, BoundTable } from '../tree/table.js';

/**
 * How many rows system views have in every database at least, whatever is in it: a new database of SQL Server 2016 has
 * some 2,200 and 8,400.
 * https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-all-objects-transact-sql
 */
const LEAST_ROWS: ReadonlyMap<string, number> = new Map([
  ['all_objects', 2000],
  ['all_columns', 8000],
]);

/** As many as nobody counts up to: then the count may be a variable. */
const PLENTY = 1_000_000;

/**
 * `SELECT TOP (n) ROW_NUMBER() OVER (ORDER BY …) FROM sys.all_objects CROSS JOIN …`: system views as a supply of rows, of
 * which nothing is read. The rows are those of a series; any other query stays as it is.
 */
export function numbersFromSystemViews(context: BinderContext, query: BoundSelect): BoundSelect {
  const { top, from, select, orderBy } = query;
  if (!top || top.percent || top.withTies || query.where || query.groupBy || query.distinct || query.having)
    return query;
  const views = from.flatMap(systemViews);
  if (views.length === 0 || views.includes(undefined)) return query;
  const relations = new Set(views.map((view) => view?.relation));
  const available = views.reduce(
    (rows, view) => rows * (LEAST_ROWS.get(view?.object.name.toLowerCase() ?? '') ?? 0),
    1,
  );
  if (!isEnough(top.count, available)) return query;
  const reads = (expression: BoundExpression): boolean => mentions(expression, relations);
  const items = select.map((item) => ({ ...item, expression: overAnyOrder(item.expression, reads) }));
  if (items.some(({ expression }) => reads(expression)) || orderBy.some(({ expression }) => reads(expression)))
    return query;
  const { span } = query;
  const type = plain('bigint');
  const base = { type, nullable: false, span } as const;
  const series: BoundTable = {
    kind: 'function-table',
    relation: context.newRelation(),
    alias: 'numbers',
    columns: [{ name: 'value', type, nullable: false }],
    span,
    function: 'GENERATE_SERIES',
    arguments: [{ kind: 'literal', ...base, value: 1n }, asBigint(top.count), { kind: 'literal', ...base, value: 1n }],
  };
  return { ...query, from: [series], select: items };
}

/** The system views of a member of FROM; undefined for anything else in it. */
function systemViews(table: BoundTable): readonly (BoundNamedTable | undefined)[] {
  if (table.kind === 'join' && table.join === 'CROSS') return [...systemViews(table.left), ...systemViews(table.right)];
  const known =
    table.kind === 'named-table' && table.type === 'system-view' && table.object.schema.toLowerCase() === 'sys';
  return [known && LEAST_ROWS.has(table.object.name.toLowerCase()) ? table : undefined];
}

function isEnough(count: BoundExpression, available: number): boolean {
  if (count.kind === 'cast') return isEnough(count.operand, available);
  if (count.kind === 'literal' && typeof count.value === 'bigint') return count.value <= BigInt(available);
  return available >= PLENTY;
}

/** The numbers of rows are the same ones in every order. */
function overAnyOrder(expression: BoundExpression, reads: (inner: BoundExpression) => boolean): BoundExpression {
  return mapExpression(expression, (inner, recurse) => {
    if (inner.kind !== 'window' || inner.function !== 'ROW_NUMBER' || inner.partitionBy.length > 0)
      return recurse(inner);
    return inner.orderBy.some((item) => reads(item.expression)) ? { ...inner, orderBy: [] } : inner;
  });
}

function mentions(expression: BoundExpression, relations: ReadonlySet<number | undefined>): boolean {
  if (expression.kind === 'column') return relations.has(expression.relation);
  // (SELECT NULL) reads nothing; what else a query reads is not looked at.
  if (expression.kind === 'scalar-subquery')
    return expression.query.kind !== 'select' || expression.query.from.length > 0;
  if (expression.kind === 'case') return true;
  return operandsOf(expression).some((each) => mentions(each, relations));
}

const asBigint = (operand: BoundExpression): BoundExpression =>
  operand.type.name === 'bigint'
    ? operand
    : {
        ...{ kind: 'cast', type: plain('bigint'), nullable: operand.nullable, span: operand.span },
        ...{ operand, implicit: true, attempt: false },
      };
