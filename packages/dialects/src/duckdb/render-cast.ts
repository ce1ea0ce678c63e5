import {
  type FractionalTimeType,
  isCharacter,
  isDateOrTime,
  isInteger as isIntegerType,
  type SqlType,
  typeText,
} from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo, text, tryCastTo } from '../sql/sql.js';
import { attemptNumber, hasRoom, inRangeOf, isMoney, isTriedMoment, isTriedNumber, neverFails } from './attempts.js';
import { asType } from './coerce.js';
import { duck, duckDecimal, duckTypeOf, duckTypeText, isInteger, isNumber } from './duck-type.js';
import { fitText, lengthOf, type TextType } from './fit-text.js';
import { isBytes, renderFromBytes, renderToBytes } from './render-bytes.js';
import { renderDateText } from './render-date-text.js';
import { renderMomentText, roundedTo, stepOf } from './render-moment-text.js';
import { renderFromOffset, renderOffsetAsText, renderToOffsetType } from './render-offset-cast.js';
import { type MacroName, type Rendered, type Renderer, rendered } from './rendered.js';

/** A conversion with T-SQL's meaning. */
export function renderCast(renderer: Renderer, node: Rel.RelCast): Rendered {
  const from = node.operand.type;
  const to = node.type;
  const refuse = (detail = ''): Rendered =>
    renderer.refuse('render-no-conversion', { from: typeText(from), to: typeText(to), detail });
  const wanted = duckTypeOf(to);
  if (!wanted) return refuse();
  const value = renderer.value(node.operand);
  if (value.doc === 'null') return { ...rendered(castTo(duckTypeText(wanted), value), wanted) };
  if (isBytes(to) && to.name !== 'rowversion') return renderToBytes(renderer, node, value) ?? refuse();
  if (isBytes(from) && !isCharacter(to)) return renderFromBytes(renderer, value, to) ?? refuse();
  if (isCharacter(from) && !isCharacter(to)) return renderFromText(renderer, node, value, wanted, refuse);
  if (node.attempt && isTriedNumber(from, to)) return attemptNumber(value, from, wanted);
  if (node.attempt && isTriedMoment(from, to)) {
    return inRangeOf(renderer, renderToMoment(renderer, node, value, from, to, wanted, refuse), to);
  }
  if (node.attempt && !neverFails(from, to)) return refuse(' as an attempt (TRY_CAST, TRY_CONVERT)');
  if (isCharacter(to)) return renderToText(renderer, node, value, from, to, refuse);
  if (isNumber(value.type) && (isNumber(wanted) || to.name === 'bit'))
    return renderToNumber(node, value, from, to, wanted);
  if (from.name === 'bit' && isNumber(wanted)) return asType(value, wanted);
  if (isDateOrTime(to)) return renderToMoment(renderer, node, value, from, to, wanted, refuse);
  if ((from.name === 'datetime' || from.name === 'smalldatetime') && isInteger(wanted)) return daysOf(value, wanted);
  if ((from.name === 'datetime' || from.name === 'smalldatetime') && to.name === 'float') return daysInParts(value);
  if (from.name === to.name && (!('length' in to) || to.length === 'max')) return value;
  return refuse();
}

/** datetime to whole days since 1900-01-01, rounded at noon. */
function daysOf(value: Rendered, wanted: Rendered['type']): Rendered {
  const noon = binary('+', BINDING.additive, value, atom('interval 12 hours'));
  const days = call('date_diff', text('day'), atom("timestamp '1900-01-01'"), noon);
  return rendered(castTo(duckTypeText(wanted), days), wanted);
}

/** Days since 1900-01-01 with fractions: 1/300 seconds, of which a datetime has whole ones, by those of a day. */
function daysInParts(value: Rendered): Rendered {
  const milliseconds = binary('+', BINDING.additive, call('epoch_ms', value), atom(String(MILLISECONDS_TO_1970)));
  const tripled = binary('*', BINDING.multiplicative, milliseconds, atom('3'));
  const ticks = call('round', binary('/', BINDING.multiplicative, tripled, atom('10')));
  return rendered(binary('/', BINDING.multiplicative, ticks, atom('25920000')), duck('double'));
}

