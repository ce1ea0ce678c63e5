import type { Bound } from '@datamigrate/tsql-binder';
import type { FixedPart } from './recipe.js';

/** An expression around one column, and the values of the column for which the expression has a given value. */
export interface Wrapped {
  readonly column: Bound.BoundExpression;
  readonly invert: (value: string) => string | undefined;
  /** The expression is this part of a date. */
  readonly part?: FixedPart | undefined;
}

const identity = (value: string): string => value;

/** The column inside of an expression, where there is exactly one at the end of first arguments. */
export function unwrap(expression: Bound.BoundExpression): Wrapped | undefined {
  switch (expression.kind) {
    case 'column':
      return { column: expression, invert: identity };
    case 'cast':
    case 'collate':
    case 'negation':
      return unwrap(expression.operand);
    case 'group-key':
      return unwrap(expression.expression);
    case 'arithmetic':
    case 'date-arithmetic':
    case 'concatenation':
      return unwrap(expression.left) ?? unwrap(expression.right);
    case 'aggregate': {
      const [argument] = expression.arguments;
      return argument ? unwrap(argument) : undefined;
    }
    case 'call': {
      const inner = expression.arguments.map(unwrap).find((found) => found !== undefined);
      if (!inner) return undefined;
      const own = INVERSES[expression.function];
      const part = expression.datePart;
      const invert = own ?? (part ? BY_PART[part] : undefined) ?? identity;
      return {
        column: inner.column,
        part: FIXED[expression.function] ?? (part && FIXED[part.toUpperCase()]),
        invert: (value) => {
          const outer = invert(value);
          return outer === undefined ? undefined : inner.invert(outer);
        },
      };
    }
    default:
      return undefined;
  }
}

const FIXED: Readonly<Record<string, FixedPart | undefined>> = { YEAR: 'year', MONTH: 'month', DAY: 'day' };

const number = (value: string, least: number, most: number): number | undefined => {
  const found = Number(value);
  return Number.isInteger(found) && found >= least && found <= most ? found : undefined;
};

const two = (value: number): string => String(value).padStart(2, '0');

const ofYear = (value: string): string | undefined => {
  const year = number(value, 1753, 9998);
  return year === undefined ? undefined : `${year}-06-15`;
};

const ofMonth = (value: string): string | undefined => {
  const month = number(value, 1, 12);
  return month === undefined ? undefined : `2024-${two(month)}-15`;
};

const ofDay = (value: string): string | undefined => {
  const day = number(value, 1, 31);
  return day === undefined ? undefined : `2024-01-${two(day)}`;
};

const ofLength = (value: string): string | undefined => {
  const length = number(value, 0, 200);
  return length === undefined ? undefined : 'x'.repeat(length);
};

type Inverse = (value: string) => string | undefined;

const INVERSES: Readonly<Record<string, Inverse | undefined>> = {
  YEAR: ofYear,
  MONTH: ofMonth,
  DAY: ofDay,
  LEN: ofLength,
  DATALENGTH: ofLength,
  LEFT: (value) => `${value}x1`,
  RIGHT: (value) => `1x${value}`,
  SUBSTRING: (value) => `${value}x1`,
};

const BY_PART: Readonly<Partial<Record<Bound.DatePart, Inverse>>> = {
  year: ofYear,
  month: ofMonth,
  day: ofDay,
  quarter: (value) => {
    const quarter = number(value, 1, 4);
    return quarter === undefined ? undefined : `2024-${two(quarter * 3)}-01`;
  },
  weekday: (value) => {
    // 2024-06-02 was a Sunday, the first day of the week unless SET DATEFIRST says otherwise.
    const day = number(value, 1, 7);
    return day === undefined ? undefined : `2024-06-${two(day + 1)}`;
  },
  hour: (value) => {
    const hour = number(value, 0, 23);
    return hour === undefined ? undefined : `2024-06-15 ${two(hour)}:30:00`;
  },
};
