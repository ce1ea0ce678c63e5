import type { Bound } from '@datamigrate/tsql-binder';
import type { Condition } from './conditions.js';

/** The conditions that AND ties together. */
export function conjuncts(condition: Condition): readonly Bound.BoundPredicate[] {
  if (!condition) return [];
  return condition.kind === 'logical' && condition.operator === 'AND'
    ? condition.operands.flatMap(conjuncts)
    : [condition];
}
