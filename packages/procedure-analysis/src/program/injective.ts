import type { SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { bare } from './bare.js';
import { distinctColumn } from './keys.js';

/**
 * The column that a value is made of so that different values of the column give different ones: the column itself, a
 * sum with what no row changes, a day as a number or text of its year, month and day. Undefined for anything else.
 */
export function injectiveColumn(expression: Bound.BoundExpression): Bound.BoundColumn | undefined {
  const column = distinctColumn(expression);
  if (column) return column;
  switch (expression.kind) {
    case 'cast':
      return castOf(expression);
    case 'arithmetic':
      return sumOf(expression) ?? dayNumber(expression);
    case 'call':
      return callOf(expression);
    default:
      return undefined;
  }
}

function castOf({ operand, type, style, attempt }: Bound.BoundCast): Bound.BoundColumn | undefined {
  if (attempt) return undefined;
  if (style) return dayText(operand, type, style);
  // A day written in digits alone: 20240229 is a number, too.
  if (type.name === 'int' || type.name === 'bigint') {
    const text = bare(operand);
    return text.kind === 'cast' && text.style && literal(text.style) === 112n ? castOf(text) : undefined;
  }
  return isText(type) && type.length !== 'max' && type.length >= LONGEST ? injectiveColumn(operand) : undefined;
}

/** Styles that give all of a date, and how long their texts are. */
const STYLES: ReadonlyMap<bigint, number> = new Map([
  [112n, 8],
  [23n, 10],
  [120n, 10],
  [121n, 10],
  [101n, 10],
  [103n, 10],
  [104n, 10],
  [111n, 10],
]);
/** Longest of the texts that are looked at here. */
const LONGEST = 10;

function dayText(operand: Bound.BoundExpression, type: SqlType, style: Bound.BoundExpression) {
  const needed = STYLES.get(literal(style) ?? -1n);
  if (needed === undefined || operand.type.name !== 'date' || !isText(type)) return undefined;
  return type.length === 'max' || type.length >= needed ? injectiveColumn(operand) : undefined;
}

/** `x + 5`, `5 + x`, `x - 5`, `5 - x`, of whole numbers: what overflows is an error. */
function sumOf({ operator, left, right, type }: Bound.BoundArithmetic): Bound.BoundColumn | undefined {
  if ((operator !== '+' && operator !== '-') || !INTEGERS.has(type.name)) return undefined;
  if (isFixed(right)) return injectiveColumn(left);
  return isFixed(left) ? injectiveColumn(right) : undefined;
}

/** `YEAR(d) * 10000 + MONTH(d) * 100 + DAY(d)` */
function dayNumber(sum: Bound.BoundArithmetic): Bound.BoundColumn | undefined {
  const parts = addends(sum).map((each) => {
    const { factor, part } = factored(each);
    return { factor, name: part.kind === 'call' ? (part.datePart ?? part.function.toLowerCase()) : '', part };
  });
  const [first] = parts;
  const all = [
    ['year', 10000n],
    ['month', 100n],
    ['day', 1n],
  ] as const;
  if (parts.length !== all.length || first?.part.kind !== 'call') return undefined;
  const columns = all.map(([name, factor]) => {
    const found = parts.find((each) => each.name === name && each.factor === factor);
    const [of] = found?.part.kind === 'call' ? found.part.arguments : [];
    return of?.type.name === 'date' ? injectiveColumn(of) : undefined;
  });
  const [day] = columns;
  return day && columns.every((each) => each?.relation === day.relation && each.ordinal === day.ordinal)
    ? day
    : undefined;
}

export function addends(expression: Bound.BoundExpression): readonly Bound.BoundExpression[] {
  const inner = bare(expression);
  if (inner.kind !== 'arithmetic' || inner.operator !== '+') return [inner];
  return [...addends(inner.left), ...addends(inner.right)];
}

export function factored(expression: Bound.BoundExpression): {
  readonly factor: bigint;
  readonly part: Bound.BoundExpression;
} {
  if (expression.kind !== 'arithmetic' || expression.operator !== '*') return { factor: 1n, part: expression };
  const factor = literal(expression.right);
  if (factor !== undefined) return { factor, part: bare(expression.left) };
  return { factor: literal(expression.left) ?? 0n, part: bare(expression.right) };
}

/** DATEADD by what no row changes, or of what no row changes; `FORMAT(d, 'yyyyMMdd')`. */
function callOf(call: Bound.BoundCall): Bound.BoundColumn | undefined {
  const [first, second] = call.arguments;
  if (!first || !second) return undefined;
  if (call.function === 'FORMAT') {
    const format = bare(second);
    return format.kind === 'literal' && FORMATS.has(String(format.value)) && first.type.name === 'date'
      ? injectiveColumn(first)
      : undefined;
  }
  if (call.function !== 'DATEADD') return undefined;
  if (isFixed(second)) return injectiveColumn(first);
  // Months of different lengths give the same day.
  const steps = call.datePart === 'day' || call.datePart === 'week';
  return steps && isFixed(first) ? injectiveColumn(second) : undefined;
}

const FORMATS: ReadonlySet<string> = new Set(['yyyyMMdd', 'yyyy-MM-dd']);
const INTEGERS: ReadonlySet<string> = new Set(['int', 'bigint', 'smallint', 'tinyint']);

const isText = (type: SqlType): type is Extract<SqlType, { readonly length: number | 'max' }> =>
  'length' in type && ['char', 'varchar', 'nchar', 'nvarchar'].includes(type.name);

/** A constant or a parameter. */
function isFixed(expression: Bound.BoundExpression): boolean {
  const inner = bare(expression);
  return inner.kind === 'literal' || inner.kind === 'variable';
}

function literal(expression: Bound.BoundExpression): bigint | undefined {
  const inner = bare(expression);
  return inner.kind === 'literal' && typeof inner.value === 'bigint' && INTEGERS.has(inner.type.name)
    ? inner.value
    : undefined;
}
