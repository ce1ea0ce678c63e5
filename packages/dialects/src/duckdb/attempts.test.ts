import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** TRY_CAST of a column, and of the same value as a constant, which the reference engine converts. */
const CASES: readonly (readonly [value: string, from: string, to: string, result: string])[] = [
  ['2.75', 'float', 'int', '2'],
  ['-2.75', 'float', 'int', '-2'],
  ['-0.1', 'float', 'tinyint', '0'],
  ['-1', 'float', 'tinyint', 'NULL'],
  ['2147483648', 'float', 'int', 'NULL'],
  ['9.3E18', 'float', 'bigint', 'NULL'],
  ['1E300', 'float', 'decimal(38, 0)', 'NULL'],
  ['1.256', 'float', 'decimal(9, 2)', '1.26'],
  ['-1.25', 'float', 'decimal(9, 1)', '-1.3'],
  ['1234.5', 'float', 'decimal(5, 2)', 'NULL'],
  ['0.1', 'real', 'decimal(9, 8)', '0.10000000'],
  ['2.5', 'money', 'int', '3'],
  ['3000000000', 'money', 'int', 'NULL'],
  ['12.3456', 'money', 'decimal(5, 2)', '12.35'],
  ['1234.5', 'money', 'decimal(5, 2)', 'NULL'],
  ['1.5', 'decimal(9, 2)', 'float', '1.5'],
  ["'1752-12-31'", 'date', 'datetime', 'NULL'],
  ["'1753-01-01'", 'date', 'datetime', '1753-01-01 00:00:00'],
  ["'1899-12-31'", 'date', 'smalldatetime', 'NULL'],
  ["'2079-06-06'", 'date', 'smalldatetime', '2079-06-06 00:00:00'],
  ["'2079-06-07'", 'date', 'smalldatetime', 'NULL'],
  ["'2079-06-06 23:59:29'", 'datetime', 'smalldatetime', '2079-06-06 23:59:00'],
  ["'2079-06-06 23:59:45'", 'datetime', 'smalldatetime', 'NULL'],
  ["'0001-01-01 10:00:00'", 'datetime2(0)', 'datetime', 'NULL'],
  ["'2024-01-02 10:00:00.125'", 'datetime2(3)', 'datetime', '2024-01-02 10:00:00.127'],
  ["'10:20:30'", 'time(0)', 'datetime', '1900-01-01 10:20:30'],
  ["'2024-01-31 12:34:56'", 'datetime', 'varchar(30)', 'Jan 31 2024 12:34PM'],
  ["'2024-01-31'", 'date', 'varchar(10)', '2024-01-31'],
  ["'2024-01-31'", 'date', 'varchar(7)', '2024-01'],
  ['1.5', 'float', 'varchar(30)', '1.5'],
  ['-12.50', 'decimal(4, 2)', 'varchar(6)', '-12.50'],
];

describe('TRY_CAST', () => {
  it.each(CASES)('of %s, a %s, as %s is %s', async (value, from, to, result) => {
    const constant = `CAST(${value} AS ${from})`;
    const rows = `FROM (VALUES (${constant}), (NULL)) AS t(a) WHERE t.a IS NOT NULL`;
    expect(await duckdb.run(`SELECT TRY_CAST(t.a AS ${to}) ${rows}`)).toEqual([result]);
    expect(await duckdb.run(`SELECT TRY_CAST(${constant} AS ${to})`)).toEqual([result]);
  });

  it.each([
    ['decimal(4, 2)', 'varchar(5)'],
    ['float', 'varchar(5)'],
    ['int', 'datetime'],
    ['float', 'money'],
  ])('of a %s as %s is refused', async (from, to) => {
    const [row = ''] = await duckdb.run(`SELECT TRY_CAST(t.a AS ${to}) FROM (VALUES (CAST(1 AS ${from}))) AS t(a)`);
    expect(row).toMatch(/^refused: The conversion/);
  });
});
