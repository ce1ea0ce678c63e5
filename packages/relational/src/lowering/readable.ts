import type { QualifiedName } from '@datamigrate/catalog';
import { cutToSixDigits } from '../rewrite/cut-to-six-digits.js';
import { simplifyCases } from '../rewrite/known-conditions.js';
import { liftDerivedTables } from '../rewrite/lift-derived-tables.js';
import { shareSubqueries } from '../rewrite/share-subqueries.js';
import type { RelQuery } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';

/** The same rows, written so that people can read it. */
export function readable(context: LoweringContext, scope: LoweringScope, lowered: RelQuery): RelQuery {
  const { settings, asks, chooses } = context;
  const query = settings.sixDigits ? cutToSixDigits(lowered) : lowered;
  if (query !== lowered)
    context.normalise('digits', 'Moments have seven digits of a second in SQL Server; six of them are kept');
  const nameOf = (object: QualifiedName): string => {
    const relation = settings.relation(object);
    return (typeof relation === 'object' ? relation.called : undefined) ?? settings.name(object.name);
  };
  const shared = asks ? shareSubqueries(query, nameOf) : query;
  const simple = chooses ? simplifyCases(shared) : shared;
  return liftDerivedTables(simple, (name) => scope.claimCte(name), nameOf);
}
