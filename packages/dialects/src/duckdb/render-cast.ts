import { isCharacter, isDateOrTime, isInteger as isIntegerType, type SqlType, typeText } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import { atom, BINDING, binary, call, castTo, text } from '../sql/sql.js';
import { asType } from './coerce.js';
import { CONVERT_STYLES, cutFormat } from './convert-styles.js';
import { duck, duckTypeOf, duckTypeText, isInteger, isNumber } from './duck-type.js';
import { type Rendered, type Renderer, rendered } from './rendered.js';

/** A conversion with T-SQL's meaning. */
export function renderCast(renderer: Renderer, node: Rel.RelCast): Rendered {
  const from = node.operand.type;
  const to = node.type;
  const refuse = (detail = ''): Rendered =>
    renderer.refuse('render-no-conversion', { from: typeText(from), to: typeText(to), detail });
  if (node.attempt) return refuse(' as an attempt (TRY_CAST, TRY_CONVERT)');
  const value = renderer.value(node.operand);
  const wanted = duckTypeOf(to);
  if (!wanted) return refuse();
  if (value.doc === 'null') return { ...rendered(castTo(duckTypeText(wanted), value), wanted) };
  if (isCharacter(to)) return renderToText(node, value, from, to, refuse);
  if (isCharacter(from)) return renderFromText(value, to, wanted, refuse);
  if (isNumber(value.type) && (isNumber(wanted) || to.name === 'bit'))
    return renderToNumber(node, value, from, to, wanted);
  if (from.name === 'bit' && isNumber(wanted)) return asType(value, wanted);
  if (from.name === to.name) return value;
  if (to.name === 'date' && isDateOrTime(from) && from.name !== 'time' && value.type.name !== 'varchar') {
    return asType(value, wanted);
  }
  if (from.name === 'date' && wanted.name === 'timestamp') return node.implicit ? value : asType(value, wanted);
  if (from.name === 'smalldatetime' && wanted.name === 'timestamp') return value;
  return refuse();
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
    const whole =
      from.name === 'money' || from.name === 'smallmoney' ? value : rendered(call('trunc', value), value.type);
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

/** Text that is no number is an error on both sides; what is one converts alike. */
function renderFromText(
  value: Rendered,
  to: SqlType,
  wanted: Rendered['type'],
  refuse: (detail?: string) => Rendered,
): Rendered {
  if (isIntegerType(to) && to.name !== 'bit') return rendered(castTo(duckTypeText(wanted), value), wanted);
  if (to.name === 'decimal' || to.name === 'float') return rendered(castTo(duckTypeText(wanted), value), wanted);
  return refuse();
}

type TextType = Extract<SqlType, { readonly name: 'char' | 'varchar' | 'nchar' | 'nvarchar' }>;

function renderToText(
  node: Rel.RelCast,
  value: Rendered,
  from: SqlType,
  to: SqlType,
  refuse: (detail?: string) => Rendered,
): Rendered {
  const target: TextType = 'length' in to ? (to as TextType) : { name: 'nvarchar', length: 'max' };
  if (isCharacter(from)) return fitText(value, lengthOf(from), target);
  if (isDateOrTime(from)) return renderDateText(node, value, from, target, refuse);
  if (node.style !== undefined && node.style !== 0) return refuse(' with a style');
  const digits = mostDigits(node.operand);
  const fixed = fixedDigits(node.operand);
  if (fixed !== undefined && target.length === fixed) return rendered(castTo('varchar', value), duck('varchar'));
  if (digits !== undefined) {
    // Too short a text for the number becomes an asterisk, which no range of values here can meet.
    if (target.length !== 'max' && target.length < digits) return refuse(' that may be too short');
    return fitText(rendered(castTo('varchar', value), duck('varchar')), digits, target);
  }
  if (from.name === 'decimal' && value.type.name === 'decimal' && value.type.scale === from.scale) {
    return fitText(rendered(castTo('varchar', value), duck('varchar')), from.precision + 2, target);
  }
  if (from.name === 'uniqueidentifier')
    return fitText(rendered(call('upper', castTo('varchar', value)), duck('varchar')), 36, target);
  if (from.name === 'money')
    return fitText(rendered(castTo('varchar', castTo('decimal(19, 2)', value)), duck('varchar')), 21, target);
  if (from.name === 'bit')
    return fitText(rendered(castTo('varchar', castTo('integer', value)), duck('varchar')), 1, target);
  return refuse();
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

function renderDateText(
  node: Rel.RelCast,
  value: Rendered,
  from: SqlType,
  target: TextType,
  refuse: (detail?: string) => Rendered,
): Rendered {
  // Without a style date and time are written in ISO form, the older types as `Jan  2 2024  3:04PM`.
  const style = node.style ?? (from.name === 'date' ? 23 : undefined);
  const row = CONVERT_STYLES.find((each) => each.style === style);
  if (!row) return refuse(` with style ${style ?? 0}`);
  const cut = target.length !== 'max' && target.length < row.length ? target.length : undefined;
  const format = cut === undefined ? row.format : cutFormat(row.format, cut);
  const whole = rendered(call('strftime', value, text(format ?? row.format)), duck('varchar'));
  return fitText(whole, format === undefined ? row.length : Math.min(cut ?? row.length, row.length), target);
}

const lengthOf = (type: SqlType): number | 'max' => ('length' in type ? type.length : 'max');

/** varchar(n) cuts, char(n) cuts and pads. */
function fitText(value: Rendered, length: number | 'max', target: TextType): Rendered {
  if (target.length === 'max') return value;
  const room = atom(String(target.length));
  const fits = length !== 'max' && length <= target.length;
  const cut = fits ? value : rendered(call('left', value, room), duck('varchar'));
  if (target.name !== 'char' && target.name !== 'nchar') return cut;
  return length === target.length && fits && isFixed(value)
    ? cut
    : rendered(call('rpad', cut, room, text(' ')), duck('varchar'));
}

/** Whether the text always has its full length: those of dates have. */
function isFixed(value: Rendered): boolean {
  return JSON.stringify(value.doc).includes('"strftime("');
}
