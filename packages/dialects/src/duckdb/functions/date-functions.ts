import { isCharacter } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo, type Sql, text } from '../../sql/sql.js';
import { duck, duckTypeOf } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { interval, isIntervalPart } from './add-interval.js';
import { renderDateBucket } from './date-bucket.js';
import { renderFormat } from './date-format.js';
import { renderFromParts } from './from-parts.js';
import { type FunctionRendering, type FunctionTable, noFunction, wholeNumber } from './function-rendering.js';
import {
  addToOffset,
  isOffset,
  localOf,
  renderAtTimeZone,
  renderSwitchOffset,
  renderToOffset,
  withOffset,
} from './offset-functions.js';

const BIGINT = duck('bigint');

const part =
  (name: string): FunctionRendering =>
  (renderer, node, args) =>
    rendered(call(name, ...shown(renderer, node, args)), BIGINT);

/** Parts of a datetimeoffset are those of the date and time that it shows. */
const shown = (renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): readonly Rendered[] =>
  args.map((arg, i) => (isOffset(node.arguments[i]?.type) ? localOf(renderer, arg) : arg));

/** learn.microsoft.com/sql/t-sql/functions/date-and-time-data-types-and-functions-transact-sql, duckdb.org/docs/sql/functions/date */
export const DATE_RENDERINGS: FunctionTable = {
  'AT TIME ZONE': renderAtTimeZone,
  CURRENT_TIMESTAMP: clock,
  DATEADD: renderDateAdd,
  DATEDIFF: renderDateDiff,
  DATEDIFF_BIG: renderDateDiff,
  DATETIME2FROMPARTS: renderFromParts,
  DATETIMEOFFSETFROMPARTS: renderFromParts,
  DATETIMEFROMPARTS: renderFromParts,
  DATETRUNC: renderDateTrunc,
  DATEFROMPARTS: (_renderer, _node, args) => rendered(call('make_date', ...args), duck('date')),
  DATENAME: renderDateName,
  DATE_BUCKET: renderDateBucket,
  DATEPART: renderDatePart,
  DAY: part('day'),
  EOMONTH: renderEndOfMonth,
  GETDATE: clock,
  GETUTCDATE: clock,
  FORMAT: renderFormat,
  ISDATE: (renderer, node, args) =>
    node.arguments[0] && isCharacter(node.arguments[0].type)
      ? rendered(renderer.macro('tsql_isdate', [...args, readTry(renderer, args)]), duck('integer'))
      : noFunction(renderer, node, 'of what is no text'),
  MONTH: part('month'),
  SMALLDATETIMEFROMPARTS: renderFromParts,
  SWITCHOFFSET: renderSwitchOffset,
  SYSDATETIME: clock,
  SYSDATETIMEOFFSET: (renderer, node) =>
    withOffset(clock(renderer), { name: 'datetime2', scale: 6 }, 7, '+00:00') ?? noFunction(renderer, node),
  SYSUTCDATETIME: clock,
  TIMEFROMPARTS: renderFromParts,
  TODATETIMEOFFSET: renderToOffset,
  YEAR: part('year'),
};

const readTry = (renderer: Renderer, args: readonly Rendered[]): Sql =>
  renderer.macro('tsql_moment_from_text', args, { rules: 'old', failed: 'null' });

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

/** Parts that DuckDB counts with the seconds before them. */
const FRACTIONS: { readonly [part: string]: readonly [string, number, number] } = {
  millisecond: ['millisecond', 1000, 1],
  microsecond: ['microsecond', 1000000, 1],
  nanosecond: ['microsecond', 1000000, 1000],
};

