import { ASSUMED_FACTS } from '@datamigrate/relational';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

const READ: readonly (readonly [text: string, conversion: string, value: string])[] = [
  ['06/30/2000', 'CONVERT(datetime, t.a, 101)', '2000-06-30 00:00:00'],
  ['2000-06-30', 'CONVERT(datetime, t.a, 101)', '2000-06-30 00:00:00'],
  ['2000-06-30', 'CONVERT(date, t.a, 101)', 'error'],
  ['06-30-2000', 'CONVERT(date, t.a, 110)', '2000-06-30'],
  ['30/06/2000', 'CONVERT(datetime, t.a, 101)', 'error'],
  ['30/06/2000', 'TRY_CONVERT(datetime, t.a, 101)', 'NULL'],
  // Captured from SQL Server 2025: the newer types read a year where the style has it alone, …
  ['2000-06-30', 'TRY_CONVERT(date, t.a, 103)', 'NULL'],
  ['2000-06-30', 'TRY_CONVERT(datetime2(0), t.a, 101)', 'NULL'],
  ['06/30/2000', 'TRY_CONVERT(date, t.a, 120)', 'NULL'],
  ['30/06/2000', 'TRY_CONVERT(date, t.a, 23)', 'NULL'],
  ['2000-06-30', 'TRY_CONVERT(date, t.a, 23)', '2000-06-30'],
  // … styles with names of months read no numbers, …
  ['12/31/2024', 'TRY_CONVERT(datetime, t.a, 100)', 'NULL'],
  ['12/31/2024', 'TRY_CONVERT(date, t.a, 107)', 'NULL'],
  ['31/12/2024', 'TRY_CONVERT(date, t.a, 106)', 'NULL'],
  ['31/12/24', 'TRY_CONVERT(date, t.a, 106)', 'NULL'],
  ['2024-12-31', 'TRY_CONVERT(datetime, t.a, 113)', 'NULL'],
  ['2024-12-31', 'CONVERT(datetime, t.a, 100)', 'error'],
  // … style 23 is none of datetime, and eight digits are a date in any.
  ['2024-12-31', 'TRY_CONVERT(datetime, t.a, 23)', 'NULL'],
  ['2024-12-31', 'CONVERT(datetime, t.a, 25)', 'error'],
  ['20241231', 'TRY_CONVERT(datetime, t.a, 3)', '2024-12-31 00:00:00'],
  ['20241231', 'TRY_CONVERT(datetime, t.a, 23)', '2024-12-31 00:00:00'],
  // No month 31, wherever the older types look for it; whether they read others is not known.
  ['2024-12-31', 'TRY_CONVERT(datetime, t.a, 103)', 'NULL'],
  ['31/12/2024', 'TRY_CONVERT(datetime, t.a, 120)', 'NULL'],
  ['05/01/2024', 'TRY_CONVERT(datetime, t.a, 120)', 'error'],
  ['n/a', 'TRY_CONVERT(date, t.a, 103)', 'NULL'],
  ['1752-12-31', 'CAST(t.a AS datetime)', 'error'],
  ['1752-12-31', 'TRY_CAST(t.a AS datetime)', 'NULL'],
  ['1753-01-01', 'CAST(t.a AS datetime)', '1753-01-01 00:00:00'],
  ['1752-12-31', 'CAST(t.a AS date)', '1752-12-31'],
  // A seventh digit of a second: cut and rounded where that is enough.
  ['2000-06-30 10:00:00.1234567', 'CAST(t.a AS date)', '2000-06-30'],
  ['2000-06-30 10:00:00.1234567', 'CAST(t.a AS datetime2(3))', '2000-06-30 10:00:00.123'],
  ['2000-06-30 10:00:00.9999999', 'CAST(t.a AS datetime2(5))', '2000-06-30 10:00:01'],
  ['2000-06-30 10:00:00.1234567', 'CAST(t.a AS datetime2(6))', 'error'],
  ['2000-06-30 10:00:00.1234567', 'CAST(t.a AS datetime2(7))', 'error'],
  ['2000-06-30 10:00:00.1234560', 'CAST(t.a AS datetime2(7))', '2000-06-30 10:00:00.123456'],
  ['10:00:00.1234567', 'CAST(t.a AS time(7))', 'error'],
];

/** In models, whose rows were landed with six digits. */
const LANDED: readonly (readonly [text: string, conversion: string, value: string])[] = [
  ['2000-06-30 10:00:00.1234567', 'CAST(t.a AS datetime2(7))', '2000-06-30 10:00:00.123456'],
  ['2000-06-30T10:00:00.9999999', 'CAST(t.a AS datetime2(7))', '2000-06-30 10:00:00.999999'],
  ['2000-06-30 10:00:00.1234567', 'CAST(t.a AS datetime2(6))', 'error'],
  ['2000-06-30 10:00:00.12345678', 'CAST(t.a AS datetime2(7))', 'error'],
  ['10:00:00.1234567', 'CAST(t.a AS time(7))', '10:00:00.123456'],
];

