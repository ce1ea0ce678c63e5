import { conversionBetween, isCharacter, type SqlType, sameType, typeText } from '@datamigrate/catalog';
import { withFields } from '@datamigrate/foundation';
import type { BinderContext } from '../binder-context.js';
import type { BoundCollation, BoundExpression } from '../tree/expression.js';
import { castTo, isNullLiteral } from '../tree/make.js';

/** The expression as `target`, converted where SQL Server would convert it by itself. */
export function convertImplicitly(
  context: BinderContext,
  expression: BoundExpression,
  target: SqlType,
): BoundExpression {
  if (expression.kind === 'error' || sameType(expression.type, target)) return expression;
  if (isNullLiteral(expression))
    return withFields(expression, { type: target, collation: collationFor(context, target) });
  const conversion = conversionBetween(expression.type, target);
  if (conversion === 'forbidden') {
    context.report('bind-type-clash', { source: typeText(expression.type), target: typeText(target) }, expression.span);
  } else if (conversion === 'explicit') {
    context.report(
      'bind-explicit-conversion-needed',
      { source: typeText(expression.type), target: typeText(target) },
      expression.span,
    );
  }
  return withCollation(context, castTo(expression, target, true), expression.collation);
}

/** The expression as a column of type `target` stores it: unlike a variable, a column takes no text that is too long. */
export function convertForStore(context: BinderContext, expression: BoundExpression, target: SqlType): BoundExpression {
  const converted = convertImplicitly(context, expression, target);
  return converted !== expression && converted.kind === 'cast' ? withFields(converted, { storing: true }) : converted;
}

/** A character result keeps its operand's collation, or takes the database's where the operand has none. */
export function withCollation<E extends BoundExpression>(
  context: BinderContext,
  expression: E,
  from: BoundCollation | undefined,
): E {
  if (!isCharacter(expression.type))
    return expression.collation === undefined ? expression : { ...expression, collation: undefined };
  return withFields(expression, { collation: from ?? defaultCollation(context) });
}

export function defaultCollation(context: BinderContext): BoundCollation {
  return { name: context.databaseCollation, label: 'coercible-default' };
}

function collationFor(context: BinderContext, type: SqlType): BoundCollation | undefined {
  return isCharacter(type) ? defaultCollation(context) : undefined;
}
