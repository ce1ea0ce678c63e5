import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, onOneLine, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** T-SQL behind SELECT, the SQL of DuckDB on one line, and the rows that DuckDB returns for it. */
const CASES: readonly (readonly [tsql: string, sql: string, rows: readonly string[]])[] = [
  [
    'DATETRUNC(week, Sold) FROM dbo.Item WHERE Id = 2',
    `select cast(date_trunc('week', Item.Sold + interval 1 day) - interval 1 day as date) as column_1 from dbo.Item as Item where Item.Id = 2`,
    ['2024-03-10'],
  ],
  [
    'DATEADD(second, 30, CAST(Stamp AS smalldatetime)), DATEADD(second, 29, CAST(Stamp AS smalldatetime)) FROM dbo.Item WHERE Id = 1',
    'select tsql_moment_range_1900_01_01_2079_06_07( tsql_smalldatetime( tsql_moment_range_1900_01_01_2079_06_07(tsql_smalldatetime(Item.Stamp)) + interval 30 seconds ) ) as column_1, tsql_moment_range_1900_01_01_2079_06_07( tsql_smalldatetime( tsql_moment_range_1900_01_01_2079_06_07(tsql_smalldatetime(Item.Stamp)) + interval 29 seconds ) ) as column_2 from dbo.Item as Item where Item.Id = 1',
    ['2024-01-31 12:36:00 | 2024-01-31 12:35:00'],
  ],
  [
    `FORMAT(Sold, 'MMM d, yyyy') FROM dbo.Item WHERE Id = 1`,
    `select strftime(Item.Sold, '%b %-d, %Y') as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['Jan 31, 2024'],
  ],
  [
    `FORMAT(Stamp, 'd', 'de-DE'), FORMAT(Stamp, 'dd/MM/yy HH:mm', 'de-DE'), FORMAT(Stamp, 'd', 'en-GB'), FORMAT(Stamp, 'D', 'en-GB') FROM dbo.Item WHERE Id = 1`,
    `select strftime(Item.Stamp, '%d.%m.%Y') as column_1, strftime(Item.Stamp, '%d.%m.%y %H:%M') as column_2, strftime(Item.Stamp, '%d/%m/%Y') as column_3, strftime(Item.Stamp, '%d %B %Y') as column_4 from dbo.Item as Item where Item.Id = 1`,
    ['31.01.2024 | 31.01.24 12:34 | 31/01/2024 | 31 January 2024'],
  ],
  [
    `FORMAT(Stamp, 'd'), FORMAT(Stamp, 'D', 'en-US'), FORMAT(Stamp, 's'), FORMAT(Stamp, 't'), FORMAT(Stamp, 'T') FROM dbo.Item WHERE Id = 1`,
    `select strftime(Item.Stamp, '%-m/%-d/%Y') as column_1, strftime(Item.Stamp, '%A, %B %-d, %Y') as column_2, strftime(Item.Stamp, '%Y-%m-%dT%H:%M:%S') as column_3, strftime(Item.Stamp, '%-I:%M %p') as column_4, strftime(Item.Stamp, '%-I:%M:%S %p') as column_5 from dbo.Item as Item where Item.Id = 1`,
    ['1/31/2024 | Wednesday, January 31, 2024 | 2024-01-31T12:34:56 | 12:34 PM | 12:34:56 PM'],
  ],
  [
    `CONVERT(varchar(8), Stamp - CAST(Sold AS datetime), 108) FROM dbo.Item WHERE Id = 1`,
    `select strftime( tsql_moment_range_1753_01_01( tsql_datetime( timestamp '1900-01-01' + (Item.Stamp - tsql_moment_range_1753_01_01(cast(Item.Sold as timestamp))) ) ), '%H:%M:%S' ) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['12:34:56'],
  ],
  [
    `Stamp + Price FROM dbo.Item WHERE Id = 1`,
    `select tsql_moment_range_1753_01_01( tsql_datetime( Item.Stamp + ( tsql_datetime( timestamp '1900-01-01' + to_microseconds(cast(cast(Item.Price as double) * 86400000000 as bigint)) ) - timestamp '1900-01-01' ) ) ) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['2024-02-11 00:34:56.123'],
  ],
  [
    'DATEADD(month, 1, Sold) FROM dbo.Item WHERE Id = 1',
    'select tsql_moment_range(cast(Item.Sold + interval 1 months as date)) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['2024-02-29'],
  ],
  [
    'DATEADD(day, -1, Stamp) FROM dbo.Item WHERE Id = 2',
    'select tsql_moment_range_1753_01_01(Item.Stamp - interval 1 days) as column_1 from dbo.Item as Item where Item.Id = 2',
    ['2024-03-09 00:00:00'],
  ],
  [
    `DATEDIFF(day, Sold, '20240310') FROM dbo.Item WHERE Id = 1`,
    `select date_diff('day', Item.Sold, timestamp '2024-03-10 00:00:00') as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['39'],
  ],
  [
    `DATEDIFF(week, '20240309', '20240310')`,
    `select tsql_datediff_week( timestamp '2024-03-09 00:00:00', timestamp '2024-03-10 00:00:00' ) as column_1`,
    ['1'],
  ],
  [
    `DATEDIFF(year, '20231231', '20240101')`,
    `select date_diff( 'year', timestamp '2023-12-31 00:00:00', timestamp '2024-01-01 00:00:00' ) as column_1`,
    ['1'],
  ],
  [
    'DATEPART(weekday, Sold) FROM dbo.Item WHERE Id = 2',
    'select tsql_weekday(Item.Sold) as column_1 from dbo.Item as Item where Item.Id = 2',
    ['1'],
  ],
  [
    'DATEPART(week, Sold) FROM dbo.Item WHERE Id = 2',
    'select tsql_week(Item.Sold) as column_1 from dbo.Item as Item where Item.Id = 2',
    ['11'],
  ],
  [
    'DATEPART(iso_week, Sold) FROM dbo.Item WHERE Id = 2',
    'select weekofyear(Item.Sold) as column_1 from dbo.Item as Item where Item.Id = 2',
    ['10'],
  ],
  [
    'DATENAME(month, Sold) FROM dbo.Item WHERE Id = 1',
    'select monthname(Item.Sold) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['January'],
  ],
  [
    'EOMONTH(Sold) FROM dbo.Item WHERE Id = 2',
    'select last_day(Item.Sold) as column_1 from dbo.Item as Item where Item.Id = 2',
    ['2024-03-31'],
  ],
  [
    'YEAR(Stamp) FROM dbo.Item WHERE Id = 1',
    'select year(Item.Stamp) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['2024'],
  ],
  [
    'DATETRUNC(month, Stamp) FROM dbo.Item WHERE Id = 1',
    `select date_trunc('month', Item.Stamp) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['2024-01-01 00:00:00'],
  ],
  ['DATEFROMPARTS(2024, 2, 29)', 'select make_date(2024, 2, 29) as column_1', ['2024-02-29']],
  [
    'Stamp + 1 FROM dbo.Item WHERE Id = 2',
    'select tsql_moment_range_1753_01_01(Item.Stamp + interval 1 days) as column_1 from dbo.Item as Item where Item.Id = 2',
    ['2024-03-11 00:00:00'],
  ],
  [
    'DATEADD(day, DATEDIFF(day, 0, Stamp), 0) FROM dbo.Item WHERE Id = 1',
    `select date_trunc('day', Item.Stamp) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['2024-01-31 00:00:00'],
  ],
];

