import type { Bound } from '@datamigrate/tsql-binder';
import { ingredientsOf } from '../facts/sources-of.js';
import type { RelExpression } from '../tree/expression.js';
import type { LoweringContext, LoweringScope } from './context.js';

/**
 * A text that case and accents alone compare: known to be one, assumed to be, or guarded. Undefined where that can be
 * neither known nor guarded.
 */
export function knownText(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundExpression,
  lowered: RelExpression,
): RelExpression | undefined {
  const ingredients = ingredientsOf(bound, scope);
  if (ingredients && context.facts.simpleLetters(ingredients)) {
    context.assume('simple-letters', ingredients);
    return lowered;
  }
  if (context.settings.guards !== true) return undefined;
  return {
    kind: 'operation',
    operator: 'known-text',
    operands: [lowered],
    type: lowered.type,
    nullable: lowered.nullable,
  };
}
