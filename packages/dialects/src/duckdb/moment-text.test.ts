import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const convert = (type: string, style?: number): string =>
  `TRY_CONVERT(${type}, t.a${style === undefined ? '' : `, ${style}`})`;

/** The texts that a conversion reads on the target; those that no rule decides are left out. */
async function onTarget(conversion: string): Promise<ReadonlyMap<string, string>> {
  const { sql = '', prelude } = translate(`SELECT ${conversion} FROM (VALUES (CAST('' AS varchar(60)))) AS t(a)`);
  const [, written = ''] = /^select\s+(.*) as column_1\s+from/s.exec(sql) ?? [];
  const texts = TEXTS.map((text) => `('${text}')`).join(', ');
  // What is taken out of TRY by the optimizer would raise.
  await duckdb.rows("set disabled_optimizers = 'common_subexpressions'");
  const rows = await duckdb.rows(`select t.a, try([${written}]) from (values ${texts}) t(a)`, prelude);
  const cells = rows.map((row) => row.split(' | '));
  return new Map(
    cells.flatMap(([text = '', value = '']) => (value === 'NULL' ? [] : [[text, value === '' ? 'NULL' : value]])),
  );
}

/** Constants are converted by the reference engine. */
async function inEngine(conversion: string): Promise<ReadonlyMap<string, string>> {
  const columns = TEXTS.map((text) => conversion.replace('t.a', `CAST('${text}' AS varchar(60))`));
  const { sql = '' } = translate(`SELECT ${columns.join(', ')}`);
  const [row = ''] = await duckdb.rows(sql);
  const values = row.split(' | ');
  return new Map(TEXTS.map((text, i) => [text, values[i] ?? '']));
}

const TEXTS: readonly string[] = [
  ...['', '   ', 'n/a', 'unknown', 'TBD 5', 'not a date', '#12', '-', 'abc 12 2024'],
  ...['2024-01-02', '2024/1/2', '2024.01.02', '2024-13-01', '2024-02-30', '2024-02-29', '0000-01-01', '1752-12-31'],
  ...['2024-01-02 03:04', '2024-01-02 03:04:05', '2024-01-02  3:04:05', '2024-01-02 03:04:05.678', ' 2024-01-02 '],
  ...['2024-01-02 03:04:05.9999', '2024-01-02 23:59:59.999', '2024-01-02 03:04:05.6780000', '2024-01-02 24:00:00'],
  ...[
    '2024-01-02 03:60:00',
    '2024-01-02 03:04:60',
    '2024-01-02T03:04:05',
    '2024-01-02T03:04:05.123',
    '2024-01-02T03:04',
  ],
  ...['2024-01-02T03:04:05Z', '2024-02-30T00:00:00', '2024-01-02T25:00:00', '2024-01-02T03:04:05+02:00'],
  ...['01/02/2024', '13/02/2024', '1-2-2024', '31.12.2023', '02/13/2024 14:30', '01/02/2024 10:11:12.5'],
  ...[
    '01/02/24',
    '13.2.24',
    '24-01-02',
    '1/2/50',
    '1/2/49',
    '20240102',
    '20241301',
    '20240102 10:20',
    '240102',
    '2024',
  ],
  ...['5', '123', '12345', '2024010', '123456789', '99999999'],
  ...['Jan 2 2024', 'January 2, 2024', '2 Jan 2024', '02-Feb-2024', 'Feb 30 2024', 'Jan  2 2024  3:04PM'],
  ...[
    '2024-January-01',
    '2024-jan-5',
    '2024 Jan 2',
    '2024 2 January',
    '2 2024 Feb',
    'March 2024',
    'Mar, 2024',
    '2024 APR',
  ],
  ...[
    '2 January, 2024',
    'May 2024 17',
    '2024-Feb-30',
    '2024-January',
    '2024-01-Jan',
    'Jan 2 24',
    '2024/Jan/02',
    '2-May-24',
  ],
  ...['2024-December-31 10:20:30', '31 2024 12', 'Juni 2 2024', '2024 Jan 2 3:04 PM'],
  ...['Jan 2 2024 12:04AM', '2024-01-02 12:04 PM', '2024-01-02 11:04:05.5pm', '10:30', '10:30:15', '25:00', '3:04 PM'],
  ...['9999-12-31 23:59:59.999', '2079-06-06 10:20', '1899-12-31', '10000-01-01', 'team', '3 am'],
];

const STYLES = [undefined, 1, 3, 12, 23, 100, 101, 103, 106, 112, 120, 126];

const CONVERSIONS: readonly (readonly [conversion: string])[] = [
  ...STYLES.flatMap((style) => ['datetime', 'date'].map((type) => [convert(type, style)] as const)),
  ...['smalldatetime', 'datetime2(3)', 'time(0)', 'time(7)'].flatMap((type) =>
    [undefined, 120].map((style) => [convert(type, style)] as const),
  ),
];