/** From 1900-01-01. */
const MILLISECONDS_TO_1970 = 2_208_988_800_000;

function renderToMoment(
  renderer: Renderer,
  node: Rel.RelCast,
  value: Rendered,
  from: SqlType,
  to: SqlType,
  wanted: Rendered['type'],
  refuse: (detail?: string) => Rendered,
): Rendered {
  const first = atom("timestamp '1900-01-01'");
  if (isIntegerType(from) && (to.name === 'datetime' || to.name === 'smalldatetime')) {
    const days = call('to_days', asType(value, duck('integer')));
    return rendered(binary('+', BINDING.additive, first, days), duck('timestamp'));
  }
  if (isNumber(value.type) && to.name === 'datetime') {
    const scaled = binary('*', BINDING.multiplicative, castTo('double', value), atom('86400000000'));
    const fraction = call('to_microseconds', castTo('bigint', scaled));
    const moment = binary('+', BINDING.additive, first, fraction);
    return rendered(renderer.macro('tsql_datetime', [moment]), duck('timestamp'));
  }
  if (from.name === 'datetimeoffset') return renderFromOffset(renderer, from, value, to) ?? refuse();
  if (to.name === 'datetimeoffset') return renderToOffsetType(node, value, to) ?? refuse();
  if (!isDateOrTime(from) || value.type.name === 'varchar' || wanted.name === 'varchar') return refuse();
  if (to.name === 'date') return from.name === 'time' ? refuse() : asType(value, wanted);
  if (from.name === 'date') {
    if (to.name === 'time') return refuse();
    return node.implicit ? value : asType(value, wanted);
  }
  if (from.name === 'smalldatetime' && wanted.name === 'timestamp') return value;
  if (to.name === 'smalldatetime' && (from.name === 'datetime2' || from.name === 'datetime')) {
    // 29.998 seconds are as near to the next minute as a datetime comes.
    const ticks = from.name === 'datetime2' ? renderer.macro('tsql_datetime', [value]) : value;
    return rendered(renderer.macro('tsql_smalldatetime', [ticks]), duck('timestamp'));
  }
  if (to.name === 'datetime') {
    const moment = from.name === 'time' ? binary('+', BINDING.additive, atom("date '1900-01-01'"), value) : value;
    if (from.name === 'datetime2' && from.scale === 0) return value;
    return rendered(renderer.macro('tsql_datetime', [moment]), duck('timestamp'));
  }
  if (to.name === 'time' && to.scale < digitsOfSecond(from))
    return toShorterTime(renderer, value, from, to) ?? refuse();
  if (from.name === 'smalldatetime' && to.name === 'time') return asType(value, wanted);
  if (from.name === 'datetime' && (to.name === 'datetime2' || to.name === 'time')) {
    const moment = to.scale <= 3 ? roundedTo(value, to.scale, 3) : withThirds(renderer, value, to.scale);
    return asType(moment, wanted);
  }
  if (from.name === 'datetime2' && to.name === 'datetime2') return roundedTo(value, to.scale, from.scale);
  if (from.name === 'time' && to.name === 'time' && to.scale >= from.scale) return value;
  if (from.name === 'datetime2' && to.name === 'time' && to.scale >= from.scale) return asType(value, wanted);
  if (from.name === 'time' && to.name === 'datetime2') {
    return rendered(binary('+', BINDING.additive, atom("date '1900-01-01'"), value), duck('timestamp'));
  }
  return refuse();
}

/** Digits of a second that a type shows. */
function digitsOfSecond(type: SqlType): number {
  if (type.name === 'datetime') return 3;
  return type.name === 'time' || type.name === 'datetime2' ? type.scale : 0;
}

