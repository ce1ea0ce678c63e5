import type { Bound } from '@datamigrate/tsql-binder';

/** A query without the constants that it selects, and where the others stand in it now. */
export interface ConstantsApart {
  readonly query: Bound.BoundQuery;
  /** By ordinal in the query as it was. */
  readonly constants: ReadonlyMap<number, Bound.BoundLiteral>;
  /** By ordinal in the query as it was; empty where all stand as they stood. */
  readonly places: ReadonlyMap<number, number>;
}

/** `SELECT DISTINCT Code, '1900-01-01', 1`: what is the same in all rows may stand behind the query. */
export function constantsApart(query: Bound.BoundQuery): ConstantsApart {
  const constants = new Map<number, Bound.BoundLiteral>();
  const places = new Map<number, number>();
  const items = query.kind === 'select' ? query.select : [];
  for (const [i, { expression }] of items.entries()) {
    if (expression.kind === 'literal') constants.set(i, expression);
    else places.set(i, places.size);
  }
  const sorted = query.orderBy.flatMap(({ expression }) =>
    expression.kind === 'output-column' ? [expression.ordinal] : [],
  );
  if (query.kind !== 'select' || places.size === 0 || sorted.some((ordinal) => constants.has(ordinal))) {
    return { query, constants: new Map(), places: new Map() };
  }
  const orderBy = query.orderBy.map((item) => {
    const { expression } = item;
    if (expression.kind !== 'output-column') return item;
    return { ...item, expression: { ...expression, ordinal: places.get(expression.ordinal) ?? expression.ordinal } };
  });
  const kept = <T>(all: readonly T[]): T[] => all.filter((_, i) => places.has(i));
  return { query: { ...query, columns: kept(query.columns), select: kept(query.select), orderBy }, constants, places };
}
