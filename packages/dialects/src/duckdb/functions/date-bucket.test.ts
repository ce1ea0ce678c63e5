import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb } from '../../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** The moment is a column, and the same value as a constant, which the reference engine puts into its bucket. */
const CASES: readonly (readonly [bucket: string, moment: string, type: string, value: string])[] = [
  ['week, 1', '2024-05-17', 'date', '2024-05-13'],
  ['week, 2', '2024-05-17', 'date', '2024-05-06'],
  ['week, 1', '1899-06-01', 'date', '1899-05-29'],
  ['day, 10', '2024-05-17', 'date', '2024-05-10'],
  ['day, 3', '1899-12-31', 'date', '1899-12-29'],
  ['month, 1', '2024-02-29', 'date', '2024-02-01'],
  ['month, 5', '2024-05-17', 'date', '2024-03-01'],
  ['month, 7', '1899-06-01', 'date', '1899-06-01'],
  ['quarter, 1', '2024-05-17', 'date', '2024-04-01'],
  ['year, 3', '2024-05-17', 'date', '2023-01-01'],
  ['year, 3', '1898-05-17', 'date', '1897-01-01'],
  ['hour, 7', '2024-05-17 13:47:29.123456', 'datetime2(6)', '2024-05-17 09:00:00'],
  ['minute, 15', '2024-05-17 13:47:29.123456', 'datetime2(6)', '2024-05-17 13:45:00'],
  ['second, 45', '2024-05-17 13:47:29.123456', 'datetime2(6)', '2024-05-17 13:47:15'],
  ['day, 3', '1900-01-02', 'datetime', '1900-01-01 00:00:00'],
  ['month, 1', '2024-05-17 10:11:12.347', 'datetime', '2024-05-01 00:00:00'],
  ['second, 1', '2024-05-17 10:00:00.997', 'datetime', '2024-05-17 10:00:00'],
  ['minute, 7', '2024-05-17 10:11:42', 'smalldatetime', '2024-05-17 10:10:00'],
];

/** With an origin of the same type. */
const ORIGINS: readonly (readonly [bucket: string, moment: string, origin: string, type: string, value: string])[] = [
  ['day, 7', '2024-05-17 13:47:29', '2024-01-03 05:00:00', 'datetime2(0)', '2024-05-15 05:00:00'],
  ['day, 7', '2023-12-31 23:00:00', '2024-01-03 05:00:00', 'datetime2(0)', '2023-12-27 05:00:00'],
  ['hour, 5', '2024-05-17 13:47:29', '2024-01-03 05:00:00', 'datetime2(0)', '2024-05-17 10:00:00'],
  ['week, 2', '2024-05-17', '2024-01-03', 'date', '2024-05-08'],
  ['month, 1', '2024-02-29', '2024-01-31', 'date', '2024-02-29'],
  ['month, 1', '2024-03-30', '2024-01-31', 'date', '2024-02-29'],
  ['month, 1', '2023-12-30', '2024-01-31', 'date', '2023-11-30'],
  ['month, 3', '2024-04-29', '2020-01-31', 'date', '2024-01-31'],
  ['quarter, 1', '2024-04-30', '2020-01-31', 'date', '2024-04-30'],
  ['year, 2', '2023-02-28', '2020-02-29', 'date', '2022-02-28'],
  ['year, 1', '2019-02-28', '2020-02-29', 'date', '2019-02-28'],
  ['month, 1', '2024-02-15 04:59:59', '2024-01-15 05:00:00', 'datetime2(0)', '2024-01-15 05:00:00'],
  ['month, 1', '2024-02-15 05:00:00', '2024-01-15 05:00:00', 'datetime2(0)', '2024-02-15 05:00:00'],
];

describe('DATE_BUCKET', () => {
  it.each(CASES)('%s of %s, a %s, is %s', async (bucket, moment, type, value) => {
    const constant = `CAST('${moment}' AS ${type})`;
    const column = `SELECT DATE_BUCKET(${bucket}, t.a) FROM (VALUES (${constant}), (NULL)) AS t(a) WHERE t.a IS NOT NULL`;
    expect(await duckdb.run(column)).toEqual([value]);
    expect(await duckdb.run(`SELECT DATE_BUCKET(${bucket}, ${constant})`)).toEqual([value]);
  });

  it.each(ORIGINS)('%s of %s from %s, a %s, is %s', async (bucket, moment, origin, type, value) => {
    const [at, from] = [moment, origin].map((text) => `CAST('${text}' AS ${type})`);
    const column = `SELECT DATE_BUCKET(${bucket}, t.a, t.b) FROM (VALUES (${at}, ${from}), (NULL, NULL)) AS t(a, b) WHERE t.a IS NOT NULL`;
    expect(await duckdb.run(column)).toEqual([value]);
    expect(await duckdb.run(`SELECT DATE_BUCKET(${bucket}, ${at}, ${from})`)).toEqual([value]);
  });

  it.each([
    'DATE_BUCKET(day, t.n, t.a)',
    'DATE_BUCKET(millisecond, 3, CAST(t.a AS datetime2(3)))',
    'DATE_BUCKET(hour, 1, CAST(t.a AS datetime), CAST(t.a AS datetime))',
  ])('%s is refused', async (call) => {
    const [row = ''] = await duckdb.run(`SELECT ${call} FROM (VALUES (CAST('2024-01-02' AS date), 1)) AS t(a, n)`);
    expect(row).toMatch(/^refused: The function DATE_BUCKET/);
  });
});
