import type { Identity } from '@datamigrate/catalog';
import type { BinderContext } from '../binder-context.js';
import { relationsOf } from '../scope/scope.js';
import type { BoundQuery } from '../tree/query.js';

/**
 * SELECT INTO hands the identity property on: from IDENTITY(…), or from an identity column that is selected bare, once,
 * from a single table without joins, unions, grouping or DISTINCT.
 * Source: learn.microsoft.com/sql/t-sql/queries/select-into-clause-transact-sql
 */
export function identityOfItem(context: BinderContext, query: BoundQuery, position: number): Identity | undefined {
  if (query.kind !== 'select') return undefined;
  const expression = query.select[position]?.expression;
  if (expression?.kind === 'identity-value') {
    return { seed: expression.seed, increment: expression.increment };
  }
  const [table, ...others] = query.from;
  if (expression?.kind !== 'column' || !table || others.length > 0 || query.groupBy || query.distinct) return undefined;
  const [relation, ...joined] = relationsOf(table);
  if (!relation || joined.length > 0 || relation.relation !== expression.relation) return undefined;
  const same = query.select.filter(
    ({ expression: other }) => other.kind === 'column' && other.ordinal === expression.ordinal,
  );
  if (same.length > 1) return undefined;
  if (table.kind === 'named-table' && table.type === 'table') {
    const found = context.object(table.object.name, table.object.schema);
    return found?.kind === 'table' ? found.table.columns[expression.ordinal]?.identity : undefined;
  }
  if (table.kind === 'temporary-table')
    return context.temporaryTable(table.name)?.table?.columns[expression.ordinal]?.identity;
  return undefined;
}
