import { binary, decimal, MAX_PRECISION, plain, string } from '@datamigrate/catalog';
import type { Ast } from '@datamigrate/tsql-syntax';
import type { BinderContext } from '../binder-context.js';
import type { BoundExpression, BoundLiteral } from '../tree/expression.js';
import { errorExpression, spanFrom } from '../tree/make.js';
import { defaultCollation } from './convert.js';

const INT_MAX = 2147483647n;

/**
 * A literal with the type SQL Server gives it: whole numbers beyond int are numeric with as many digits as they have.
 * Source: learn.microsoft.com/sql/t-sql/data-types/constants-transact-sql
 */
export function bindLiteral(context: BinderContext, node: Ast.Literal): BoundExpression {
  const span = spanFrom(node);
  switch (node.kind) {
    case 'IntegerLiteral': {
      const value = BigInt(node.text);
      if (value <= INT_MAX) return { kind: 'literal', type: plain('int'), nullable: false, value, span };
      return number(context, node, node.text, 0);
    }
    case 'DecimalLiteral': {
      const [integral = '', fraction = ''] = node.text.split('.');
      return number(context, node, integral + fraction, fraction.length);
    }
    case 'FloatLiteral':
      return { kind: 'literal', type: plain('float'), nullable: false, value: floatValue(node.text), span };
    case 'MoneyLiteral':
      return { kind: 'literal', type: plain('money'), nullable: false, value: moneyValue(node.text), span };
    case 'BinaryLiteral': {
      const value = bytes(node.digits);
      const length = value.length > 8000 ? 'max' : Math.max(1, value.length);
      return { kind: 'literal', type: binary('varbinary', length), nullable: false, value, span };
    }
    case 'StringLiteral':
      return stringLiteral(context, node.value, node.national, node);
    case 'OdbcLiteral':
      return odbcLiteral(context, node);
    case 'NullLiteral':
      return { kind: 'literal', type: { name: 'null' }, nullable: true, value: null, span };
    case 'DefaultLiteral':
      context.report('bind-unsupported', { construct: 'DEFAULT in this place', help: '' }, node);
      return errorExpression(node);
  }
}

/** A decimal from its digits; leading zeros do not count, and at least one digit does. */
function number(context: BinderContext, node: Ast.Literal, digits: string, scale: number): BoundExpression {
  const significant = digits.replace(/^0+/, '');
  const precision = Math.max(significant.length, scale, 1);
  if (precision > MAX_PRECISION) {
    context.report('bind-number-out-of-range', { text: digits }, node);
    return errorExpression(node);
  }
  const type = decimal(precision, scale);
  return { kind: 'literal', type, nullable: false, value: BigInt(significant || '0'), span: spanFrom(node) };
}

/** `1e` and `1e+` are 1. */
function floatValue(text: string): number {
  return Number(/e[+-]?$/i.test(text) ? text.replace(/e[+-]?$/i, '') : text);
}

/** Money as ten-thousandths; digits behind the fourth are rounded half away from zero. */
function moneyValue(text: string): bigint {
  const digits = text.replace(/[^0-9.+-]/g, '');
  const negative = digits.includes('-');
  const [integral = '', fraction = ''] = digits.replace(/[+-]/g, '').split('.');
  const padded = fraction.padEnd(5, '0');
  let value = BigInt((integral || '0') + padded.slice(0, 4));
  if (padded.charCodeAt(4) >= 53) value += 1n;
  return negative ? -value : value;
}

/** An odd number of digits has a zero in front. */
function bytes(digits: string): Uint8Array {
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16));
}

export function stringLiteral(
  context: BinderContext,
  value: string,
  national: boolean,
  node: { start: number; end: number },
): BoundLiteral {
  const limit = national ? 4000 : 8000;
  const length = value.length > limit ? 'max' : Math.max(1, value.length);
  return {
    kind: 'literal',
    type: string(national ? 'nvarchar' : 'varchar', length),
    nullable: false,
    collation: defaultCollation(context),
    value,
    span: spanFrom(node),
  };
}

/** ODBC escapes are datetime, `{guid}` is uniqueidentifier. */
function odbcLiteral(context: BinderContext, node: Ast.OdbcLiteral): BoundExpression {
  const operand = stringLiteral(context, node.value.value, false, node);
  const type = plain(node.type === 'guid' ? 'uniqueidentifier' : 'datetime');
  return { kind: 'cast', type, nullable: true, span: spanFrom(node), operand, implicit: true, attempt: false };
}
