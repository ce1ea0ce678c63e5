import { describe, expect, it } from 'vitest';
import { expressionOf, typeOf } from '../testing/bind-text.js';
import { outline } from '../testing/outline.js';

describe('types of literals', () => {
  it.each([
    ['1', 'int'],
    ['2147483647', 'int'],
    ['2147483648', 'decimal(10,0)'],
    ['-2147483648', 'int'],
    ['1.50', 'decimal(3,2)'],
    ['.5', 'decimal(1,1)'],
    ['00012.0', 'decimal(3,1)'],
    ['1e3', 'float'],
    ['$1.2', 'money'],
    ["'abc'", 'varchar(3)'],
    ["''", 'varchar(1)'],
    ["N'abc'", 'nvarchar(3)'],
    ['0x0102', 'varbinary(2)'],
    ["{d '2024-01-31'}", 'datetime?'],
    ['NULL', 'null?'],
  ])('%s is %s', (literal, expected) => expect(typeOf(literal)).toBe(expected));
});

describe('types of arithmetic', () => {
  it.each([
    // Integers: the wider one; bit takes part as the other's type.
    ['ti + ti', 'tinyint?'],
    ['ti + si', 'smallint?'],
    ['si + i', 'int?'],
    ['i * bi', 'bigint?'],
    ['b + i', 'int?'],
    ['i / 2', 'int?'],
    ['i % 3', 'int?'],
    ['-i', 'int?'],
    ['-ti', 'int?'],
    // Decimals: rules for precision and scale; a literal counts its own digits.
    ['d + d', 'decimal(10,3)?'],
    ['d - i', 'decimal(14,3)?'],
    ['d * d', 'decimal(19,6)?'],
    ['d * 2', 'decimal(11,3)?'],
    ['d / d', 'decimal(22,13)?'],
    ['d / 3', 'decimal(12,6)?'],
    ['d % 2', 'decimal(4,3)?'],
    ['d + 1.5', 'decimal(10,3)?'],
    // Too many digits: the scale gives way, but not below six.
    ['CAST(1 AS decimal(38,10)) * CAST(1 AS decimal(38,10))', 'decimal(38,6)'],
    ['CAST(1 AS decimal(38,10)) / CAST(1 AS decimal(38,10))', 'decimal(38,6)'],
    // Money and float.
    ['m + i', 'money?'],
    ['sm + sm', 'smallmoney?'],
    ['sm + m', 'money?'],
    ['m * d', 'decimal(29,7)?'],
    ['f + d', 'float?'],
    ['r + i', 'real?'],
    ['r * f', 'float?'],
    // Text beside a number becomes the number's type.
    ["i + '5'", 'int?'],
    ["d + '5'", 'decimal(10,3)?'],
    ['NULL + i', 'int?'],
    ['NULL + NULL', 'int?'],
    // Legacy dates and numbers of days.
    ['dt + 1', 'datetime?'],
    ['dt - 0.5', 'datetime?'],
    ['sdt + 1', 'smalldatetime?'],
    ['dt - dt', 'datetime?'],
    // Bits.
    ['i & 1', 'int?'],
    ['bi | i', 'bigint?'],
    ['ti ^ ti', 'tinyint?'],
    ['~b', 'bit?'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('types of concatenation', () => {
  it.each([
    ['vc + vc', 'varchar(40)?'],
    ["vc + 'ab'", 'varchar(22)?'],
    ['c + c', 'char(10)?'],
    ['c + vc', 'varchar(25)?'],
    ['vc + nvc', 'nvarchar(40)?'],
    ['nc + nc', 'nchar(10)?'],
    ['vm + vc', 'varchar(max)?'],
    ['vc + nvm', 'nvarchar(max)?'],
    ["CAST(vc AS varchar(8000)) + 'x'", 'varchar(8000)?'],
    ["CAST(nvc AS nvarchar(4000)) + N'x'", 'nvarchar(4000)?'],
    ['vb + bn', 'varbinary(14)?'],
    ['vc || vc', 'varchar(40)?'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('types of CASE and its relatives', () => {
  it.each([
    ["CASE WHEN i = 1 THEN 'a' ELSE 'bcd' END", 'varchar(3)'],
    ["CASE WHEN i = 1 THEN 'a' END", 'varchar(1)?'],
    ["CASE i WHEN 1 THEN N'a' ELSE 'bcd' END", 'nvarchar(3)'],
    ['CASE WHEN i = 1 THEN 1 ELSE 2.5 END', 'decimal(2,1)'],
    ["CASE WHEN i = 1 THEN 1 ELSE 'x' END", 'int'],
    ['CASE WHEN i = 1 THEN dt ELSE da END', 'datetime?'],
    ['CASE WHEN i = 1 THEN NULL ELSE 5 END', 'int?'],
    ['CASE WHEN i = 1 THEN d ELSE CAST(1 AS decimal(20,10)) END', 'decimal(20,10)?'],
    ["IIF(i = 1, 'yes', 'no')", 'varchar(3)'],
    ['COALESCE(i, bi)', 'bigint?'],
    ['COALESCE(i, 0)', 'int'],
    ["COALESCE(vc, N'none')", 'nvarchar(20)'],
    // ISNULL keeps the type of its first argument.
    ["ISNULL(vc, N'none')", 'varchar(20)'],
    ['ISNULL(i, 2.5)', 'int'],
    ["ISNULL(NULL, 'abc')", 'varchar(3)'],
    ['NULLIF(i, 0)', 'int?'],
    ['NULLIF(5, 0)', 'int?'],
    ["CHOOSE(i, 'a', 'bcd')", 'varchar(3)?'],
    ['GREATEST(i, d)', 'decimal(13,3)?'],
    ['LEAST(ti, bi)', 'bigint?'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('types of conversions', () => {
  it.each([
    ['CAST(i AS varchar)', 'varchar(30)?'],
    ['CAST(i AS varchar(5))', 'varchar(5)?'],
    ['CAST(1 AS decimal)', 'decimal(18,0)'],
    ['CAST(1 AS float(24))', 'real'],
    ['CONVERT(nvarchar, i)', 'nvarchar(30)?'],
    ['CONVERT(varchar(10), dt, 120)', 'varchar(10)?'],
    ["TRY_CAST('5' AS int)", 'int?'],
    ["TRY_CONVERT(date, '20240101')", 'date?'],
    ["CAST('a' AS dbo.Phone)", 'varchar(20)'],
    ["PARSE('1' AS decimal(5,2) USING 'en-US')", 'decimal(5,2)'],
    ["TRY_PARSE('1' AS int)", 'int?'],
    ["dt2 AT TIME ZONE 'UTC'", 'datetimeoffset(4)?'],
    ["dt AT TIME ZONE 'UTC'", 'datetimeoffset(3)?'],
    ['NEXT VALUE FOR dbo.Numbers', 'int'],
    ['dbo.Twice(1)', 'decimal(12,2)?'],
    ['(SELECT MAX(i) FROM dbo.Types)', 'int?'],
    ['(SELECT 1)', 'int?'],
    ['@@ROWCOUNT', 'int'],
    ['vc COLLATE Latin1_General_BIN2', 'varchar(20)?'],
  ])('%s is %s', (expression, expected) => expect(typeOf(expression)).toBe(expected));
});

describe('conversions that the binder puts in', () => {
  it.each([
    ["i + '5'", "(i + int<'5'>)"],
    ['i + bi', '(bigint<i> + bi)'],
    ['d + i', '(d + i)'],
    ['f + i', '(f + float<i>)'],
    ['vc + nvc', '(nvarchar(20)<vc> || nvc)'],
    ['dt + 1', '(dt + datetime<1>)'],
    ['COALESCE(i, bi)', 'COALESCE(bigint<i>, bi)'],
    ["LEFT(i, '2')", "LEFT(varchar(12)<i>, int<'2'>)"],
    ['dbo.Twice(i)', 'dbo.Twice(decimal(10,2)<i>)'],
    ['CAST(vc AS int) + 1', '(CAST(vc AS int) + 1)'],
  ])('%s is bound as %s', (expression, expected) =>
    expect(outline(expressionOf(`SELECT ${expression} FROM dbo.Types`))).toBe(expected),
  );
});
