import type { Rel } from '@datamigrate/relational';

/** A query whose columns nobody calls by name: the value of a subquery, the list behind IN. */
export function unnamed(query: Rel.RelQuery): Rel.RelQuery {
  if (query.kind !== 'select' || query.orderBy.length > 0) return query;
  return { ...query, select: query.select.map((item) => ({ ...item, name: '' })) };
}
