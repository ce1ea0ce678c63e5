import type { QualifiedName } from '@datamigrate/catalog';
import { simplifyCases } from '../rewrite/known-conditions.js';
import { liftDerivedTables } from '../rewrite/lift-derived-tables.js';
import { shareSubqueries } from '../rewrite/share-subqueries.js';
import type { RelQuery } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';

/** The same rows, written so that people can read it. */
export function readable(
  { settings, asks, chooses }: LoweringContext,
  scope: LoweringScope,
  query: RelQuery,
): RelQuery {
  const nameOf = (object: QualifiedName): string => {
    const relation = settings.relation(object);
    return (typeof relation === 'object' ? relation.called : undefined) ?? settings.name(object.name);
  };
  const shared = asks ? shareSubqueries(query, nameOf) : query;
  const simple = chooses ? simplifyCases(shared) : shared;
  return liftDerivedTables(simple, (name) => scope.claimCte(name), nameOf);
}