function renderDatePart(renderer: Renderer, node: Rel.RelCall, given: readonly Rendered[]): Rendered {
  if (isOffset(node.arguments[0]?.type) && node.datePart === 'tzoffset') {
    return rendered(renderer.macro('tsql_tz_offset', given), BIGINT);
  }
  const args = shown(renderer, node, given);
  if (args[0]?.type.name === 'time' && !TIME_PARTS.has(node.datePart ?? '')) {
    return noFunction(renderer, node, `for ${node.datePart} of time`);
  }
  const name = PARTS[node.datePart ?? ''];
  if (name) return rendered(call(name, ...args), BIGINT);
  const first: Readonly<Record<string, number>> = node.dateFirst === undefined ? {} : { first: node.dateFirst };
  if (node.datePart === 'week') return rendered(renderer.macro('tsql_week', args, first), BIGINT);
  if (node.datePart === 'weekday') return rendered(renderer.macro('tsql_weekday', args, first), BIGINT);
  const fraction = FRACTIONS[node.datePart ?? ''];
  if (node.datePart === 'nanosecond' && isOffset(node.arguments[0]?.type))
    return noFunction(renderer, node, NANOSECOND);
  // A datetime is kept in milliseconds here; SQL Server counts thirds of a hundredth.
  if (!fraction || (node.arguments[0]?.type.name === 'datetime' && fraction[0] !== 'millisecond')) {
    return noFunction(renderer, node, `for ${node.datePart}`);
  }
  const [counted, turn, factor] = fraction;
  const rest = binary('%', BINDING.multiplicative, call(counted, ...args), atom(String(turn)));
  if (node.arguments[0]?.type.name === 'datetime') return rendered(cutThirds(rest), BIGINT);
  return rendered(factor === 1 ? rest : binary('*', BINDING.multiplicative, rest, atom(String(factor))), BIGINT);
}

/**
 * The milliseconds of a datetime as SQL Server counts them: .997 is 299/300 of a second, cut to 996.
 * Source: support.microsoft.com/help/4010261 (compatibility level 130), and what servers answer
 */
function cutThirds(milliseconds: Sql): Sql {
  const digit = binary('%', BINDING.multiplicative, milliseconds, atom('10'));
  return binary('-', BINDING.additive, milliseconds, binary('//', BINDING.multiplicative, digit, atom('7')));
}

const NANOSECOND = 'for nanosecond of a datetimeoffset';

function renderDateName(renderer: Renderer, node: Rel.RelCall, given: readonly Rendered[]): Rendered {
  if (node.datePart === 'tzoffset') {
    const [value] = given;
    return value && isOffset(node.arguments[0]?.type)
      ? rendered(call('right', value, atom('6')), duck('varchar'))
      : noFunction(renderer, node, 'for tzoffset');
  }
  const args = shown(renderer, node, given);
  if (node.datePart === 'month') return rendered(call('monthname', ...args), duck('varchar'));
  if (node.datePart === 'weekday') return rendered(call('dayname', ...args), duck('varchar'));
  const number = renderDatePart(renderer, node, given);
  return rendered(castTo('varchar', number), duck('varchar'));
}

function renderDateTrunc(renderer: Renderer, node: Rel.RelCall, [value]: readonly Rendered[]): Rendered {
  const wanted = duckTypeOf(node.type);
  const { datePart = '' } = node;
  if (!value || !wanted || isOffset(node.arguments[0]?.type) || wanted.name === 'time')
    return noFunction(renderer, node);
  if (node.arguments[0]?.type.name === 'date' && TIME_PARTS.has(datePart)) {
    return noFunction(renderer, node, `for ${datePart} of date`);
  }
  const unit = datePart === 'dayofyear' ? 'day' : datePart === 'iso_week' ? 'week' : datePart;
  if (datePart === 'week') {
    // Back to the day of DATEFIRST; the target's weeks begin on Monday.
    const days = 8 - (node.dateFirst ?? 7);
    const shift = atom(`interval ${days} ${days === 1 ? 'day' : 'days'}`);
    const later = binary('+', BINDING.additive, value, shift);
    const monday = call('date_trunc', text('week'), later);
    const week = rendered(binary('-', BINDING.additive, monday, shift), duck('timestamp'));
    return wanted.name === 'date' ? rendered(castTo('date', week), wanted) : week;
  }
  if (!['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'].includes(unit)) {
    return noFunction(renderer, node, `for ${datePart}`);
  }
  const cut = rendered(call('date_trunc', text(unit), value), duck('timestamp'));
  return wanted.name === 'date' ? rendered(castTo('date', cut), wanted) : cut;
}

