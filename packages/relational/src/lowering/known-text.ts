import type { Bound } from '@datamigrate/tsql-binder';
import { ingredientsOf } from '../facts/sources-of.js';
import type { RelExpression } from '../tree/expression.js';
import { checked } from './checked.js';
import type { LoweringContext, LoweringScope } from './context.js';

/** Whether facts say that case and accents alone compare a text: then it is assumed. */
export function isKnownText(context: LoweringContext, scope: LoweringScope, bound: Bound.BoundExpression): boolean {
  const ingredients = ingredientsOf(bound, scope);
  if (!ingredients || !context.facts.simpleLetters(ingredients)) return false;
  context.assume('simple-letters', ingredients);
  return true;
}

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
  if (isKnownText(context, scope, bound)) return lowered;
  if (context.settings.guards !== true) return undefined;
  return checked('known-text', lowered);
}
