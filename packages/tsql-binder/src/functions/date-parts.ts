import type { DatePart } from '../tree/expression.js';

/**
 * Date parts and their abbreviations.
 * Source: learn.microsoft.com/sql/t-sql/functions/datepart-transact-sql
 */
const NAMES: { readonly [P in DatePart]: readonly string[] } = {
  year: ['year', 'yyyy', 'yy'],
  quarter: ['quarter', 'qq', 'q'],
  month: ['month', 'mm', 'm'],
  dayofyear: ['dayofyear', 'dy', 'y'],
  day: ['day', 'dd', 'd'],
  week: ['week', 'ww', 'wk'],
  weekday: ['weekday', 'dw', 'w'],
  hour: ['hour', 'hh'],
  minute: ['minute', 'mi', 'n'],
  second: ['second', 'ss', 's'],
  millisecond: ['millisecond', 'ms'],
  microsecond: ['microsecond', 'mcs'],
  nanosecond: ['nanosecond', 'ns'],
  tzoffset: ['tzoffset', 'tz'],
  iso_week: ['iso_week', 'isowk', 'isoww'],
};

export const DATE_PARTS: ReadonlyMap<string, DatePart> = new Map(
  Object.entries(NAMES).flatMap(([part, names]) => names.map((name) => [name, part as DatePart] as const)),
);