/** The number is cut to a whole one; the result has the type of the date. */
function renderDateAdd(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const [count, date] = args;
  const { datePart } = node;
  if (isOffset(node.type)) return addToOffset(renderer, node, args);
  if (datePart === 'nanosecond') return addNanoseconds(renderer, node, args);
  if (!count || !date || datePart === undefined || !isIntervalPart(datePart)) {
    return noFunction(renderer, node, `for ${datePart}`);
  }
  const start = startOfPart(node);
  if (start) return rendered(call('date_trunc', text(datePart), renderer.value(start)), duck('timestamp'));
  const clock = date.type.name === 'time';
  if ((clock && !CLOCK_PARTS.has(datePart)) || (date.type.name === 'date' && CLOCK_PARTS.has(datePart))) {
    return noFunction(renderer, node, `for ${datePart} of ${node.type.name}`);
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
  if (date.type.name === 'date') return rendered(castTo('date', sum), date.type);
  const fine = datePart === 'millisecond' || datePart === 'microsecond';
  if (fine && node.type.name === 'datetime') return rendered(renderer.macro('tsql_datetime', [sum]), date.type);
  if ((fine || datePart === 'second') && node.type.name === 'smalldatetime')
    return rendered(renderer.macro('tsql_smalldatetime', [sum]), date.type);
  return rendered(sum, date.type);
}

/** Whole microseconds, of types that keep them. */
function addNanoseconds(renderer: Renderer, node: Rel.RelCall, [count, moment]: readonly Rendered[]): Rendered {
  const number = wholeNumber(count);
  const { type } = node;
  const keeps = (type.name === 'datetime2' || type.name === 'time') && type.scale >= 6;
  if (!moment || number === undefined || number % 1000 !== 0 || !keeps) {
    return noFunction(renderer, node, 'for nanoseconds that are no whole microseconds');
  }
  const amount = atom(`interval ${Math.abs(number / 1000)} microseconds`);
  return rendered(binary(number < 0 ? '-' : '+', BINDING.additive, moment, amount), moment.type);
}

const FROM_1900 = '1900-01-01 00:00:00';

/** `DATEADD(day, DATEDIFF(day, 0, x), 0)`: x without what is smaller than a day. */
function startOfPart({ datePart, arguments: [count, date] }: Rel.RelCall): Rel.RelExpression | undefined {
  const number = count?.kind === 'cast' ? count.operand : count;
  if (number?.kind !== 'call' || number.function !== 'DATEDIFF' || number.datePart !== datePart) return undefined;
  if (!['year', 'quarter', 'month', 'day', 'hour'].includes(datePart ?? '')) return undefined;
  const [from, to] = number.arguments;
  const isFirst = (value: Rel.RelExpression | undefined): boolean =>
    value?.kind === 'literal' && value.type.name === 'datetime' && value.value === FROM_1900;
  const moment = to?.type.name === 'date' || to?.type.name === 'datetime' || to?.type.name === 'datetime2';
  return isFirst(from) && isFirst(date) && moment ? to : undefined;
}

const CLOCK_PARTS: ReadonlySet<string> = new Set(['hour', 'minute', 'second', 'millisecond', 'microsecond']);
/** Those that a time can be asked for. */
const TIME_PARTS: ReadonlySet<string> = new Set([...CLOCK_PARTS, 'nanosecond']);

/** Both count the boundaries that are crossed, but for weeks, which begin on Sunday in SQL Server whatever DATEFIRST says. */
function renderDateDiff(renderer: Renderer, node: Rel.RelCall, given: readonly Rendered[]): Rendered {
  const unit = node.datePart === 'dayofyear' || node.datePart === 'weekday' ? 'day' : (node.datePart ?? '');
  // Boundaries are counted in UTC.
  const args = given.map((arg, i) =>
    isOffset(node.arguments[i]?.type) ? rendered(renderer.macro('tsql_instant', [arg]), duck('timestamp')) : arg,
  );
  const times = args.filter(({ type }) => type.name === 'time').length;
  const small = ['hour', 'minute', 'second', 'millisecond', 'microsecond'].includes(unit);
  // A time has no day of its own: it stands for that time on 1900-01-01.
  const sides = times > 0 && (times < 2 || !small) ? args.map(onFirstDay) : args;
  if (unit === 'week') return rendered(renderer.macro('tsql_datediff_week', sides), BIGINT);
  if (!small && !['year', 'quarter', 'month', 'day'].includes(unit)) {
    return noFunction(renderer, node, `for ${node.datePart}`);
  }
  return rendered(call('date_diff', text(unit), ...sides), BIGINT);
}

function onFirstDay(value: Rendered): Rendered {
  if (value.type.name !== 'time') return value;
  return rendered(binary('+', BINDING.additive, atom("date '1900-01-01'"), value), duck('timestamp'));
}

function renderEndOfMonth(renderer: Renderer, node: Rel.RelCall, args: readonly Rendered[]): Rendered {
  const [date, months] = args;
  if (!date) return noFunction(renderer, node);
  // No number of months is none.
  const open = months && !months.constant && node.arguments[1]?.nullable !== false;
  const count = open ? rendered(call('coalesce', months, atom('0')), months.type) : months;
  const start = count ? binary('+', BINDING.additive, date, interval('month', count)) : date;
  return rendered(call('last_day', start), duck('date'));
}
