import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import type { Row } from '../values/sql-value.js';
import { executeQuery } from './execute-query.js';
import { isCorrelated } from './references.js';

export { isCorrelated } from './references.js';

/** Rows of a query inside an expression; one that depends on nothing around it is run once. */
export function subqueryRows(env: Environment, query: Bound.BoundQuery): readonly Row[] {
  const known = env.cached.get(query);
  if (known) return known;
  const rows = executeQuery(env, query);
  if (!isCorrelated(query)) env.cached.set(query, rows);
  return rows;
}

export function queryExists(env: Environment, query: Bound.BoundQuery): boolean {
  return subqueryRows(env, withoutItems(query)).length > 0;
}

const WITHOUT_ITEMS = new WeakMap<Bound.BoundQuery, Bound.BoundQuery>();

/**
 * EXISTS looks at no item of the select list: `SELECT 1 / 0` raises no error there.
 * learn.microsoft.com/sql/t-sql/language-elements/exists-transact-sql
 */
function withoutItems(query: Bound.BoundQuery): Bound.BoundQuery {
  if (query.kind !== 'select' || query.groupBy || query.distinct || query.orderBy.length > 0) return query;
  const known = WITHOUT_ITEMS.get(query);
  if (known) return known;
  const bare = { ...query, columns: [], select: [] };
  WITHOUT_ITEMS.set(query, bare);
  return bare;
}
