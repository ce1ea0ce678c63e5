import { plain } from '@datamigrate/catalog';
import type { RelExpression } from '../tree/expression.js';
import type { RelQuery } from '../tree/query.js';

/** EXISTS does not look at what is selected. What is more than columns and constants stays: an aggregate makes a row. */
export function withoutColumns(query: RelQuery): RelQuery {
  if (query.kind !== 'select' || query.distinct || query.groupBy || query.having || query.limit) return query;
  const [column] = query.columns;
  const plainColumns = query.select.every(({ expression: { kind } }) => kind === 'column' || kind === 'literal');
  if (!column || !plainColumns) return query;
  const one: RelExpression = { kind: 'literal', type: plain('int'), nullable: false, value: 1n };
  return {
    ...query,
    columns: [{ ...column, type: one.type, nullable: false }],
    select: [{ expression: one, name: '' }],
    orderBy: [],
  };
}