/** Rounded to fewer digits of a second, never to the next day; not to six, as nobody sees the seventh here. */
function toShorterTime(
  renderer: Renderer,
  value: Rendered,
  from: SqlType,
  to: FractionalTimeType,
): Rendered | undefined {
  if (to.scale >= 6) return undefined;
  const moment = from.name === 'time' ? binary('+', BINDING.additive, atom("date '1900-01-01'"), value) : value;
  return rendered(renderer.macro('tsql_time_scale', [moment, stepOf(to.scale)]), duck('time'));
}

/** A datetime stands in milliseconds here. More digits are those of 1/300 seconds; of seven, six are kept. */
function withThirds(renderer: Renderer, value: Rendered, scale: number): Rendered {
  const settings = { after_six: scale === 7 ? 666 : 667 };
  const moment = rendered(renderer.macro('tsql_datetime_thirds', [value], settings), duck('timestamp'));
  return roundedTo(moment, scale, 7);
}

function renderToNumber(
  node: Rel.RelCast,
  value: Rendered,
  from: SqlType,
  to: SqlType,
  wanted: Rendered['type'],
): Rendered {
  if (to.name === 'bit') return rendered(binary('<>', BINDING.comparison, value, atom('0')), duck('boolean'));
  if (isInteger(wanted)) {
    if (isInteger(value.type)) return node.implicit && !isNarrowing(from, to) ? value : asType(value, wanted);
    // Decimals and floats are cut, money is rounded.
    const whole = isMoney(from) ? value : rendered(call('trunc', value), value.type);
    return rendered(castTo(duckTypeText(wanted), whole), wanted);
  }
  // Upwards DuckDB converts by itself where the other operand asks for it.
  if (node.implicit && isWidening(value, wanted)) return value;
  // DuckDB would scale a real in single precision and lose digits.
  if (value.type.name === 'float' && wanted.name === 'decimal') return asType(asType(value, duck('double')), wanted);
  return asType(value, wanted);
}

const ORDER = ['bit', 'tinyint', 'smallint', 'int', 'bigint'];
const isNarrowing = (from: SqlType, to: SqlType): boolean => ORDER.indexOf(to.name) < ORDER.indexOf(from.name);

function isWidening(value: Rendered, wanted: Rendered['type']): boolean {
  if (wanted.name === 'double') return value.type.name !== 'float';
  if (wanted.name !== 'decimal') return false;
  return isInteger(value.type) || (value.type.name === 'decimal' && value.type.scale <= wanted.scale);
}

type ReadingMacro = Extract<MacroName, `tsql_${string}_text` | `tsql_${string}_from_text`>;

/** How a text becomes each kind of value: the macros that bring it into a form which DuckDB reads alike. */
function readingOf(to: SqlType): readonly [strict: ReadingMacro, attempt: ReadingMacro] | undefined {
  switch (to.name) {
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return ['tsql_whole_text', 'tsql_try_whole_text'];
    case 'decimal':
      return ['tsql_exact_text', 'tsql_try_exact_text'];
    case 'money':
    case 'smallmoney':
      return ['tsql_money_text', 'tsql_try_money_text'];
    case 'float':
    case 'real':
      return ['tsql_float_from_text', 'tsql_try_float_from_text'];
    case 'bit':
      return ['tsql_bit_from_text', 'tsql_try_bit_from_text'];
    case 'uniqueidentifier':
      return ['tsql_guid_text', 'tsql_try_guid_text'];
    default:
      return undefined;
  }
}

