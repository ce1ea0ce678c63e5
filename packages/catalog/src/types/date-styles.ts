/** How a style of CONVERT reads a text as a date: the order of its parts, and how many digits its years have. */
export interface DateStyle {
  readonly order: 'mdy' | 'dmy' | 'ymd';
  readonly years: 2 | 4 | 'any';
}

/** learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql, "Date and time styles" */
export const DATE_STYLES: Readonly<Record<number, DateStyle | undefined>> = {
  0: { order: 'mdy', years: 'any' },
  1: { order: 'mdy', years: 2 },
  2: { order: 'ymd', years: 2 },
  3: { order: 'dmy', years: 2 },
  4: { order: 'dmy', years: 2 },
  5: { order: 'dmy', years: 2 },
  6: { order: 'dmy', years: 2 },
  7: { order: 'mdy', years: 2 },
  8: { order: 'mdy', years: 'any' },
  9: { order: 'mdy', years: 'any' },
  10: { order: 'mdy', years: 2 },
  11: { order: 'ymd', years: 2 },
  12: { order: 'ymd', years: 2 },
  13: { order: 'dmy', years: 'any' },
  14: { order: 'mdy', years: 'any' },
  20: { order: 'ymd', years: 4 },
  21: { order: 'ymd', years: 4 },
  23: { order: 'ymd', years: 4 },
  24: { order: 'mdy', years: 'any' },
  25: { order: 'ymd', years: 4 },
  100: { order: 'mdy', years: 4 },
  101: { order: 'mdy', years: 4 },
  102: { order: 'ymd', years: 4 },
  103: { order: 'dmy', years: 4 },
  104: { order: 'dmy', years: 4 },
  105: { order: 'dmy', years: 4 },
  106: { order: 'dmy', years: 4 },
  107: { order: 'mdy', years: 4 },
  108: { order: 'mdy', years: 'any' },
  109: { order: 'mdy', years: 4 },
  110: { order: 'mdy', years: 4 },
  111: { order: 'ymd', years: 4 },
  112: { order: 'ymd', years: 4 },
  113: { order: 'dmy', years: 4 },
  114: { order: 'mdy', years: 'any' },
  120: { order: 'ymd', years: 4 },
  121: { order: 'ymd', years: 4 },
  126: { order: 'ymd', years: 4 },
  127: { order: 'ymd', years: 4 },
};
