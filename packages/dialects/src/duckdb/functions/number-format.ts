import type { SqlType } from '@datamigrate/catalog';
import type { Rel } from '@datamigrate/relational';
import type { Doc } from '../../layout/doc.js';
import { atom, BINDING, binary, call, castTo, type Sql, text } from '../../sql/sql.js';
import { asColumn } from '../coerce.js';
import { type DuckType, duck, isInteger } from '../duck-type.js';
import { type Rendered, type Renderer, rendered } from '../rendered.js';
import { type NumberPattern, readNumberPattern } from './number-pattern.js';

const VARCHAR = duck('varchar');

interface Digits {
  readonly scale: number;
  readonly precision: number;
}

/**
 * Digits of exact numbers by type. Floats follow other rules in .NET, and bit is no number for FORMAT.
 *
 * learn.microsoft.com/sql/t-sql/data-types, learn.microsoft.com/sql/t-sql/functions/format-transact-sql
 */
const DIGITS: { readonly [type: string]: Digits | undefined } = {
  tinyint: { precision: 3, scale: 0 },
  smallint: { precision: 5, scale: 0 },
  int: { precision: 10, scale: 0 },
  bigint: { precision: 19, scale: 0 },
  smallmoney: { precision: 10, scale: 4 },
  money: { precision: 19, scale: 4 },
};

function digitsOf(type: SqlType) {
  if (type.name !== 'decimal') return DIGITS[type.name];
  // System.Decimal has 28 decimals at most: learn.microsoft.com/dotnet/api/system.data.sqltypes.sqldecimal.value
  return type.scale > 28 ? undefined : type;
}

/** Whether numbers of a type can be formatted exactly as .NET does it. */
export const isFormattedExactly = (type: SqlType): boolean => digitsOf(type) !== undefined;

/** FORMAT of an exact number with a constant pattern in en-US. */
export function renderNumberFormat(
  renderer: Renderer,
  node: Rel.RelCall,
  value: Rendered,
  pattern: string,
): Rendered | undefined {
  const type = node.arguments[0]?.type;
  const digits = type && digitsOf(type);
  if (!type || !digits) return undefined;
  const number = asColumn(value, type);
  if (pattern.includes(';')) return renderSections(renderer, number, pattern, digits);
  const reading = readNumberPattern(pattern, isInteger(number.type));
  if (reading === undefined) return undefined;
  // A pattern that .NET has an error for gives NULL: learn.microsoft.com/sql/t-sql/functions/format-transact-sql
  if (reading === 'no such format') return rendered(castTo('varchar', atom('null')), VARCHAR);
  if (isPlainText(reading) && isInteger(number.type)) return rendered(castTo('varchar', number), VARCHAR);
  return rendered(written(renderer, reading, rounded(renderer, reading, number, digits)), VARCHAR);
}

/**
 * `positive;negative` or `positive;negative;zero`: what rounds to zero in its section is written as zero is.
 * learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings#the--section-separator
 */
function renderSections(renderer: Renderer, number: Rendered, pattern: string, digits: Digits): Rendered | undefined {
  const [first = '', second = '', third, ...more] = pattern.split(';');
  const [positive, negative] = [readSection(first), readSection(second)];
  // A text without digits may stand for zero; beside other numbers it would be rounded to none.
  const zero = third === undefined ? positive : TEXT_ALONE.test(third) ? third : readSection(third);
  if (!positive || !negative || zero === undefined || more.length > 0) return undefined;
  const [above, below] = [positive, negative].map((section) => rounded(renderer, section, number, digits));
  if (!above || !below) return undefined;
  const when = (condition: Sql, result: Sql): Doc => [' when ', condition.doc, ' then ', result.doc];
  const branches = [
    when(binary('>', BINDING.comparison, above, atom('0')), written(renderer, positive, above)),
    when(binary('<', BINDING.comparison, below, atom('0')), withoutSign(written(renderer, negative, below))),
    when(
      binary('is not', BINDING.comparison, number, atom('null')),
      typeof zero === 'string' ? text(zero) : written(renderer, zero, atom('0')),
    ),
  ];
  return rendered(atom(['case', ...branches, ' end']), VARCHAR);
}

/** The least integer has no counterpart above zero: the sign goes from the text. */
const withoutSign = (formatted: Sql): Sql => call('substr', formatted, atom('2'));

const TEXT_ALONE = /^[A-Za-z $€£()[\]:/+*_&=<>@-]+$/;

/** A section of digits. An empty one, in whose place another stands, is none, nor is a standard pattern. */
function readSection(section: string): NumberPattern | undefined {
  const reading = /^[a-z]\d{0,2}$/i.test(section) ? undefined : readNumberPattern(section, false);
  return typeof reading === 'string' ? undefined : reading;
}

/** Whether a pattern writes integers as a conversion does. */
function isPlainText(pattern: NumberPattern): boolean {
  const { wholeDigits, decimals, grouped, percent, currency, prefix, suffix } = pattern;
  return wholeDigits === 1 && decimals === 0 && !grouped && !percent && !currency && prefix === '' && suffix === '';
}

/** A hundred times as much for per cent, and with as many decimals as the pattern has room for. */
function rounded(renderer: Renderer, pattern: NumberPattern, number: Rendered, digits: Digits): Sql {
  const integer = isInteger(number.type);
  let sql: Sql = number;
  // 28 digits are always within 96 bits.
  if (digits.precision > 28) sql = renderer.macro('tsql_net_decimal', [sql, atom(mostNetDecimal(digits.scale))]);
  if (pattern.percent) sql = binary('*', BINDING.multiplicative, withRoom(sql, number.type), atom('100'));
  return !integer && pattern.rounded < digits.scale ? call('round', sql, atom(String(pattern.rounded))) : sql;
}

/** With room for two more digits, which DuckDB's products take up to 18 digits only from what the type has. */
function withRoom(sql: Sql, type: DuckType): Sql {
  if (type.name !== 'decimal') return castTo('hugeint', sql);
  return type.precision === 17 || type.precision === 18 ? castTo(`decimal(20, ${type.scale})`, sql) : sql;
}

/** 2^96 - 1, the largest number of System.Decimal, with so many decimals. */
function mostNetDecimal(scale: number): string {
  const all = (2n ** 96n - 1n).toString();
  return scale === 0 ? all : `${all.slice(0, -scale)}.${all.slice(-scale)}`;
}

function written(renderer: Renderer, pattern: NumberPattern, number: Sql): Sql {
  const { wholeDigits, decimals, grouped, prefix, suffix } = pattern;
  const settings = { grouped: grouped ? 1 : 0, whole_digits: wholeDigits, decimals };
  let sql = renderer.macro('tsql_format_number', [number], settings);
  if (pattern.currency) sql = renderer.macro('tsql_format_currency', [sql]);
  if (prefix !== '') sql = renderer.macro('tsql_format_prefix', [sql, text(prefix)]);
  return suffix === '' ? sql : binary('||', BINDING.other, sql, text(suffix));
}