/** SQL Server reads other texts as numbers and dates than DuckDB: the macros let through what both read alike. */
function renderFromText(
  renderer: Renderer,
  node: Rel.RelCast,
  value: Rendered,
  wanted: Rendered['type'],
  refuse: (detail?: string) => Rendered,
): Rendered {
  const { type: to, attempt } = node;
  if (isDateOrTime(to)) {
    const style = node.style === undefined ? '' : ` with style ${node.style}`;
    return renderMomentText(renderer, node, value) ?? refuse(style);
  }
  const macros = readingOf(to);
  if (!macros || (node.style !== undefined && node.style !== 0)) return refuse();
  // The eight digits of a date are a number for both.
  if (isDigits(node.operand) && ['int', 'bigint'].includes(to.name))
    return rendered(castTo(duckTypeText(wanted), value), wanted);
  const read = renderer.macro(macros[attempt ? 1 : 0], [value]);
  if (to.name === 'bit') return rendered(read, duck('boolean'));
  // Infinity is an overflow, and its conversion to a decimal type and back an error.
  return rendered((attempt ? tryCastTo : castTo)(duckTypeText(wanted), read), wanted);
}

function isDigits(node: Rel.RelExpression): boolean {
  return node.kind === 'cast' && node.style === 112 && isDateOrTime(node.operand.type) && hasRoom(node.type, 4);
}

function renderToText(
  renderer: Renderer,
  node: Rel.RelCast,
  value: Rendered,
  from: SqlType,
  to: SqlType,
  refuse: (detail?: string) => Rendered,
): Rendered {
  const target: TextType = 'length' in to ? (to as TextType) : { name: 'nvarchar', length: 'max' };
  if (isCharacter(from)) return fitText(value, lengthOf(from), target);
  if (from.name === 'hierarchyid') {
    const shown = rendered(renderer.macro('tsql_hierarchyid_text', [value]), duck('varchar'));
    return exactRoom(renderer, shown, 4000, target);
  }
  if (from.name === 'datetimeoffset') return renderOffsetAsText(renderer, node, from, value, target, refuse);
  if (isDateOrTime(from)) return renderDateText(renderer, node, value, from, target, refuse);
  if (isMoney(from)) {
    const shown = moneyText(renderer, value, node.style ?? 0);
    return shown ? exactRoom(renderer, shown, 22, target) : refuse(' with a style');
  }
  if (from.name === 'float' || from.name === 'real') {
    const decimals = FLOAT_DECIMALS[node.style ?? 0];
    if (decimals === undefined) return refuse(' with a style');
    if (decimals === 0)
      return exactRoom(renderer, rendered(renderer.macro('tsql_float_text', [value]), duck('varchar')), 13, target);
    const shown = renderer.macro('tsql_float_digits', [value], { decimals });
    return exactRoom(renderer, rendered(shown, duck('varchar')), decimals + 8, target);
  }
  const bytes = from.name === 'varbinary' || from.name === 'binary';
  if (node.style !== undefined && node.style !== 0 && from.name !== 'uniqueidentifier' && !bytes)
    return refuse(' with a style');
  const whole = rendered(castTo('varchar', value), duck('varchar'));
  const digits = mostDigits(node.operand);
  const fixed = fixedDigits(node.operand);
  if (fixed !== undefined && target.length === fixed) return whole;
  if (digits !== undefined) {
    if (hasRoom(target, digits)) return fitText(whole, digits, target);
    // Too short a text for the number becomes an asterisk; for a bigint, and in nvarchar, it is an error.
    const isStarred = (target.name === 'varchar' || target.name === 'char') && from.name !== 'bigint';
    const room = isStarred ? 'tsql_number_room' : 'tsql_exact_room';
    const shown = rendered(renderer.macro(room, [whole, atom(String(target.length))]), duck('varchar'));
    return fitText(shown, target.length, target);
  }
  if (from.name === 'decimal') {
    const exact = value.type.name === 'decimal' && value.type.scale === from.scale && !value.constant;
    const own = exact && value.type.name === 'decimal' ? value.type : duckDecimal(from.precision, from.scale);
    // Without room for a digit before its point DuckDB writes none: .5.
    const wanted = own.precision > own.scale ? own : duckDecimal(own.precision + 1, own.scale);
    if (own.precision === own.scale && own.precision === 38) return refuse(' of 38 decimals');
    const number = exact && wanted === own ? value : castTo(duckTypeText(wanted), value);
    return exactRoom(renderer, rendered(castTo('varchar', number), duck('varchar')), from.precision + 2, target);
  }
  if (from.name === 'uniqueidentifier') {
    const upper = rendered(call('upper', whole), duck('varchar'));
    return hasRoom(target, 36) ? fitText(upper, 36, target) : refuse(' that is too short');
  }
  if ((from.name === 'varbinary' || from.name === 'binary') && (node.style === 1 || node.style === 2)) {
    return hexText(value, node.style, target, refuse);
  }
  if (from.name === 'bit')
    return fitText(rendered(castTo('varchar', castTo('integer', value)), duck('varchar')), 1, target);
  return refuse();
}

