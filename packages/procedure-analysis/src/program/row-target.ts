import { type Bound, mapExpression } from '@datamigrate/tsql-binder';
import { holds } from './others.js';
import type { Program } from './program.js';
import type { TableState } from './table-state.js';

/**
 * A target that is a CTE or derived table over one stored table, as `WITH d AS (SELECT *, ROW_NUMBER() … FROM t) DELETE
 * FROM d`: the query with all columns of the stored table first and its own behind them.
 */
export function openedTarget(
  program: Program,
  target: Bound.BoundRowTarget,
  from: readonly Bound.BoundTable[],
  ctes: readonly Bound.BoundCte[],
  table: TableState,
): { readonly query: Bound.BoundSelect; readonly own: number } | undefined {
  const [member, ...more] = from;
  if (!member || more.length > 0 || !('relation' in member) || member.relation !== target.relation) return undefined;
  const query =
    member.kind === 'derived-table'
      ? member.query
      : member.kind === 'cte-reference'
        ? ctes.find(({ id }) => id === member.cte)?.query
        : undefined;
  if (query?.kind !== 'select' || query.groupBy || query.distinct || query.top || query.from.length !== 1)
    return undefined;
  const [base] = query.from;
  if (!base || !holds(base, target.base) || !('relation' in base)) return undefined;
  const { span } = query;
  const stored = table.columns.map(
    ({ name, type, nullable, collation }, ordinal): Bound.BoundSelectItem => ({
      name: `stored_${name}`,
      expression: { kind: 'column', type, nullable, collation, span, relation: target.base, ordinal, name, level: 0 },
    }),
  );
  const columns = [
    ...stored.map(({ name, expression }) => ({
      name,
      type: expression.type,
      nullable: true,
      collation: expression.collation,
    })),
    ...query.columns,
  ];
  const opened = { ...query, orderBy: [], columns, select: [...stored, ...query.select] };
  return { query: program.resolve(opened), own: stored.length };
}

/** An expression over the member of FROM as one over the opened query. */
export function overOpened<T extends Bound.BoundExpression>(
  expression: T,
  relation: number,
  own: number,
): Bound.BoundExpression {
  return mapExpression(expression, (inner, recurse) =>
    inner.kind === 'column' && inner.relation === relation
      ? { ...inner, ordinal: inner.ordinal + own }
      : recurse(inner),
  );
}
