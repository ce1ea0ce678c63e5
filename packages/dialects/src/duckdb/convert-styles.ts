import type { SqlType } from '@datamigrate/catalog';

/**
 * Styles of CONVERT from a date or time to text, as strftime formats of DuckDB. Only styles without fractions of a
 * second and without blank-padded parts are here; `length` is that of the whole text.
 * learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql (date and time styles),
 * duckdb.org/docs/sql/functions/dateformat
 */
export interface ConvertStyle {
  readonly style: number;
  readonly format: string;
  readonly length: number;
}

export const CONVERT_STYLES: readonly ConvertStyle[] = [
  { style: 1, format: '%m/%d/%y', length: 8 },
  { style: 2, format: '%y.%m.%d', length: 8 },
  { style: 3, format: '%d/%m/%y', length: 8 },
  { style: 4, format: '%d.%m.%y', length: 8 },
  { style: 5, format: '%d-%m-%y', length: 8 },
  { style: 6, format: '%d %b %y', length: 9 },
  { style: 7, format: '%b %d, %y', length: 10 },
  { style: 8, format: '%H:%M:%S', length: 8 },
  { style: 10, format: '%m-%d-%y', length: 8 },
  { style: 11, format: '%y/%m/%d', length: 8 },
  { style: 12, format: '%y%m%d', length: 6 },
  { style: 20, format: '%Y-%m-%d %H:%M:%S', length: 19 },
  { style: 23, format: '%Y-%m-%d', length: 10 },
  { style: 24, format: '%H:%M:%S', length: 8 },
  { style: 101, format: '%m/%d/%Y', length: 10 },
  { style: 102, format: '%Y.%m.%d', length: 10 },
  { style: 103, format: '%d/%m/%Y', length: 10 },
  { style: 104, format: '%d.%m.%Y', length: 10 },
  { style: 105, format: '%d-%m-%Y', length: 10 },
  { style: 106, format: '%d %b %Y', length: 11 },
  { style: 107, format: '%b %d, %Y', length: 12 },
  { style: 108, format: '%H:%M:%S', length: 8 },
  { style: 110, format: '%m-%d-%Y', length: 10 },
  { style: 111, format: '%Y/%m/%d', length: 10 },
  { style: 112, format: '%Y%m%d', length: 8 },
  { style: 120, format: '%Y-%m-%d %H:%M:%S', length: 19 },
];

/** Styles with a fraction of a second: up to the point, and the parts behind it. */
const FRACTION_STYLES: { readonly [style: number]: string } = {
  14: '%H:%M:%S:',
  21: '%Y-%m-%d %H:%M:%S.',
  25: '%Y-%m-%d %H:%M:%S.',
  114: '%H:%M:%S:',
  121: '%Y-%m-%d %H:%M:%S.',
};

/** A style as a type has it: a date has no time, a time no date, and each its own digits of the second. */
export function dateStyle(style: number, from: SqlType): (ConvertStyle & { readonly fraction?: number }) | undefined {
  const before = FRACTION_STYLES[style];
  if (from.name === 'date') return withoutTime(style);
  if (before !== undefined) {
    const digits = fractionDigits(from);
    // The newer types have a point before their fraction in every style.
    const pointed = from.name === 'datetime' || from.name === 'smalldatetime' ? before : before.replace(/:$/, '.');
    const shown = from.name === 'time' ? pointed.replace('%Y-%m-%d ', '') : pointed;
    const length = shown.replaceAll('%Y', 'yyyy').replaceAll('%', 'x').length;
    if (digits === 0) {
      const format = shown.slice(0, -1);
      return { style, format, length: length - 1 };
    }
    return { style, format: `${shown}${digits <= 3 ? '%g' : '%f'}`, length: length + digits, fraction: digits };
  }
  const row = CONVERT_STYLES.find((each) => each.style === style);
  if (from.name !== 'time' || !row) return row;
  return /%[YymdbB]/.test(row.format) ? undefined : row;
}

function withoutTime(style: number): ConvertStyle | undefined {
  const row = CONVERT_STYLES.find(
    (each) => each.style === (style === 21 || style === 25 || style === 121 ? 120 : style),
  );
  if (!row) return undefined;
  const format = row.format.replace(/ ?%H:%M:%S/, '');
  return format === ''
    ? undefined
    : { style, format, length: row.length - (row.format.length > format.length ? 9 : 0) };
}

function fractionDigits(from: SqlType): number {
  if (from.name === 'datetime' || from.name === 'smalldatetime') return 3;
  return 'scale' in from && from.name !== 'decimal' ? from.scale : 0;
}

/** Formats whose parts have a fixed length, so that a cut text is a shorter format. */
const WIDTHS: { readonly [part: string]: number } = {
  '%Y': 4,
  '%m': 2,
  '%d': 2,
  '%y': 2,
  '%H': 2,
  '%M': 2,
  '%S': 2,
  '%b': 3,
  '%g': 3,
  '%f': 6,
};

/** The format of a style's first `length` characters; undefined when the cut goes through a part. */
export function cutFormat(format: string, length: number): string | undefined {
  let used = 0;
  let kept = '';
  for (const piece of format.match(/%.|[^%]/g) ?? []) {
    if (used >= length) break;
    const width = WIDTHS[piece] ?? 1;
    if (used + width > length) return undefined;
    used += width;
    kept += piece;
  }
  return kept;
}
