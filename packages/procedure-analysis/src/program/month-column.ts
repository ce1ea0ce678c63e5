import type { Bound } from '@datamigrate/tsql-binder';
import { bare } from './bare.js';
import { addends, factored } from './injective.js';
import { distinctColumn } from './keys.js';

/**
 * The day that a value is made of so that days of different months give different ones: `YEAR(d) * 100 + MONTH(d)`, its
 * last day or its first, or its year and month as a text. Undefined for anything else.
 */
export function monthColumn(expression: Bound.BoundExpression): Bound.BoundColumn | undefined {
  const value = bare(expression);
  switch (value.kind) {
    case 'arithmetic':
      return monthNumber(value);
    case 'call':
      return ofCall(value);
    case 'cast':
      return ofText(value);
    default:
      return undefined;
  }
}

/** Of `YEAR(d)` or `DATEPART(year, d)` */
function partOf(expression: Bound.BoundExpression, part: 'year' | 'month'): Bound.BoundColumn | undefined {
  const value = bare(expression);
  if (value.kind !== 'call' || (value.datePart ?? value.function.toLowerCase()) !== part) return undefined;
  if (value.function !== 'DATEPART' && value.function.toLowerCase() !== part) return undefined;
  const [day, ...more] = value.arguments;
  return day && more.length === 0 ? dayOf(day) : undefined;
}

const same = (a: Bound.BoundColumn | undefined, b: Bound.BoundColumn | undefined): Bound.BoundColumn | undefined =>
  a && b && a.relation === b.relation && a.ordinal === b.ordinal ? a : undefined;

function dayOf(expression: Bound.BoundExpression): Bound.BoundColumn | undefined {
  const column = distinctColumn(expression);
  return column && DAYS.has(column.type.name) ? column : undefined;
}

const DAYS: ReadonlySet<string> = new Set(['date', 'datetime', 'datetime2', 'smalldatetime']);

function monthNumber(sum: Bound.BoundArithmetic): Bound.BoundColumn | undefined {
  if (sum.type.name !== 'int' && sum.type.name !== 'bigint') return undefined;
  const parts = addends(sum).map(factored);
  if (parts.length !== 2) return undefined;
  const [year] = parts.flatMap(({ factor, part }) => (factor >= 12n ? (partOf(part, 'year') ?? []) : []));
  const [month] = parts.flatMap(({ factor, part }) => (factor === 1n ? (partOf(part, 'month') ?? []) : []));
  return same(year, month);
}

function ofCall(call: Bound.BoundCall): Bound.BoundColumn | undefined {
  const [first, second, third] = call.arguments;
  if (call.function === 'EOMONTH') return first && !second ? dayOf(first) : undefined;
  if (call.function === 'FORMAT') {
    const format = second && bare(second);
    const isMonth = format?.kind === 'literal' && (format.value === 'yyyyMM' || format.value === 'yyyy-MM');
    return isMonth && first && !third ? dayOf(first) : undefined;
  }
  if (call.function !== 'DATEFROMPARTS' || !first || !second || !third) return undefined;
  const day = bare(third);
  return day.kind === 'literal' ? same(partOf(first, 'year'), partOf(second, 'month')) : undefined;
}

/** `CONVERT(char(6), d, 112)`, as a number too. */
function ofText({ operand, type, style, attempt }: Bound.BoundCast): Bound.BoundColumn | undefined {
  if (attempt) return undefined;
  if (!style) return type.name === 'int' || type.name === 'bigint' ? castText(bare(operand)) : undefined;
  const number = bare(style);
  const isText = type.name === 'char' || type.name === 'varchar' || type.name === 'nchar' || type.name === 'nvarchar';
  const isLong = isText && (type.length === 'max' || type.length >= YEAR_AND_MONTH);
  return isLong && number.kind === 'literal' && number.value === 112n ? dayOf(operand) : undefined;
}

function castText(text: Bound.BoundExpression): Bound.BoundColumn | undefined {
  return text.kind === 'cast' && text.style ? ofText(text) : undefined;
}

const YEAR_AND_MONTH = 6;
