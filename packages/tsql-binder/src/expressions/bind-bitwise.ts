import { familyOf, isCharacter, plain, precedenceOf } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { errorExpression, isNullLiteral, spanFrom } from '../tree/make.js';
import { convertImplicitly } from './convert.js';
import { reportIncompatible } from './incompatible-operands.js';

/** `&`, `|`, `^` and the shifts, of integers. */
export function bindBitwise(
  context: BinderContext,
  operator: '&' | '|' | '^' | '<<' | '>>',
  left: BoundExpression,
  right: BoundExpression,
  node: Span,
): BoundExpression {
  const shift = operator === '<<' || operator === '>>';
  const candidates = [left.type, right.type].filter((type) => familyOf(type) === 'integer' || familyOf(type) === 'bit');
  const [first = plain('int'), second = first] = candidates;
  const winner = shift ? first : precedenceOf(first) <= precedenceOf(second) ? first : second;
  if (candidates.length === 0 && !isNullLiteral(left) && !isNullLiteral(right)) {
    reportIncompatible(context, left.type, right.type, `the '${operator}' operator`, node);
    return errorExpression(node);
  }
  for (const side of [left, right]) {
    if (isBitwiseOperand(side)) continue;
    reportIncompatible(context, left.type, right.type, `the '${operator}' operator`, node);
    return errorExpression(node);
  }
  return {
    kind: 'bitwise',
    type: winner,
    nullable: left.nullable || right.nullable,
    span: spanFrom(node),
    operator,
    left: convertImplicitly(context, left, winner),
    right: shift ? right : convertImplicitly(context, right, winner),
  };
}

function isBitwiseOperand(side: BoundExpression): boolean {
  const family = familyOf(side.type);
  return (
    family === 'integer' || family === 'bit' || family === 'binary' || isNullLiteral(side) || isCharacter(side.type)
  );
}