describe.each([
  ['Texts as moments', READ, {}],
  ['Texts as moments among landed rows', LANDED, { sixDigits: true }],
] as const)('%s', (_, cases, settings) => {
  it.each(cases)('%s: %s', async (text, conversion, value) => {
    const rows = `FROM (VALUES (CAST('${text}' AS varchar(30)))) AS t(a)`;
    const [row] = await duckdb.run(`SELECT ${conversion} ${rows}`, settings);
    expect(row?.startsWith('error') ? 'error' : row).toBe(value);
  });
});

/** learn.microsoft.com/sql/t-sql/data-types/datetime2-transact-sql: a datetime of .003 is .0033333, one of .007 .0066667. */
const THIRDS: readonly (readonly [milliseconds: string, type: string, value: string])[] = [
  ['.123', 'datetime2(6)', '.123333'],
  ['.127', 'datetime2(6)', '.126667'],
  ['.127', 'datetime2(5)', '.12667'],
  ['.123', 'datetime2(4)', '.1233'],
  ['.127', 'datetime2(3)', '.127'],
  ['.127', 'time(6)', '.126667'],
  ['.120', 'datetime2(6)', '.12'],
  ['.120', 'datetime2(7)', '.12'],
  // The seventh digit is cut, as it is where rows are landed.
  ['.127', 'datetime2(7)', '.126666'],
  ['.123', 'time(7)', '.123333'],
];

describe('Thirds of hundredths of a second', () => {
  it.each(THIRDS)('%s as %s', async (milliseconds, type, value) => {
    const stamp = `CAST(t.a AS datetime)`;
    const sql = `SELECT CAST(${stamp} AS ${type}) FROM (VALUES (CAST('2024-01-02 10:00:00${milliseconds}' AS varchar(30)))) AS t(a)`;
    const translated = translate(sql, ASSUMED_FACTS);
    const [row = ''] = await duckdb.rows(translated.sql ?? '', translated.prelude);
    expect(row.replace(/^.*(?=\.)/, '')).toBe(value);
  });

  // As the reference engine: 996 of .997 is what servers since 2016 answer.
  it.each([
    ['DATEPART(millisecond, a)', '.997', '996'],
    ['DATEPART(millisecond, a)', '.123', '123'],
    ['DATEPART(millisecond, a)', '.120', '120'],
    ['DATENAME(ms, a)', '.007', '6'],
    ['DATEDIFF(millisecond, a, b)', '.187', '3'],
  ])('%s of %s is %s', async (expression, milliseconds, value) => {
    const stamp = (digits: string): string => `CAST(CAST('2024-01-02 10:00:00${digits}' AS varchar(30)) AS datetime)`;
    const values = `(VALUES (${stamp(milliseconds)}, ${stamp('.190')})) AS t(a, b)`;
    const translated = translate(`SELECT ${expression} FROM ${values}`, ASSUMED_FACTS);
    expect(await duckdb.rows(translated.sql ?? '', translated.prelude)).toEqual([value]);
  });

  it('is refused where rows have to be exact', () => {
    expect(translate('SELECT CAST(Stamp AS datetime2(7)) FROM dbo.Item').codes).toEqual(['lower-unsupported']);
    expect(translate('SELECT CAST(Stamp AS datetime2(6)) FROM dbo.Item').codes).toEqual([]);
  });
});

/** From type, text, to type. Nothing carries into the next day: there is none. */
const SHORTER_TIMES: readonly (readonly [from: string, text: string, to: string, value: string])[] = [
  ['time(7)', '23:59:59.9999990', 'time(0)', '23:59:59'],
  ['time(7)', '10:20:30.4999990', 'time(0)', '10:20:30'],
  ['time(7)', '10:20:30.5000000', 'time(0)', '10:20:31'],
  ['time(7)', '10:59:59.9500000', 'time(1)', '11:00:00'],
  ['time(3)', '10:20:30.125', 'time(2)', '10:20:30.13'],
  ['time(5)', '23:59:59.99995', 'time(4)', '23:59:59.9999'],
  ['datetime2(6)', '2024-01-02 23:59:59.999999', 'time(3)', '23:59:59.999'],
  ['datetime2(3)', '2024-01-02 10:20:30.500', 'time(0)', '10:20:31'],
  ['datetime', '2024-01-02 10:20:30.997', 'time(2)', '10:20:31'],
  ['datetime', '2024-01-02 23:59:59.997', 'time(0)', '23:59:59'],
  ['smalldatetime', '2024-01-02 10:20', 'time(0)', '10:20:00'],
];

describe('Times with fewer digits of a second', () => {
  it.each(SHORTER_TIMES)('%s %s as %s is %s, as the engine has it', async (from, text, to, value) => {
    const cast = (operand: string): string => `CAST(CAST(${operand} AS ${from}) AS ${to})`;
    const ofRows = `SELECT ${cast('t.a')} FROM (VALUES (CAST('${text}' AS varchar(30)))) AS t(a)`;
    for (const sql of [ofRows, `SELECT ${cast(`'${text}'`)}`]) {
      const translated = translate(sql, ASSUMED_FACTS);
      expect(await duckdb.rows(translated.sql ?? '', translated.prelude)).toEqual([value]);
    }
  });

  it('is refused for six digits of seven', () => {
    const sql = 'SELECT CAST(CAST(t.a AS time(7)) AS time(6)) FROM (VALUES (CAST(NULL AS varchar(9)))) AS t(a)';
    expect(translate(sql).codes).toEqual(['render-no-conversion']);
  });
});
