import type { Rel } from '@datamigrate/relational';
import { BINDING, binary, call, castTo, text } from '../../sql/sql.js';
import { duck } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { interval, isIntervalPart } from './add-interval.js';
import { type FunctionRendering, type FunctionTable, noFunction, wholeNumber } from './function-rendering.js';

const BIGINT = duck('bigint');

const part =
  (name: string): FunctionRendering =>
  (_renderer, _node, args) =>
    rendered(call(name, ...args), BIGINT);

/** learn.microsoft.com/sql/t-sql/functions/date-and-time-data-types-and-functions-transact-sql, duckdb.org/docs/sql/functions/date */
export const DATE_RENDERINGS: FunctionTable = {
  CURRENT_TIMESTAMP: clock,
  DATEADD: renderDateAdd,
  DATEDIFF: renderDateDiff,
  DATEDIFF_BIG: renderDateDiff,
  DATEFROMPARTS: (_renderer, _node, args) => rendered(call('make_date', ...args), duck('date')),
  DATENAME: renderDateName,
  DATEPART: renderDatePart,
  DAY: part('day'),
  EOMONTH: renderEndOfMonth,
  GETDATE: clock,
  MONTH: part('month'),
  SYSDATETIME: clock,
  YEAR: part('year'),
};

function clock(renderer: Renderer): Rendered {
  return rendered(renderer.macro('tsql_getdate', []), duck('timestamp'));
}

/** DATEPART by its parts; week and weekday follow DATEFIRST 7, the setting of us_english. */
const PARTS: { readonly [part: string]: string } = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  dayofyear: 'dayofyear',
  day: 'day',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  iso_week: 'weekofyear',
};

function renderDatePart(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const name = PARTS[node.datePart ?? ''];
  if (name) return rendered(call(name, ...args), BIGINT);
  if (node.datePart === 'week') return rendered(renderer.macro('tsql_week', args), BIGINT);
  if (node.datePart === 'weekday') return rendered(renderer.macro('tsql_weekday', args), BIGINT);
  return noFunction(renderer, node, `for ${node.datePart}`);
}

function renderDateName(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  if (node.datePart === 'month') return rendered(call('monthname', ...args), duck('varchar'));
  if (node.datePart === 'weekday') return rendered(call('dayname', ...args), duck('varchar'));
  const number = renderDatePart(renderer, node, args);
  return rendered(castTo('varchar', number), duck('varchar'));
}

/** The number is cut to a whole one; the result has the type of the date. */
function renderDateAdd(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const [count, date] = args;
  const { datePart } = node;
  if (!count || !date || datePart === undefined || !isIntervalPart(datePart)) {
    return noFunction(renderer, node, `for ${datePart}`);
  }
  const number = wholeNumber(count);
  const days = datePart === 'day' || datePart === 'dayofyear' || datePart === 'weekday';
  if (date.type.name === 'date' && days) {
    const whole =
      count.type.name === 'bigint' && !count.constant ? rendered(castTo('integer', count), duck('integer')) : count;
    return number !== undefined && number < 0
      ? rendered(
          binary('-', BINDING.additive, date, { ...count, doc: String(-number), binding: BINDING.atom }),
          date.type,
        )
      : rendered(binary('+', BINDING.additive, date, whole), date.type);
  }
  const negative = number !== undefined && number < 0;
  const amount = negative ? { ...count, doc: String(-number), binding: BINDING.atom } : count;
  const sum = binary(negative ? '-' : '+', BINDING.additive, date, interval(datePart, amount));
  return date.type.name === 'date' ? rendered(castTo('date', sum), date.type) : rendered(sum, date.type);
}

/** Both count the boundaries that are crossed, but for weeks, which begin on Sunday in SQL Server whatever DATEFIRST says. */
function renderDateDiff(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const unit = node.datePart === 'dayofyear' || node.datePart === 'weekday' ? 'day' : (node.datePart ?? '');
  if (unit === 'week') return rendered(renderer.macro('tsql_datediff_week', args), BIGINT);
  if (!['year', 'quarter', 'month', 'day', 'hour', 'minute', 'second'].includes(unit)) {
    return noFunction(renderer, node, `for ${node.datePart}`);
  }
  return rendered(call('date_diff', text(unit), ...args), BIGINT);
}

function renderEndOfMonth(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const [date, months] = args;
  if (!date) return noFunction(renderer, node);
  const start = months ? binary('+', BINDING.additive, date, interval('month', months)) : date;
  return rendered(call('last_day', start), duck('date'));
}
