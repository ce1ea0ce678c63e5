import { describe, expect, it } from 'vitest';
import { errorOf, value } from '../testing/run-sql.js';

describe('CAST and CONVERT', () => {
  it.each([
    ['CAST(2.7 AS int)', '2'],
    ['CAST(-2.5e0 AS int)', '-2'],
    ['CAST(CAST(2.5 AS money) AS int)', '3'],
    ['CAST(2.345 AS decimal(5,2))', '2.35'],
    ['CAST(-2.345 AS decimal(5,2))', '-2.35'],
    ["CAST('' AS int)", '0'],
    ["CAST('-$3' AS money)", '-3.0000'],
    ["CAST('1,234.5' AS money)", '1234.5000'],
    ['CAST(123 AS varchar(2))', '*'],
    ["CAST('abcdef' AS varchar(3))", 'abc'],
    ["'[' + CAST('ab' AS char(4)) + ']'", '[ab  ]'],
    ["CAST(N'Ω日' AS varchar(10))", 'O?'],
    ['CAST(1e20 AS varchar(30))', '1e+020'],
    ['CAST(CAST(0.1 AS float) AS varchar(30))', '0.1'],
    ['CONVERT(varchar(40), CAST(0.1 AS float), 3)', '1.0000000000000001e-001'],
    ['CONVERT(varchar(30), CAST(-1234567.891 AS money), 1)', '-1,234,567.89'],
    ['CAST(258 AS binary(1))', '0x02'],
    ['CAST(1 AS binary(4))', '0x00000001'],
    ["CONVERT(varbinary(10), '0x0AFF', 1)", '0x0AFF'],
    ['CAST(0xFFFFFFFF AS int)', '-1'],
    [
      "CAST(CAST('6f9619ff-8b86-d011-b42d-00c04fc964ff' AS uniqueidentifier) AS binary(16))",
      '0xFF19966F868B11D0B42D00C04FC964FF',
    ],
    ["TRY_CAST('2.7' AS int)", null],
    ["TRY_CAST('2024-02-30' AS date)", null],
  ])('%s gives %s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  it.each([
    ["CAST('abc' AS int)", 245],
    ["CAST('3000000000' AS int)", 248],
    ["CAST('300' AS tinyint)", 244],
    ["CAST('12x' AS bigint)", 8114],
    ['CAST(300 AS tinyint)', 220],
    ['CAST(300.5 AS tinyint)', 8115],
    ["CAST('2024-02-30' AS datetime)", 242],
    ["CAST('20240230' AS date)", 241],
    ["CAST('x' AS smalldatetime)", 295],
    ["CAST('not-a-guid' AS uniqueidentifier)", 8169],
    ['CAST(123 AS nvarchar(2))', 8115],
  ])('%s fails with %i', (expression, number) => {
    expect(errorOf(`SELECT ${expression}`)).toBe(number);
  });
});

describe('dates and times', () => {
  it.each([
    ["CAST('2024-01-31T23:59:59.999' AS datetime)", '2024-02-01 00:00:00.000'],
    ["CAST('2024-01-31T23:59:59.998' AS datetime)", '2024-01-31 23:59:59.997'],
    ["CAST('2024-01-01T10:20:29.999' AS smalldatetime)", '2024-01-01 10:21:00'],
    ["CAST('23:59:59.9999999' AS time(0))", '23:59:59'],
    ["CAST('2024-02-28T23:59:59.5' AS datetime2(0))", '2024-02-29 00:00:00'],
    ["CAST(CAST('2024-01-31T10:11:12.123' AS datetime) AS datetime2(7))", '2024-01-31 10:11:12.1233333'],
    ['CAST(1.5 AS datetime)', '1900-01-02 12:00:00.000'],
    ["CONVERT(varchar(40), CAST('2024-01-02T15:04:05.123' AS datetime), 0)", 'Jan  2 2024  3:04PM'],
    ["CONVERT(varchar(40), CAST('2024-01-02T15:04:05.123' AS datetime), 126)", '2024-01-02T15:04:05.123'],
    ["CONVERT(date, '31/01/2024', 103)", '2024-01-31'],
    ["CAST('2 January 2024' AS date)", '2024-01-02'],
    ["CAST('2024-01-02T03:04:05+02:00' AS datetimeoffset(0))", '2024-01-02 03:04:05 +02:00'],
  ])('%s gives %s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  it('reads three numbers by DATEFORMAT, the newer types year first', () => {
    expect(value("CAST('2024-01-02' AS datetime)")).toBe('2024-01-02 00:00:00.000');
    const dmy = "SET DATEFORMAT dmy; SELECT CAST('2024-01-02' AS datetime)";
    expect(value(`1; ${dmy}`)).toBe('2024-02-01 00:00:00.000');
  });
});
