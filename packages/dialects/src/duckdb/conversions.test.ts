import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, onOneLine, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** T-SQL behind SELECT, the SQL of DuckDB on one line, and the rows that DuckDB returns for it. */
const CASES: readonly (readonly [tsql: string, sql: string | undefined, rows: readonly string[]])[] = [
  [
    `CONVERT(varchar(40), t.d, 109) FROM (VALUES (CAST('2024-01-02T15:04:05.1234567' AS datetime2(7)))) AS t(d)`,
    `select left(tsql_datetime_text(t.d), 14) || left(strftime(t.d, ':%M:%S.%n'), 14) || strftime(t.d, '%p') as column_1 from (values (timestamp_ns '2024-01-02 15:04:05.1234567')) as t (d)`,
    ['Jan  2 2024  3:04:05.1234567PM'],
  ],
  [
    `CONVERT(varchar(17), CAST(Stamp AS smalldatetime), 113) FROM dbo.Item WHERE Id = 1`,
    `select left( strftime( tsql_moment_range_1900_01_01_2079_06_07(tsql_smalldatetime(Item.Stamp)), '%d %b %Y %H:%M:%S:%g' ), 17 ) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['31 Jan 2024 12:35'],
  ],
  [
    'CAST(Stamp AS float) FROM dbo.Item WHERE Id < 3',
    'select round((epoch_ms(Item.Stamp) + 2208988800000) * 3 / 10) / 25920000 as column_1 from dbo.Item as Item where Item.Id < 3',
    ['45320.524260686725', '45359'],
  ],
  ['CAST(FLOOR(CAST(Stamp AS float)) AS datetime) FROM dbo.Item WHERE Id = 1', undefined, ['2024-01-31 00:00:00']],
  [
    `CAST(t.d AS float) FROM (VALUES (CAST('1753-01-01T00:00:00.003' AS datetime)), ('1899-12-31T12:00:00'), ('9999-12-31T23:59:59.997')) AS t(d)`,
    undefined,
    ['-53689.99999996142', '-0.5', '2958463.9999999614'],
  ],
  ['CAST(2.7 AS int)', 'select 2 as column_1', ['2']],
  ['CAST(-2.7 AS int)', 'select -2 as column_1', ['-2']],
  [
    'CAST(Price AS int) FROM dbo.Item WHERE Id = 1',
    'select cast(trunc(Item.Price) as integer) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['10'],
  ],
  [
    `CAST('abc' AS int)`,
    `select cast( error( 'Conversion failed when converting the varchar value ''abc'' to data type int. (245)' ) as integer ) as column_1`,
    [`error: Invalid Input Error: Conversion failed when converting the varchar value 'abc' to data type int. (245)`],
  ],
  [`TRY_CAST('abc' AS int)`, 'select cast(null as integer) as column_1', ['NULL']],
  [`CAST('  42 ' AS int)`, 'select 42 as column_1', ['42']],
  [
    'CAST(Name AS int) FROM dbo.Item WHERE Id = 1',
    'select cast(tsql_whole_text(Item.Name) as integer) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['error: Invalid Input Error: Conversion failed when converting the text to a number (245)'],
  ],
  [
    'TRY_CAST(Name AS decimal(9,2)) FROM dbo.Item WHERE Id = 1',
    'select try_cast(tsql_try_exact_text(Item.Name) as decimal(9, 2)) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['NULL'],
  ],
  [`CAST('abcdef' AS varchar(3))`, `select 'abc' as column_1`, ['abc']],
  [`CAST('ab' AS char(4)) + '|'`, `select 'ab ' || '|' as column_1`, ['ab  |']],
  [
    'CAST(Id AS varchar(10)) FROM dbo.Item WHERE Id = 1',
    'select tsql_number_room(cast(Item.Id as varchar), 10) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['1'],
  ],
  ['CAST(12345 AS varchar(3))', `select '*' as column_1`, ['*']],
  [
    'CAST(Id * CAST(10 AS bigint) AS varchar(1)) FROM dbo.Item WHERE Id = 1',
    `select tsql_exact_room(cast(cast(Item.Id as bigint) * 10 as varchar), 1) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['error: Invalid Input Error: Arithmetic overflow error converting to data type varchar (8115)'],
  ],
  ['CAST(CAST(1234567 AS float) AS varchar(20))', `select '1.23457e+006' as column_1`, ['1.23457e+006']],
  [`CAST('20240131' AS date)`, `select date '2024-01-31' as column_1`, ['2024-01-31']],
  [
    `CAST('2024-01-31T23:59:59.999' AS datetime)`,
    `select timestamp '2024-02-01 00:00:00' as column_1`,
    ['2024-02-01 00:00:00'],
  ],
  [
    'CONVERT(varchar(10), Sold, 103) FROM dbo.Item WHERE Id = 1',
    `select strftime(Item.Sold, '%d/%m/%Y') as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['31/01/2024'],
  ],
  [
    'CONVERT(varchar(10), Stamp, 120) FROM dbo.Item WHERE Id = 1',
    `select strftime(Item.Stamp, '%Y-%m-%d') as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['2024-01-31'],
  ],
  [
    'CONVERT(varchar(23), Stamp, 121) FROM dbo.Item WHERE Id = 1',
    `select left(strftime(Item.Stamp, '%Y-%m-%d %H:%M:%S.%g'), 23) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['2024-01-31 12:34:56.123'],
  ],
  [
    'CAST(Stamp AS varchar(30)) FROM dbo.Item WHERE Id = 1',
    'select tsql_datetime_text(Item.Stamp) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['Jan 31 2024 12:34PM'],
  ],
  [
    'CAST(Stamp AS date) FROM dbo.Item WHERE Id = 1',
    'select cast(Item.Stamp as date) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['2024-01-31'],
  ],
  [
    'CONVERT(date, Name, 112) FROM dbo.Item WHERE Id = 1',
    `select cast(tsql_moment_from_text_ymd_4(Item.Name) as date) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['error: Invalid Input Error: Conversion failed when converting date and/or time from character string (241)'],
  ],
];

describe('Conversions', () => {
  it.each(CASES)('%s', async (tsql, sql, rows) => {
    const translated = translate(`SELECT ${tsql}`);
    if (sql !== undefined) expect(onOneLine(translated.sql)).toBe(sql);
    const found = await duckdb.rows(translated.sql ?? '', translated.prelude);
    expect(/ORDER BY/.test(tsql) ? found : [...found].sort()).toEqual(/ORDER BY/.test(tsql) ? rows : [...rows].sort());
  });
});
