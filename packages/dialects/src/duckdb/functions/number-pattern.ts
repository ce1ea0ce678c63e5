/** What a pattern of FORMAT makes of an exact number in en-US. */
export interface NumberPattern {
  /** Decimals that the number is rounded to, half away from zero. */
  readonly rounded: number;
  /** Digits that are written at least, behind the point and before it. */
  readonly decimals: number;
  readonly wholeDigits: number;
  readonly grouped: boolean;
  readonly percent: boolean;
  readonly currency: boolean;
  readonly prefix: string;
  readonly suffix: string;
}

/** .NET knows D for integers alone, and has an error for other numbers. */
export type PatternReading = NumberPattern | 'no such format' | undefined;

/** A constant pattern, of an integer or of another exact number; undefined for patterns that have no rendering. */
export function readNumberPattern(pattern: string, integer: boolean): PatternReading {
  const standard = /^([a-z])(\d{0,2})$/i.exec(pattern);
  if (!standard) return customPattern(pattern);
  const [, letter = '', digits = ''] = standard;
  return STANDARD[letter.toUpperCase()]?.(digits === '' ? undefined : Number(digits), integer);
}

const PLAIN: NumberPattern = {
  rounded: 0,
  decimals: 0,
  wholeDigits: 1,
  grouped: false,
  percent: false,
  currency: false,
  prefix: '',
  suffix: '',
};

const withDecimals = (decimals = 2): NumberPattern => ({ ...PLAIN, rounded: decimals, decimals });

/**
 * The standard patterns: two decimals where none are said, groups of three digits.
 *
 * learn.microsoft.com/dotnet/standard/base-types/standard-numeric-format-strings
 */
const STANDARD: {
  readonly [letter: string]: (precision: number | undefined, integer: boolean) => PatternReading;
} = {
  C: (precision) => ({ ...withDecimals(precision), grouped: true, currency: true }),
  D: (precision, integer) => (integer ? { ...PLAIN, wholeDigits: Math.max(1, precision ?? 1) } : 'no such format'),
  F: (precision) => withDecimals(precision),
  // With a precision, large numbers get an exponent; without one, decimals keep their zeros.
  G: (precision, integer) => (precision === undefined && integer ? PLAIN : undefined),
  N: (precision) => ({ ...withDecimals(precision), grouped: true }),
  P: (precision) => ({ ...withDecimals(precision), grouped: true, percent: true, suffix: '%' }),
};

/**
 * Digits in one piece between texts. The characters that mean something else in .NET are not among those of the
 * texts: quotes, backslash, per mille, semicolon; nor are braces, which mean something to dbt.
 */
const CUSTOM = /^([A-Za-z $€£()[\]:/+*_&=<>@%-]*)([0#,]*)(?:\.([0#]*))?([A-Za-z $€£()[\]:/+*_&=<>@%-]*)$/;

/** learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings */
function customPattern(pattern: string): NumberPattern | undefined {
  const [, prefix = '', whole = '', fraction = '', suffix = ''] = CUSTOM.exec(pattern) ?? [];
  const places = whole.replaceAll(',', '');
  const percents = pattern.split('%').length - 1;
  // Commas before the point divide by a thousand, and an E before a zero begins an exponent.
  if (`${places}${fraction}` === '' || whole.endsWith(',') || percents > 1 || /e[-+]?0/i.test(pattern))
    return undefined;
  const firstZero = places.indexOf('0');
  return {
    rounded: fraction.length,
    decimals: fraction.lastIndexOf('0') + 1,
    wholeDigits: firstZero < 0 ? 0 : places.length - firstZero,
    // A comma before all digits says nothing.
    grouped: whole.replace(/^,+/, '').includes(','),
    percent: percents === 1,
    currency: false,
    prefix,
    suffix,
  };
}