describe('Texts as dates and times', () => {
  it.each(CONVERSIONS)('%s is what the engine reads, or undecided', async (conversion) => {
    const expected = await inEngine(conversion);
    const found = await onTarget(conversion);
    expect(found.size).toBeGreaterThan(TEXTS.length / 4);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries([...found].map(([text]) => [text, expected.get(text)])),
    );
  });
});

/** Values that the styles give in the documentation, and shapes that are left to an error. */
const READ: readonly (readonly [conversion: string, text: string, value: string])[] = [
  ['TRY_CONVERT(datetime, t.a, 120)', '2024-01-05 09:00:00', '2024-01-05 09:00:00'],
  ['TRY_CONVERT(datetime, t.a, 120)', 'not a date', 'NULL'],
  ['CONVERT(datetime, t.a, 120)', 'not a date', 'error'],
  ['TRY_CONVERT(datetime, t.a, 120)', '05/01/2024', 'error'],
  ['TRY_CONVERT(datetime, t.a, 121)', '2024-01-05 09:00:00.1234', 'NULL'],
  ['CONVERT(datetime2(7), t.a, 121)', '2024-01-05 09:00:00.123456', '2024-01-05 09:00:00.123456'],
  ['CONVERT(datetime2(7), t.a, 121)', '2024-01-05 09:00:00.1234567', 'error'],
  ['CONVERT(datetime, t.a, 103)', '05/01/2024 10:20', '2024-01-05 10:20:00'],
  ['TRY_CONVERT(datetime, t.a, 103)', '2024-01-05', 'error'],
  ['CONVERT(date, t.a, 104)', '5.1.2024', '2024-01-05'],
  ['CONVERT(date, t.a, 3)', '05/01/49', '2049-01-05'],
  ['TRY_CONVERT(date, t.a, 103)', '05/01/49', 'NULL'],
  ['CONVERT(datetime, t.a, 126)', '2024-01-05T09:00:00.003', '2024-01-05 09:00:00.003'],
  ['CONVERT(datetime, t.a)', 'Jan  5 2024 12:04AM', '2024-01-05 00:04:00'],
  // The alphabetical formats of the documentation.
  ['CAST(t.a AS date)', 'Apr 15, 1996', '1996-04-15'],
  ['CAST(t.a AS date)', 'April 1996', '1996-04-01'],
  ['CAST(t.a AS date)', 'April, 1996', '1996-04-01'],
  ['CAST(t.a AS date)', 'Apr 1996 15', '1996-04-15'],
  ['CAST(t.a AS date)', '15 April, 1996', '1996-04-15'],
  ['CAST(t.a AS date)', '15 1996 apr', '1996-04-15'],
  ['CAST(t.a AS date)', '1996 APRIL', '1996-04-01'],
  ['CAST(t.a AS date)', '1996 APR 15', '1996-04-15'],
  ['CAST(t.a AS date)', '1996 15 APR', '1996-04-15'],
  ['CAST(t.a AS datetime)', '1996-April-15', '1996-04-15 00:00:00'],
  ['CAST(t.a AS date)', '2024-January-01', '2024-01-01'],
  ['CAST(t.a AS date)', '2024-February-30', 'error'],
  ['CAST(t.a AS date)', '15 Apr 96', 'error'],
  ['CAST(t.a AS smalldatetime)', '2079-06-06 23:59:45', 'error'],
  ['TRY_CAST(t.a AS smalldatetime)', '1899-12-31', 'NULL'],
  ['CAST(t.a AS time(0))', '23:59:59.9', '23:59:59'],
];

describe('Single texts', () => {
  it.each(READ)('%s of %j is %s', async (conversion, text, value) => {
    const [row] = await duckdb.run(`SELECT ${conversion} FROM (VALUES (CAST('${text}' AS varchar(60)))) AS t(a)`);
    expect(row?.startsWith('error') ? 'error' : row).toBe(value);
  });

  it.each([
    ['dmy', 'date', '05/01/2024', '2024-01-05'],
    ['dmy', 'date', '2024-01-05', '2024-01-05'],
    // learn.microsoft.com/sql/t-sql/statements/set-dateformat-transact-sql
    ['dmy', 'datetime', '2024-01-05', '2024-05-01 00:00:00'],
    ['ymd', 'datetime', '24/01/05', '2024-01-05 00:00:00'],
  ])('DATEFORMAT %s: %s of %s', async (format, type, text, value) => {
    const query = `SELECT CAST(t.a AS ${type}) FROM (VALUES (CAST('${text}' AS varchar(60)))) AS t(a)`;
    expect(await duckdb.run(`SET DATEFORMAT ${format}; ${query}`)).toEqual([value]);
  });

  it('refuses a DATEFORMAT that few know', () => {
    expect(translate('SET DATEFORMAT dym; SELECT CAST(Name AS date) FROM dbo.Item').codes).toEqual([
      'lower-unsupported',
    ]);
  });
});
