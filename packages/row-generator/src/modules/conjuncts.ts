import type { Bound } from '@datamigrate/tsql-binder';

/** The conditions that hold together where this one does. */
export function conjunctsOf(predicate: Bound.BoundPredicate): readonly Bound.BoundPredicate[] {
  return predicate.kind === 'logical' && predicate.operator === 'AND'
    ? predicate.operands.flatMap(conjunctsOf)
    : [predicate];
}
