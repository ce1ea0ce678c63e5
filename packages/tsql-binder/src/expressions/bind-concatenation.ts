import { familyOf, isCharacter, longer, type SqlType, type StringType, string } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression } from '../tree/expression.js';
import { isNullLiteral, spanFrom } from '../tree/make.js';
import { combineCollations } from './collation.js';
import { convertImplicitly } from './convert.js';

/** What `||` makes of an operand. */
export function asText(context: BinderContext, expression: BoundExpression): BoundExpression {
  return isCharacter(expression.type) || familyOf(expression.type) === 'binary'
    ? expression
    : convertImplicitly(context, expression, string('varchar', 8000));
}

/** `+` or `||` of character or binary values. */
export function concatenate(
  context: BinderContext,
  left: BoundExpression,
  right: BoundExpression,
  node: Span,
  nullYieldsNull: boolean,
): BoundExpression {
  const type = concatenationType(left.type, right.type);
  const [a, b] = isCharacter(type) ? [toFamily(context, left, type), toFamily(context, right, type)] : [left, right];
  const collation = combineCollations(context, [a, b], node);
  return {
    kind: 'concatenation',
    type,
    nullable: nullYieldsNull && (left.nullable || right.nullable),
    collation,
    span: spanFrom(node),
    left: a,
    right: b,
    nullYieldsNull,
  };
}

/** varchar beside nvarchar becomes nvarchar of its own length; NULL becomes text. */
function toFamily(context: BinderContext, operand: BoundExpression, result: SqlType): BoundExpression {
  if (isNullLiteral(operand)) return convertImplicitly(context, operand, result);
  if (!isCharacter(operand.type)) return convertImplicitly(context, operand, result);
  const unicode = result.name === 'nvarchar' || result.name === 'nchar';
  const narrow = operand.type.name === 'varchar' || operand.type.name === 'char';
  if (!unicode || !narrow) return operand;
  const { length, name } = operand.type as StringType;
  const capped = length === 'max' ? 'max' : Math.min(length, 4000);
  return convertImplicitly(
    context,
    operand,
    string(name === 'char' && capped !== 'max' ? 'nchar' : 'nvarchar', capped),
  );
}

/** Lengths add up, to 8000 bytes or 4000 characters at most unless one side is max. */
function concatenationType(a: SqlType, b: SqlType): SqlType {
  if (!isCharacter(a) && !isCharacter(b)) {
    const length = longer(sizeOf(a), sizeOf(b));
    return { name: 'varbinary', length: length === 'max' ? 'max' : Math.min(8000, addLengths(sizeOf(a), sizeOf(b))) };
  }
  const unicode = [a, b].some((type) => type.name === 'nvarchar' || type.name === 'nchar' || type.name === 'ntext');
  const limit = unicode ? 4000 : 8000;
  const [la, lb] = [sizeOf(a), sizeOf(b)];
  const fixed = (a.name === 'char' || a.name === 'nchar') && (b.name === 'char' || b.name === 'nchar');
  if (la === 'max' || lb === 'max') return string(unicode ? 'nvarchar' : 'varchar', 'max');
  const length = Math.max(1, Math.min(limit, la + lb));
  if (fixed) return string(unicode ? 'nchar' : 'char', length);
  return string(unicode ? 'nvarchar' : 'varchar', length);
}

function sizeOf(type: SqlType): number | 'max' {
  return 'length' in type
    ? type.length
    : type.name === 'text' || type.name === 'ntext' || type.name === 'image'
      ? 'max'
      : 0;
}

function addLengths(a: number | 'max', b: number | 'max'): number {
  return (a === 'max' ? 8000 : a) + (b === 'max' ? 8000 : b);
}