/**
 * Digits behind the point in the styles of floats: six in all without one, 8, 16 or 17.
 * learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql (float and real styles)
 */
const FLOAT_DECIMALS: { readonly [style: number]: number } = { 0: 0, 1: 7, 2: 15, 3: 16 };

/** Pairs of hex digits, with 0x before them in style 1; only whole bytes are shown. */
function hexText(value: Rendered, style: 1 | 2, target: TextType, refuse: (detail?: string) => Rendered): Rendered {
  const hex = call('hex', value);
  const shown = rendered(style === 1 ? binary('||', BINDING.other, text('0x'), hex) : hex, duck('varchar'));
  if (target.length !== 'max' && target.length % 2 === 1) return refuse(' of an odd length');
  return fitText(shown, 'max', target);
}

/** Style 0 has two decimals, 1 commas as well, 2 four decimals. */
function moneyText(renderer: Renderer, value: Rendered, style: number): Rendered | undefined {
  if (style === 2) return rendered(castTo('varchar', castTo('decimal(19, 4)', value)), duck('varchar'));
  if (style === 0) return rendered(castTo('varchar', castTo('decimal(19, 2)', value)), duck('varchar'));
  if (style !== 1) return undefined;
  return rendered(renderer.macro('tsql_money_commas', [castTo('decimal(19, 2)', value)]), duck('varchar'));
}

/** A number that does not fit into the text is an error. */
function exactRoom(renderer: Renderer, shown: Rendered, most: number, target: TextType): Rendered {
  if (hasRoom(target, most)) return fitText(shown, most, target);
  const room = atom(String(target.length));
  return fitText(rendered(renderer.macro('tsql_exact_room', [shown, room]), duck('varchar')), target.length, target);
}

/** Characters that a whole number may take as text, sign included. */
function mostDigits(expression: Rel.RelExpression): number | undefined {
  if (expression.kind === 'call') {
    const part = expression.function === 'DATEPART' ? (expression.datePart ?? '') : expression.function.toLowerCase();
    const digits = PART_DIGITS[part];
    if (digits !== undefined) return digits;
  }
  return { tinyint: 3, smallint: 6, int: 11, bigint: 20 }[expression.type.name as string];
}

/** Digits of a number that always has so many: the year of a datetime, a quarter. */
function fixedDigits(expression: Rel.RelExpression): number | undefined {
  if (expression.kind !== 'call') return undefined;
  const part = expression.function === 'DATEPART' ? expression.datePart : expression.function.toLowerCase();
  if (part === 'quarter' || part === 'weekday') return 1;
  const [date] = expression.arguments;
  return part === 'year' && (date?.type.name === 'datetime' || date?.type.name === 'smalldatetime') ? 4 : undefined;
}

const PART_DIGITS: { readonly [part: string]: number } = {
  year: 4,
  quarter: 1,
  month: 2,
  day: 2,
  dayofyear: 3,
  week: 2,
  weekday: 1,
  iso_week: 2,
  hour: 2,
  minute: 2,
  second: 2,
};
