import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { type Condition, integer } from './conditions.js';

export function column(of: Bound.OutputColumn, relation: number, ordinal: number, span: Span): Bound.BoundColumn {
  const { type, nullable, collation, name } = of;
  return { kind: 'column', type, nullable, collation, span, relation, ordinal, name: name ?? '', level: 0 };
}

/** A SELECT of these expressions, named as the columns are. */
export function select(
  columns: readonly Bound.OutputColumn[],
  expressions: readonly Bound.BoundExpression[],
  from: readonly Bound.BoundTable[],
  where: Condition,
  span: Span,
): Bound.BoundSelect {
  return {
    kind: 'select',
    columns: columns.map(({ name, type, collation }, i) => ({
      name,
      type,
      collation,
      nullable: expressions[i]?.nullable ?? true,
    })),
    ctes: [],
    orderBy: [],
    span,
    select: expressions.map((expression, i) => ({ expression, name: columns[i]?.name })),
    distinct: false,
    from,
    where,
  };
}

/** Whether these tables have a row that satisfies the condition. */
export function anyRow(from: readonly Bound.BoundTable[], where: Condition, span: Span): Bound.BoundPredicate {
  const one = integer(1, span);
  const query = select([{ name: 'one_row', type: one.type, nullable: false }], [one], from, where, span);
  return { kind: 'exists', query, span };
}
