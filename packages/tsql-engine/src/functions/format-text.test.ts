import { describe, expect, it } from 'vitest';
import { rows, value } from '../testing/run-sql.js';

/** learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings and its neighbour about standard ones. */
const DOCUMENTED: readonly (readonly [number: string, pattern: string, text: string | null])[] = [
  ['1234.5678', '00000', '01235'],
  ['0.45678', '0.00', '0.46'],
  ['1234.5678', '#####', '1235'],
  ['0.45678', '#.##', '.46'],
  ['2147483647', '##,#', '2,147,483,647'],
  ['2147483647', '#,#,,', '2,147'],
  ['1234567890', '#,##0,,', '1,235'],
  ['1234567890', '0,,', '1235'],
  ['1234567890', '0,0', '1,234,567,890'],
  ['0.3697', '%#0.00', '%36.97'],
  ['0.086', '#0.##%', '8.6%'],
  ['68', "# 'degrees'", '68 degrees'],
  ['123.8', '#,##0.0K', '123.8K'],
  ['-12.345', '#0.0#;(#0.0#)', '(12.35)'],
  ['1234567890', '(###) ###-####', '(123) 456-7890'],
  ['42', 'D6', '000042'],
  ['-1234', 'D6', '-001234'],
  ['-123.456', 'C3', '($123.456)'],
  ['-1234.56', 'F4', '-1234.5600'],
];

/** What follows from the rules there: commas and points where they say nothing, zero by rounding, types. */
const DERIVED: readonly (readonly [number: string, pattern: string, text: string | null])[] = [
  ['1234', ',0', '1234'],
  ['1234.5', '0.0,0', '1234.50'],
  ['12.5', '.00', '12.50'],
  ['1.5', '0.0.0', '1.50'],
  ['5', '0 .00', '5 .00'],
  ['1234567', "#,##0' of '0", '1,234,56 of 7'],
  ['-0.004', '0.00', '0.00'],
  ['-0.004', '0.00;(0.00)', '0.00'],
  ['0.004', '0.00;(0.00);none', 'none'],
  ['7', "'a;b'0;c", 'a;b7'],
  ['-7', 'at least 0;', '-at least 7'],
  ['CAST(5 AS decimal(9,0))', 'D3', null],
  ['CAST(5 AS decimal(9,0))', 'X', null],
  ['CAST(5 AS float)', 'D3', null],
  ['CAST(5 AS money)', 'D', null],
  ['CAST(79228162514264337593543950335 AS decimal(38,0))', 'F0', '79228162514264337593543950335'],
];

describe('FORMAT of numbers', () => {
  it.each([...DOCUMENTED, ...DERIVED])("%s as '%s' is %j", (number, pattern, text) => {
    expect(value(`FORMAT(${number}, '${pattern.replaceAll("'", "''")}')`)).toBe(text);
  });

  it.each([
    ['CAST(79228162514264337593543950336 AS decimal(38,0))', 'F0'],
    ['CAST(1 AS decimal(38,29))', 'N'],
    ['1', '0;1;2;3'],
    ['1', '0E+0'],
    ['1', 'E'],
  ])('%s as %s is refused', (number, pattern) => {
    expect(() => value(`FORMAT(${number}, '${pattern}')`)).toThrow();
  });

  it('without a culture is known in us_english only', () => {
    expect(() => rows("SET LANGUAGE German; SELECT FORMAT(1.5, 'N')")).toThrow('FORMAT in another language');
    expect(rows("SET LANGUAGE German; SELECT FORMAT(1.5, 'N', 'en-US')")).toEqual([['1.50']]);
  });
});
