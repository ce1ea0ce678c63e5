import { typeText } from '@datamigrate/catalog';
import type { BoundExpression } from '../tree/expression.js';
import { operandsOf } from '../tree/inspect.js';

/**
 * An expression as a short text that shows what the binder made of it: `int<'5'>` is an implicit conversion,
 * `varchar(10)!<x>` one into a column, `CAST(x AS int)` a written one.
 */
export function outline(expression: BoundExpression): string {
  const operands = operandsOf(expression).map(outline);
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value);
    case 'column':
      return `${'^'.repeat(expression.level)}${expression.name}`;
    case 'variable':
    case 'system-variable':
      return expression.name;
    case 'cast': {
      const type = typeText(expression.type);
      if (!expression.implicit) return `CAST(${operands[0]} AS ${type})`;
      return `${type}${expression.storing ? '!' : ''}<${operands[0]}>`;
    }
    case 'arithmetic':
    case 'bitwise':
    case 'date-arithmetic':
      return `(${operands.join(` ${expression.operator} `)})`;
    case 'concatenation':
      return `(${operands.join(' || ')})`;
    case 'call':
    case 'aggregate':
    case 'window':
      return `${expression.function}(${operands.join(', ')})`;
    case 'user-call':
      return `${expression.schema}.${expression.name}(${operands.join(', ')})`;
    default:
      return operands.length > 0 ? `${expression.kind}(${operands.join(', ')})` : expression.kind;
  }
}

function literal(value: bigint | number | string | Uint8Array | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value}'`;
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return String(value);
}
