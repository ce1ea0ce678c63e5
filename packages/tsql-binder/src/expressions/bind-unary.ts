import { isCharacter, isNumeric, plain, type SqlType, typeText } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, isNullLiteral, spanFrom } from '../tree/make.js';
import { convertImplicitly } from './convert.js';

/** `-x`, `+x`, `~x`. A sign before a number literal belongs to the literal. */
export function bindUnary(
  context: BinderContext,
  operator: '+' | '-' | '~',
  operand: BoundExpression,
  node: Span,
): BoundExpression {
  if (operand.kind === 'error') return operand;
  const span = spanFrom(node);
  if (operator === '+') return operand;
  if (operator === '~') return { kind: 'bitwise-not', type: operand.type, nullable: operand.nullable, span, operand };
  if (operand.kind === 'literal') {
    if (typeof operand.value === 'bigint') return negatedLiteral(operand.type, operand.value, span);
    if (typeof operand.value === 'number') return { ...operand, value: -operand.value, span };
  }
  if (!isNumeric(operand.type) && !isCharacter(operand.type) && !isNullLiteral(operand)) {
    context.report('bind-invalid-operand', { type: typeText(operand.type), operator: 'minus' }, node);
    return errorExpression(node);
  }
  const value = isNumeric(operand.type) ? operand : convertImplicitly(context, operand, plain('int'));
  const type = value.type.name === 'bit' || value.type.name === 'tinyint' ? plain('int') : value.type;
  return { kind: 'negation', type, nullable: value.nullable, span, operand: convertImplicitly(context, value, type) };
}

/** -2147483648 is an int, although 2147483648 alone is numeric. */
function negatedLiteral(type: SqlType, value: bigint, span: Span): BoundExpression {
  const isInt = type.name === 'decimal' && type.scale === 0 && value === 2147483648n;
  return { kind: 'literal', type: isInt ? plain('int') : type, nullable: false, value: -value, span };
}
