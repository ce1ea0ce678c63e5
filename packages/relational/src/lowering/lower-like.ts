import { collationByName } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { ingredientsOf, unionKnown } from '../facts/sources-of.js';
import type { RelExpression } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { hasNoTrailingBlanks } from './text-equality.js';

/**
 * LIKE with a constant pattern of % and _. Trailing blanks of a value are forgiven where neither side is Unicode; the
 * blanks of a pattern always count.
 */
export function lowerLike(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundLike,
  lower: (bound: Bound.BoundExpression) => RelExpression,
): RelPredicate {
  const pattern = constantText(bound.pattern);
  const escape = bound.escape ? constantText(bound.escape) : undefined;
  const refuse = (reason: string): RelPredicate => ({
    kind: 'is-null',
    negated: false,
    operand: context.refuse(relationalDiagnostics.create('lower-pattern', { reason }, bound.span)),
  });
  if (pattern === undefined || (bound.escape && escape === undefined)) return refuse('it is not a constant');
  if (pattern.includes('[')) return refuse('it holds a character class in brackets');
  if (/[^ -~]/.test(pattern)) return refuse('it holds characters outside ASCII');
  if (escape !== undefined && escape.length !== 1) return refuse('its ESCAPE is not one character');
  const ignoreCase = !collationByName(bound.collation).caseSensitive && /[A-Za-z]/.test(pattern);
  if (ignoreCase) {
    const ingredients = unionKnown([ingredientsOf(bound.operand, scope)]);
    if (!ingredients || !context.facts.simpleLetters(ingredients)) {
      return refuse('whether its letters match depends on more than case');
    }
    context.assume('simple-letters', ingredients);
  }
  let operand = lower(bound.operand);
  const blanksForgiven = !bound.operand.type.name.startsWith('n') && !bound.pattern.type.name.startsWith('n');
  if (blanksForgiven && !pattern.endsWith('%') && !hasNoTrailingBlanks(context, scope, bound.operand)) {
    if (/[ _]$/.test(pattern)) return refuse('it ends in a blank or _ and the values may end in blanks');
    operand = { kind: 'call', type: operand.type, nullable: operand.nullable, function: 'RTRIM', arguments: [operand] };
  }
  return { kind: 'like', negated: bound.negated, operand, pattern: lower(bound.pattern), escape, ignoreCase };
}

function constantText(expression: Bound.BoundExpression): string | undefined {
  if (expression.kind === 'cast') return constantText(expression.operand);
  return expression.kind === 'literal' && typeof expression.value === 'string' ? expression.value : undefined;
}
