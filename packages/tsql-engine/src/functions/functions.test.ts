import { describe, expect, it } from 'vitest';
import { errorOf, value } from '../testing/run-sql.js';

describe('functions', () => {
  it.each([
    ["LEN('ab  ')", '2'],
    ["DATALENGTH(N'ab')", '4'],
    ["SUBSTRING('hello', -1, 3)", 'h'],
    ["CHARINDEX('L', 'hello')", '3'],
    ["CHARINDEX('L', 'hello' COLLATE Latin1_General_BIN2)", '0'],
    ["CHARINDEX('', 'abc')", '0'],
    ["PATINDEX('%[0-9]%', 'ab3')", '3'],
    ["PATINDEX('', 'a')", '0'],
    ["REPLACE('aXbx', 'x', '-')", 'a-b-'],
    ["REPLACE(N'straße', N'ss', N'X')", 'straXe'],
    ["STUFF('abc', 2, 1, NULL)", 'ac'],
    ["STUFF('abc', 5, 1, 'x')", null],
    ["QUOTENAME('a]b')", '[a]]b]'],
    ["SOUNDEX('Ashcraft')", 'A226'],
    ["TRANSLATE('2*[3+4]', '[]', '()')", '2*(3+4)'],
    ["CONCAT('a', NULL, 1)", 'a1'],
    ["CONCAT_WS(',', 'a', NULL, '')", 'a,'],
    ['STR(1234.5678, 7, 4)', '1234.57'],
    ["FORMAT(1234.5, 'N2', 'de-DE')", '1.234,50'],
    ["FORMAT(CAST('20240305' AS date), 'MMMM d, yyyy', 'en-US')", 'March 5, 2024'],
    ["ISNULL(CAST(NULL AS varchar(3)), 'unknown')", 'unk'],
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['2.0 / 3', '0.666666'],
    ['CAST(1 AS money) / 18.4172', '0.05429707013'],
    ['CAST(1 AS money) / CAST(18.4172 AS money)', '0.0542'],
    ['ROUND(748.58, -2)', '700.00'],
    ['ROUND(-1.005, 2)', '-1.010'],
    ['POWER(2, 0.5)', '1'],
    ['BIT_COUNT(17)', '2'],
    ['BIT_COUNT(CAST(-1 AS smallint))', '16'],
    ['BIT_COUNT(-1)', '32'],
    ['CEILING(-1.5)', '-1'],
    ['LOG(8, 2)', '3'],
    ['5 ^ 3', '6'],
    ['-7 % 3', '-1'],
    ['GREATEST(1, NULL, 3)', '3'],
    ["DATEDIFF(year, '20231231', '20240101')", '1'],
    ["DATEDIFF(week, '20240106', '20240107')", '1'],
    ["DATEADD(month, 1, CAST('20240131' AS date))", '2024-02-29'],
    ["DATEADD(nanosecond, -100, CAST('20240101' AS datetime2))", '2023-12-31 23:59:59.9999999'],
    ["DATEADD(nanosecond, -100, CAST('00:00' AS time))", '23:59:59.9999999'],
    ["DATEPART(iso_week, '20210103')", '53'],
    ["EOMONTH('20240210')", '2024-02-29'],
    [
      "CAST('2024-10-27T02:30:00' AS datetime2(0)) AT TIME ZONE 'Central European Standard Time'",
      '2024-10-27 02:30:00 +02:00',
    ],
    [
      "CAST('2022-03-27T02:01:00' AS datetime2(0)) AT TIME ZONE 'Central European Standard Time'",
      '2022-03-27 03:01:00 +02:00',
    ],
    // The registry of Windows has one European rule for all years, and two American ones.
    ["CAST('1975-07-01' AS datetime2(0)) AT TIME ZONE 'W. Europe Standard Time'", '1975-07-01 00:00:00 +02:00'],
    ["CAST('2006-03-20' AS datetime2(0)) AT TIME ZONE 'Eastern Standard Time'", '2006-03-20 00:00:00 -05:00'],
    ["CAST('2007-03-20' AS datetime2(0)) AT TIME ZONE 'Eastern Standard Time'", '2007-03-20 00:00:00 -04:00'],
    ["HASHBYTES('MD5', N'abc')", '0xCE1473CF80C6B3FDA8E3DFC006ADC315'],
    ["HASHBYTES('SHA2_256', 'abc')", '0xBA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD'],
    ["HASHBYTES('SHA1', 'abc')", '0xA9993E364706816ABA3E25717850C26C9CD0D89D'],
    [`JSON_VALUE('{"a":{"b":[1,2.50]}}', '$.a.b[1]')`, '2.50'],
    [`JSON_MODIFY('{"a":1}', '$.b', 'x')`, '{"a":1,"b":"x"}'],
    ["ISNUMERIC('1,000')", '1'],
    ["PARSENAME('a.b.c', 2)", 'b'],
  ])('%s gives %s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  it.each([
    ['1 / 0', 8134],
    ['CAST(2147483647 AS int) + 1', 8115],
    ['ROUND(748.58, -3)', 8115],
    ['SQRT(-1)', 3623],
    ["LEFT('abc', -1)", 536],
    ['DATEFROMPARTS(2024, 2, 30)', 289],
    ["DATEADD(year, 9000, CAST('20240101' AS date))", 517],
    ["DATEDIFF(millisecond, '19000101', '20240101')", 535],
    ["TRANSLATE('a', 'ab', 'c')", 9828],
    ["JSON_VALUE('{}', 'a')", 13607],
  ])('%s fails with %i', (expression, number) => {
    expect(errorOf(`SELECT ${expression}`)).toBe(number);
  });

  it('take the clock and the dice from outside', () => {
    const options = { now: () => Date.UTC(2024, 1, 29, 12, 30, 15, 125), random: () => 0.25 };
    expect(value('GETDATE()', options)).toBe('2024-02-29 12:30:15.127');
    expect(value('SYSUTCDATETIME()', options)).toBe('2024-02-29 12:30:15.1250000');
    expect(value('NEWID()', options)).toBe('44444444-4444-4444-8444-444444444444');
    expect(value('RAND()', options)).toBe('0.25');
    expect(value('CHECKSUM(NEWID())', options)).toBe(String(0x44444444));
    expect(value('BINARY_CHECKSUM(7, NEWID())', options)).toBe(String(0x44444444));
    expect(Number(value('RAND(CHECKSUM(NEWID()))', options))).toBeCloseTo(0x44444444 / 2 ** 32);
  });
});
