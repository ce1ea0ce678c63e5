import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb, translate } from '../../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** What the reference engine answers for values of t.a. */
const CASES: readonly (readonly [expression: string, type: string, text: string, value: string])[] = [
  [
    'DATEADD(NS, -100, t.a)',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-01-31 23:30:15.1234566 -08:00',
  ],
  [
    'DATEADD(NS, -100, t.a)',
    'datetimeoffset(7)',
    '1969-12-31 23:59:59.9999999 +05:30',
    '1969-12-31 23:59:59.9999998 +05:30',
  ],
  [
    'DATEADD(NS, -100, t.a)',
    'datetimeoffset(7)',
    '2024-02-29 00:00:00.0000000 +00:00',
    '2024-02-28 23:59:59.9999999 +00:00',
  ],
  ['DATEADD(NS, -100, t.a)', 'datetimeoffset(7)', '0001-01-01 00:00:00 +00:00', 'error 517'],
  [
    'DATEADD(nanosecond, 300, t.a)',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-01-31 23:30:15.1234570 -08:00',
  ],
  ['DATEADD(nanosecond, 300, t.a)', 'datetimeoffset(7)', '9999-12-31 23:59:59.9999999 +00:00', 'error 517'],
  [
    'DATEADD(microsecond, 5, t.a)',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-01-31 23:30:15.1234617 -08:00',
  ],
  [
    'DATEADD(millisecond, -124, t.a)',
    'datetimeoffset(3)',
    '2024-01-31 23:30:15.123 -08:00',
    '2024-01-31 23:30:14.999 -08:00',
  ],
  [
    'DATEADD(hour, 24, t.a)',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-02-01 23:30:15.1234567 -08:00',
  ],
  ['DATEADD(hour, 24, t.a)', 'datetimeoffset(7)', '9999-12-31 23:59:59.9999999 +00:00', 'error 517'],
  [
    'DATEADD(month, 1, t.a)',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-02-29 23:30:15.1234567 -08:00',
  ],
  ['DATEADD(month, -2, t.a)', 'datetimeoffset(0)', '2024-04-30 10:00:00 +14:00', '2024-02-29 10:00:00 +14:00'],
  ['DATEADD(hour, 1, t.a)', 'datetimeoffset(0)', '9999-12-31 16:30:00 -07:00', 'error 517'],
  ['DATEDIFF(day, t.a, CAST(t.a AS datetime2(7)))', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '-1'],
  ['DATEDIFF(day, t.a, CAST(t.a AS datetime2(7)))', 'datetimeoffset(7)', '2024-02-29 00:00:00.0000000 +00:00', '0'],
  ["DATEDIFF(hour, t.a, '2024-02-01')", 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '-7'],
  ["DATEDIFF(hour, t.a, '2024-02-01')", 'datetimeoffset(7)', '2024-02-29 00:00:00.0000000 +00:00', '-672'],
  ['YEAR(t.a)', 'datetimeoffset(7)', '1969-12-31 23:59:59.9999999 +05:30', '1969'],
  ['YEAR(t.a)', 'datetimeoffset(7)', '9999-12-31 23:59:59.9999999 +00:00', '9999'],
  ['DATEPART(hour, t.a)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '23'],
  ['DATEPART(weekday, t.a)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '4'],
  ['DATEPART(week, t.a)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '5'],
  ['DATEPART(microsecond, t.a)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '123456'],
  ['DATEPART(tzoffset, t.a)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '-480'],
  ['DATEPART(tzoffset, t.a)', 'datetimeoffset(7)', '1969-12-31 23:59:59.9999999 +05:30', '330'],
  ['DATENAME(month, t.a)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', 'January'],
  [
    "SWITCHOFFSET(t.a, '+02:00')",
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-02-01 09:30:15.1234567 +02:00',
  ],
  [
    "SWITCHOFFSET(t.a, '+02:00')",
    'datetimeoffset(7)',
    '1969-12-31 23:59:59.9999999 +05:30',
    '1969-12-31 20:29:59.9999999 +02:00',
  ],
  ["SWITCHOFFSET(t.a, '-00:30')", 'datetimeoffset(0)', '2024-02-29 00:10:00 +00:00', '2024-02-28 23:40:00 -00:30'],
  [
    "t.a AT TIME ZONE 'UTC'",
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-02-01 07:30:15.1234567 +00:00',
  ],
  [
    "t.a AT TIME ZONE 'UTC'",
    'datetimeoffset(7)',
    '1969-12-31 23:59:59.9999999 +05:30',
    '1969-12-31 18:29:59.9999999 +00:00',
  ],
  ["t.a AT TIME ZONE 'utc'", 'datetime2(7)', '2024-01-31 10:20:30.123456', '2024-01-31 10:20:30.1234560 +00:00'],
  ["t.a AT TIME ZONE 'UTC'", 'datetime2(3)', '2024-01-31 10:20:30.12', '2024-01-31 10:20:30.120 +00:00'],
  ["t.a AT TIME ZONE 'UTC'", 'datetime2(1)', '2024-01-31 10:20:30.1', '2024-01-31 10:20:30.1 +00:00'],
  ["t.a AT TIME ZONE 'UTC'", 'datetime', '2024-01-31 10:20:30.127', '2024-01-31 10:20:30.127 +00:00'],
  ["t.a AT TIME ZONE 'UTC'", 'smalldatetime', '2024-01-31 10:20', '2024-01-31 10:20:00 +00:00'],
  ["TODATETIMEOFFSET(t.a, '-05:00')", 'datetime2(0)', '2024-01-31 10:20:30', '2024-01-31 10:20:30.0000000 -05:00'],
  ['CAST(t.a AS date)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '2024-01-31'],
  ['CAST(t.a AS datetime)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '2024-01-31 23:30:15.123'],
  ['CAST(t.a AS datetime)', 'datetimeoffset(7)', '2024-01-01 00:00:00.0016667 +02:00', '2024-01-01 00:00:00.003'],
  ['CAST(t.a AS datetime)', 'datetimeoffset(7)', '2024-01-01 00:00:00.0016666 +02:00', '2024-01-01 00:00:00'],
  ['CAST(t.a AS datetime)', 'datetimeoffset(7)', '0001-01-01 00:00:00 +00:00', 'error 242'],
  ['CAST(t.a AS datetime)', 'datetimeoffset(7)', '9999-12-31 23:59:59.9999999 +00:00', 'error 242'],
  ['CAST(t.a AS smalldatetime)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '2024-01-31 23:30:00'],
  ['CAST(t.a AS smalldatetime)', 'datetimeoffset(7)', '1969-12-31 23:59:59.9999999 +05:30', '1970-01-01 00:00:00'],
  ['CAST(t.a AS smalldatetime)', 'datetimeoffset(7)', '0001-01-01 00:00:00 +00:00', 'error 242'],
  ['CAST(t.a AS datetime2(3))', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '2024-01-31 23:30:15.123'],
  ['CAST(t.a AS datetime2(3))', 'datetimeoffset(7)', '1969-12-31 23:59:59.9999999 +05:30', '1970-01-01 00:00:00'],
  ['CAST(t.a AS time(0))', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '23:30:15'],
  ['CAST(t.a AS time(0))', 'datetimeoffset(7)', '9999-12-31 23:59:59.9999999 +00:00', '23:59:59'],
  [
    'CAST(t.a AS datetimeoffset(3))',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-01-31 23:30:15.123 -08:00',
  ],
  [
    'CAST(t.a AS datetimeoffset(3))',
    'datetimeoffset(7)',
    '1969-12-31 23:59:59.9999999 +05:30',
    '1970-01-01 00:00:00.000 +05:30',
  ],
  [
    'CAST(t.a AS datetimeoffset(0))',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-01-31 23:30:15 -08:00',
  ],
  [
    'CAST(t.a AS datetimeoffset(0))',
    'datetimeoffset(7)',
    '1969-12-31 23:59:59.9999999 +05:30',
    '1970-01-01 00:00:00 +05:30',
  ],
  [
    'CAST(t.a AS datetimeoffset(7))',
    'datetimeoffset(0)',
    '2024-02-29 00:10:00 +00:00',
    '2024-02-29 00:10:00.0000000 +00:00',
  ],
  [
    'CAST(t.a AS datetimeoffset(7))',
    'datetimeoffset(2)',
    '2024-02-29 00:10:00.25 +00:00',
    '2024-02-29 00:10:00.2500000 +00:00',
  ],
  ['CAST(t.a AS datetimeoffset(7))', 'datetime2(3)', '2024-01-31 10:20:30.12', '2024-01-31 10:20:30.1200000 +00:00'],
  ['CAST(t.a AS datetimeoffset(2))', 'datetime2(3)', '2024-01-31 23:59:59.995', '2024-02-01 00:00:00.00 +00:00'],
  ['CAST(t.a AS datetimeoffset(0))', 'date', '2024-01-31', '2024-01-31 00:00:00 +00:00'],
  [
    'CAST(t.a AS varchar(40))',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-01-31 23:30:15.1234567 -08:00',
  ],
  ['CAST(t.a AS nvarchar(10))', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '2024-01-31'],
  [
    'CONVERT(varchar(40), t.a, 120)',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '2024-01-31 23:30:15 -08:00',
  ],
  ['CONVERT(varchar(10), t.a, 120)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '2024-01-31'],
  ['CONVERT(varchar(19), t.a, 121)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '2024-01-31 23:30:15'],
  ['CONVERT(varchar(10), t.a, 103)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '31/01/2024'],
  ['CONVERT(char(8), t.a, 112)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '20240131'],
  ['CONVERT(varchar(8), t.a, 108)', 'datetimeoffset(7)', '2024-01-31 23:30:15.1234567 -08:00', '23:30:15'],
  [
    'CASE WHEN t.a = DATEADD(NS, 100, t.a) THEN 1 ELSE 0 END',
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '0',
  ],
  [
    "CASE WHEN t.a > SWITCHOFFSET(DATEADD(NS, -100, t.a), '+01:00') THEN 1 ELSE 0 END",
    'datetimeoffset(7)',
    '2024-01-31 23:30:15.1234567 -08:00',
    '1',
  ],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', '2024-01-31', '2024-01-31 00:00:00.0000000 +00:00'],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', '2024-01-31 10:20', '2024-01-31 10:20:00.0000000 +00:00'],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', '2024-01-31T10:20:30.5Z', '2024-01-31 10:20:30.5000000 +00:00'],
  [
    'TRY_CAST(t.a AS datetimeoffset(7))',
    'varchar(40)',
    '2024-01-31 10:20:30.1234567 +02:00',
    '2024-01-31 10:20:30.1234567 +02:00',
  ],
  [
    'TRY_CAST(t.a AS datetimeoffset(7))',
    'varchar(40)',
    '20240131 10:20:30-01:30',
    '2024-01-31 10:20:30.0000000 -01:30',
  ],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', '', '1900-01-01 00:00:00.0000000 +00:00'],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', 'nope', 'NULL'],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', '2024-13-01', 'NULL'],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', '2024-01-31 24:00', 'NULL'],
  ['TRY_CAST(t.a AS datetimeoffset(7))', 'varchar(40)', '2024-01-31 10:20 +15:00', 'NULL'],
  ['TRY_CAST(t.a AS datetimeoffset(0))', 'varchar(40)', '2024-01-31 10:20:30.000 +02:00', '2024-01-31 10:20:30 +02:00'],
  ['DATEADD(nanosecond, -2000, t.a)', 'datetime2(7)', '2024-01-31 00:00:00', '2024-01-30 23:59:59.999998'],
  ['DATEADD(nanosecond, 1000, t.a)', 'time(7)', '23:59:59.999999', '00:00:00'],
];

describe('datetimeoffset', () => {
  it.each(CASES)('%s of %s %j is %s', async (expression, type, text, value) => {
    const sql = `SELECT ${expression} FROM (VALUES (CAST('${text}' AS ${type}))) AS t(a)`;
    const [row] = await duckdb.run(sql);
    expect(row?.startsWith('error:') ? `error ${/\((\d+)\)$/.exec(row)?.[1]}` : row).toBe(value);
  });

  it.each([
    "SELECT t.a AT TIME ZONE 'Pacific Standard Time' FROM (VALUES (CAST('2024-01-01' AS datetime2(0)))) AS t(a)",
    "SELECT DATEADD(ns, 50, t.a) FROM (VALUES (CAST('2024-01-01' AS datetimeoffset(7)))) AS t(a)",
    "SELECT DATEADD(ns, 100, t.a) FROM (VALUES (CAST('2024-01-01' AS datetime2(7)))) AS t(a)",
    "SELECT DATEADD(ns, 1000, t.a) FROM (VALUES (CAST('2024-01-01' AS datetimeoffset(3)))) AS t(a)",
    "SELECT SWITCHOFFSET(t.a, '+15:00') FROM (VALUES (CAST('2024-01-01' AS datetimeoffset(7)))) AS t(a)",
  ])('%s is refused', (sql) => {
    expect(translate(sql).codes).toEqual(['render-no-function']);
  });
});
