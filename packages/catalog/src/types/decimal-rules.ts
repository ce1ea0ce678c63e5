import { type DecimalType, decimal, type SqlType } from './sql-type.js';

export const MAX_PRECISION = 38;

/**
 * Precision and scale of arithmetic on decimals, capped at 38 digits.
 * Source: learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
 */
export function decimalArithmetic(operator: '+' | '-' | '*' | '/' | '%', a: DecimalType, b: DecimalType): DecimalType {
  const integralA = a.precision - a.scale;
  const integralB = b.precision - b.scale;
  switch (operator) {
    case '+':
    case '-': {
      const scale = Math.max(a.scale, b.scale);
      const integral = Math.max(integralA, integralB);
      return capSum(integral + scale + 1, scale, integral);
    }
    case '*':
      return capProduct(a.precision + b.precision + 1, a.scale + b.scale);
    case '/': {
      const scale = Math.max(6, a.scale + b.precision + 1);
      return capProduct(integralA + b.scale + scale, scale);
    }
    case '%': {
      const scale = Math.max(a.scale, b.scale);
      return decimal(Math.min(integralA, integralB) + scale, scale);
    }
  }
}

/** A sum keeps its integral digits and gives up scale. */
function capSum(precision: number, scale: number, integral: number): DecimalType {
  if (precision <= MAX_PRECISION) return decimal(precision, scale);
  return decimal(MAX_PRECISION, Math.max(0, Math.min(scale, MAX_PRECISION - integral)));
}

/** A product or quotient gives up scale, but keeps at least six digits of it. */
function capProduct(precision: number, scale: number): DecimalType {
  if (precision <= MAX_PRECISION) return decimal(precision, scale);
  const integral = precision - scale;
  if (integral < 32) return decimal(MAX_PRECISION, Math.min(scale, MAX_PRECISION - integral));
  return decimal(MAX_PRECISION, Math.min(scale, 6));
}

/** The decimal that holds both: for CASE, COALESCE, UNION and comparison. */
export function widerDecimal(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  const integral = Math.max(a.precision - a.scale, b.precision - b.scale);
  return capSum(integral + scale, scale, integral);
}

/** An exact number's type as a decimal when it meets one; undefined for other types. */
export function asDecimal(type: SqlType): DecimalType | undefined {
  switch (type.name) {
    case 'decimal':
      return type;
    case 'bit':
      return decimal(1, 0);
    case 'tinyint':
      return decimal(3, 0);
    case 'smallint':
      return decimal(5, 0);
    case 'int':
      return decimal(10, 0);
    case 'bigint':
      return decimal(19, 0);
    case 'smallmoney':
      return decimal(10, 4);
    case 'money':
      return decimal(19, 4);
    default:
      return undefined;
  }
}
