import type { Column, SqlType, TypeName } from '@datamigrate/catalog';
import type { DataRow } from '../data/table-data.js';

/** Whether a text of a file is what the engine would write for the value that it reads from it. */
type IsPlain = (text: string) => boolean;

/**
 * Texts that stay as they are on their way through the engine, by type. Whatever is not recognised goes through it: other
 * spellings, rounding, code pages, errors.
 */
const PLAIN: { readonly [N in TypeName]?: (type: Extract<SqlType, { readonly name: N }>) => IsPlain } = {
  bit: () => (text) => text === '0' || text === '1',
  tinyint: () => matching(/^(?:0|[1-9]\d?)$/),
  smallint: () => matching(/^(?:0|-?[1-9]\d{0,3})$/),
  int: () => matching(/^(?:0|-?[1-9]\d{0,8})$/),
  bigint: () => matching(/^(?:0|-?[1-9]\d{0,17})$/),
  money: () => exact(18, 4),
  smallmoney: () => exact(9, 4),
  decimal: ({ precision, scale }) => exact(precision, scale),
  date: () => (text) => text.length === 10 && isDate(text),
  datetime2: ({ scale }) => moment(scale),
  varchar: ({ length }) => within(length, /^[\x20-\x7e]*$/),
  nvarchar: ({ length }) => within(length, /^[^\0\uD800-\uDFFF]*$/),
  uniqueidentifier: () => matching(/^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
};

/** A portion of a file's rows as the engine would give them; undefined where it has to look at them itself. */
export type PlainTexts = (rows: readonly DataRow[]) => readonly (readonly (string | null)[])[] | undefined;

/** Undefined for tables that are more than what their files hold: defaults, computed columns, types with rules of their own. */
export function plainTexts(columns: readonly Column[], given: readonly string[]): PlainTexts | undefined {
  const places = columns.map(({ name }) => given.findIndex((other) => other.toLowerCase() === name.toLowerCase()));
  if (places.includes(-1) || columns.some(({ computed }) => computed)) return undefined;
  const tests: IsPlain[] = [];
  for (const { type } of columns) {
    const test = (PLAIN[type.name] as ((type: SqlType) => IsPlain) | undefined)?.(type);
    if (!test) return undefined;
    tests.push(test);
  }
  return (rows) => {
    const texts: (string | null)[][] = [];
    for (const row of rows) {
      const text: (string | null)[] = [];
      for (const [i, test] of tests.entries()) {
        const value = row[places[i] ?? 0];
        if (value === null) {
          if (columns[i]?.nullable !== true) return undefined;
        } else if (typeof value !== 'string' || !test(value)) return undefined;
        text.push(value);
      }
      texts.push(text);
    }
    return texts;
  };
}

const matching =
  (pattern: RegExp): IsPlain =>
  (text) =>
    pattern.test(text);

/** All digits of the scale, none too many in front, no negative zero. */
function exact(precision: number, scale: number): IsPlain {
  const whole = precision - scale;
  const front = whole > 1 ? `(?:0|[1-9]\\d{0,${whole - 1}})` : whole === 1 ? '\\d' : '0';
  return matching(new RegExp(`^(?!-[0.]*$)-?${front}${scale > 0 ? `\\.\\d{${scale}}` : ''}$`));
}

const within =
  (length: number | 'max', characters: RegExp): IsPlain =>
  (text) =>
    (length === 'max' || text.length <= length) && characters.test(text);

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The first ten characters are a day that there was. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  if (year < 1 || day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

function moment(scale: number): IsPlain {
  const pattern = new RegExp(`^.{10} (?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d${scale > 0 ? `\\.\\d{${scale}}` : ''}$`);
  return (text) => pattern.test(text) && isDate(text);
}
