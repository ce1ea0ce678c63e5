import type { Rel } from '@datamigrate/relational';
import { atom, call, castTo } from '../../sql/sql.js';
import { asType } from '../coerce.js';
import { duck, duckTypeOf } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { noFunction, wholeNumber } from './function-rendering.js';

/** Parts as intervals of DuckDB; months are of different lengths. */
const DAYS: { readonly [part: string]: readonly [unit: string, count: number] } = {
  week: ['days', 7],
  day: ['days', 1],
};
const CLOCK: { readonly [part: string]: readonly [unit: string, count: number] } = {
  hour: ['hours', 1],
  minute: ['minutes', 1],
  second: ['seconds', 1],
};
const MONTHS: { readonly [part: string]: readonly [unit: string, count: number] } = {
  year: ['months', 12],
  quarter: ['months', 3],
  month: ['months', 1],
};
const TYPES: ReadonlySet<string> = new Set(['date', 'smalldatetime', 'datetime', 'datetime2']);
/** Wider ones leave the range of dates. */
const WIDEST = 100_000;

/**
 * DATE_BUCKET of a constant width; buckets are counted from 1900-01-01 where no origin is given. Months that are counted
 * from another day than the first step back as DATEADD does, which DuckDB's do not.
 * learn.microsoft.com/sql/t-sql/functions/date-bucket-transact-sql
 */
export function renderDateBucket(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const [width, value, origin] = args;
  const [, of, from] = node.arguments;
  const { datePart = '' } = node;
  const number = wholeNumber(width);
  const wanted = duckTypeOf(node.type);
  if (!value || !of || !wanted || !TYPES.has(of.type.name)) return noFunction(renderer, node, `of ${of?.type.name}`);
  if (number === undefined || number < 1 || number > WIDEST) return noFunction(renderer, node, 'with this width');
  const whole = of.type.name === 'date' ? DAYS[datePart] : (DAYS[datePart] ?? CLOCK[datePart]);
  const found = whole ?? MONTHS[datePart];
  if (!found) return noFunction(renderer, node, `for ${datePart} of ${of.type.name}`);
  // Thirds of hundredths of a second, and a seventh digit of one, would be seen in the beginnings of the buckets.
  if (from && (from.type.name !== of.type.name || of.type.name === 'datetime' || hasSeventh(from)))
    return noFunction(renderer, node, `with an origin of ${from.type.name}`);
  const [unit, count] = found;
  const timestamp = (moment: Rendered): Rendered => asType(moment, duck('timestamp'));
  const start = origin ? timestamp(origin) : atom("timestamp '1900-01-01'");
  const bucket =
    origin && !whole
      ? renderer.macro('tsql_month_bucket', [timestamp(value), start, atom(String(number * count))])
      : call('time_bucket', atom(`interval ${number * count} ${unit}`), timestamp(value), start);
  return wanted.name === 'date' ? rendered(castTo('date', bucket), wanted) : rendered(bucket, duck('timestamp'));
}

const hasSeventh = ({ type }: Rel.RelExpression): boolean => type.name === 'datetime2' && type.scale > 6;