/** Names are in the culture's own language or form. */
const REFUSED = [
  "FORMAT(Stamp, 'MMM yyyy', 'de-DE')",
  "FORMAT(Stamp, 'D', 'de-DE')",
  "FORMAT(Stamp, 'MMM', 'en-GB')",
  "FORMAT(Stamp, 'd', 'fr-FR')",
];

describe('Functions of dates', () => {
  it.each(REFUSED)('%s is refused', (call) => {
    expect(translate(`SELECT ${call} FROM dbo.Item`).codes).toEqual(['render-no-function']);
  });

  it('takes the time of the run with the offset of UTC', () => {
    const { sql } = translate(
      "SELECT CAST(SYSDATETIMEOFFSET() AT TIME ZONE 'UTC' AS date) AS d",
      undefined,
      undefined,
      { clock: true },
    );
    expect(onOneLine(sql)).toContain("strftime(tsql_getdate(), '%Y-%m-%d %H:%M:%S.%f0 +00:00')");
  });

  it.each(CASES)('%s', async (tsql, sql, rows) => {
    const translated = translate(`SELECT ${tsql}`);
    expect(onOneLine(translated.sql)).toBe(sql);
    const found = await duckdb.rows(translated.sql ?? '', translated.prelude);
    expect(/ORDER BY/.test(tsql) ? found : [...found].sort()).toEqual(/ORDER BY/.test(tsql) ? rows : [...rows].sort());
  });
});
