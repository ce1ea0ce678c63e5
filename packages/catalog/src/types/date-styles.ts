/**
 * How a style of CONVERT reads a text as a date: the order of its parts, how many digits its years have, and whether it
 * reads three numbers with something between them. Those whose month is a name, or that have no date, do not.
 */
export interface DateStyle {
  readonly order: 'mdy' | 'dmy' | 'ymd';
  readonly years: 2 | 4 | 'any';
  /** `new`: of the newer types alone, not of datetime and smalldatetime. */
  readonly numbers: 'all' | 'new' | 'none';
}

/**
 * learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql, "Date and time styles". Which of them read
 * numbers was captured from SQL Server 2025 (github.com/mirek/bitsql, harness/corpus/conversion/input-styles).
 */
export const DATE_STYLES: Readonly<Record<number, DateStyle | undefined>> = {
  0: { order: 'mdy', years: 'any', numbers: 'all' },
  1: { order: 'mdy', years: 2, numbers: 'all' },
  2: { order: 'ymd', years: 2, numbers: 'all' },
  3: { order: 'dmy', years: 2, numbers: 'all' },
  4: { order: 'dmy', years: 2, numbers: 'all' },
  5: { order: 'dmy', years: 2, numbers: 'all' },
  6: { order: 'dmy', years: 2, numbers: 'none' },
  7: { order: 'mdy', years: 2, numbers: 'none' },
  8: { order: 'mdy', years: 'any', numbers: 'none' },
  9: { order: 'mdy', years: 'any', numbers: 'none' },
  10: { order: 'mdy', years: 2, numbers: 'all' },
  11: { order: 'ymd', years: 2, numbers: 'all' },
  12: { order: 'ymd', years: 2, numbers: 'all' },
  13: { order: 'dmy', years: 'any', numbers: 'none' },
  14: { order: 'mdy', years: 'any', numbers: 'none' },
  20: { order: 'ymd', years: 4, numbers: 'all' },
  21: { order: 'ymd', years: 4, numbers: 'all' },
  23: { order: 'ymd', years: 4, numbers: 'new' },
  24: { order: 'mdy', years: 'any', numbers: 'none' },
  25: { order: 'ymd', years: 4, numbers: 'new' },
  100: { order: 'mdy', years: 4, numbers: 'none' },
  101: { order: 'mdy', years: 4, numbers: 'all' },
  102: { order: 'ymd', years: 4, numbers: 'all' },
  103: { order: 'dmy', years: 4, numbers: 'all' },
  104: { order: 'dmy', years: 4, numbers: 'all' },
  105: { order: 'dmy', years: 4, numbers: 'all' },
  106: { order: 'dmy', years: 4, numbers: 'none' },
  107: { order: 'mdy', years: 4, numbers: 'none' },
  108: { order: 'mdy', years: 'any', numbers: 'none' },
  109: { order: 'mdy', years: 4, numbers: 'none' },
  110: { order: 'mdy', years: 4, numbers: 'all' },
  111: { order: 'ymd', years: 4, numbers: 'all' },
  112: { order: 'ymd', years: 4, numbers: 'all' },
  113: { order: 'dmy', years: 4, numbers: 'none' },
  114: { order: 'mdy', years: 'any', numbers: 'none' },
  120: { order: 'ymd', years: 4, numbers: 'all' },
  121: { order: 'ymd', years: 4, numbers: 'all' },
  126: { order: 'ymd', years: 4, numbers: 'all' },
  127: { order: 'ymd', years: 4, numbers: 'all' },
};
