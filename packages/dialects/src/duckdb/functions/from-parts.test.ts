import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, openDuckdb } from '../../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** `n` stands for a column, and for the same number as a constant, of which the reference engine makes the value. */
const CASES: readonly (readonly [call: string, n: string, value: string])[] = [
  ['DATETIME2FROMPARTS(2024, 2, n, 10, 20, 30, 0, 0)', '29', '2024-02-29 10:20:30'],
  ['DATETIME2FROMPARTS(2024, 2, n, 10, 20, 30, 0, 0)', '30', 'error'],
  ['DATETIME2FROMPARTS(2024, 2, n, 10, 20, 30, 0, 0)', 'NULL', 'NULL'],
  ['DATETIME2FROMPARTS(2024, 2, 1, n, 0, 0, 0, 0)', '23', '2024-02-01 23:00:00'],
  ['DATETIME2FROMPARTS(2024, 2, 1, n, 0, 0, 0, 0)', '24', 'error'],
  ['DATETIME2FROMPARTS(2024, 2, 1, 0, 0, n, 0, 0)', '60', 'error'],
  ['DATETIME2FROMPARTS(n, 1, 1, 0, 0, 0, 0, 0)', '0', 'error'],
  ['DATETIME2FROMPARTS(n, 1, 1, 0, 0, 0, 0, 0)', '10000', 'error'],
  ['DATETIME2FROMPARTS(2024, 2, 1, 0, 0, 0, n, 3)', '7', '2024-02-01 00:00:00.007'],
  ['DATETIME2FROMPARTS(2024, 2, 1, 0, 0, 0, n, 3)', '1000', 'error'],
  ['DATETIME2FROMPARTS(2024, 2, 1, 0, 0, 0, n, 3)', '-1', 'error'],
  ['DATETIME2FROMPARTS(2024, 2, 1, 0, 0, 0, n, 3)', 'NULL', 'NULL'],
  ['DATETIME2FROMPARTS(n, 2, 1, 0, 0, 0, 123456, 6)', '2024', '2024-02-01 00:00:00.123456'],
  ['DATETIMEFROMPARTS(n, 2, 1, 10, 20, 30, 0)', '2024', '2024-02-01 10:20:30'],
  ['DATETIMEFROMPARTS(2024, 2, 1, 10, 20, 30, n)', '125', '2024-02-01 10:20:30.127'],
  ['DATETIMEFROMPARTS(2024, 2, 29, 23, 59, 59, n)', '999', '2024-03-01 00:00:00'],
  ['DATETIMEFROMPARTS(2024, 2, 1, 10, 20, 30, n)', '1000', 'error'],
  ['DATETIMEFROMPARTS(2024, 2, 1, n, 0, 0, 0)', '24', 'error'],
  ['DATETIMEFROMPARTS(n, 2, 1, 0, 0, 0, 0)', '1752', 'error'],
  ['SMALLDATETIMEFROMPARTS(2024, 2, 1, n, 20)', '10', '2024-02-01 10:20:00'],
  ['SMALLDATETIMEFROMPARTS(2024, 2, 1, 10, n)', '60', 'error'],
  ['SMALLDATETIMEFROMPARTS(n, 2, 1, 10, 20)', '1899', 'error'],
  ['SMALLDATETIMEFROMPARTS(n, 6, 6, 10, 20)', '2079', '2079-06-06 10:20:00'],
  ['DATETIMEOFFSETFROMPARTS(n, 1, 31, 10, 20, 30, 0, 1, 30, 0)', '2024', '2024-01-31 10:20:30 +01:30'],
  ['DATETIMEOFFSETFROMPARTS(2024, 1, n, 10, 20, 30, 5, -8, 0, 3)', '31', '2024-01-31 10:20:30.005 -08:00'],
  ['DATETIMEOFFSETFROMPARTS(2024, 1, n, 10, 20, 30, 0, 0, -30, 7)', '31', '2024-01-31 10:20:30.0000000 -00:30'],
  ['DATETIMEOFFSETFROMPARTS(2024, 2, n, 10, 20, 30, 0, 0, 0, 0)', '30', 'error'],
  ['DATETIMEOFFSETFROMPARTS(2024, 2, n, 10, 20, 30, 0, 0, 0, 0)', 'NULL', 'NULL'],
  ['TIMEFROMPARTS(n, 20, 30, 0, 0)', '10', '10:20:30'],
  ['TIMEFROMPARTS(n, 20, 30, 5, 1)', '10', '10:20:30.5'],
  ['TIMEFROMPARTS(23, 59, 59, n, 2)', '99', '23:59:59.99'],
  ['TIMEFROMPARTS(23, 59, 59, n, 2)', '100', 'error'],
  ['TIMEFROMPARTS(n, 0, 0, 0, 0)', '24', 'error'],
  ['TIMEFROMPARTS(n, 0, 0, 0, 0)', 'NULL', 'NULL'],
];

describe('Dates and times of their parts', () => {
  it.each(CASES)('%s of %s is %s', async (call, n, value) => {
    const column = `SELECT ${call.replace('n,', 't.a,').replace(/\bn\)/, 't.a)')} FROM (VALUES (CAST(${n} AS int))) AS t(a)`;
    const constant = `SELECT ${call.replace('n,', `CAST(${n} AS int),`).replace(/\bn\)/, `CAST(${n} AS int))`)}`;
    for (const sql of [column, constant]) {
      const [row = ''] = await duckdb.run(sql);
      expect(row.startsWith('error') ? 'error' : row).toBe(value);
    }
  });

  it.each(['DATETIME2FROMPARTS(2024, 2, t.a, 0, 0, 0, 1, 7)', 'TIMEFROMPARTS(t.a, 0, 0, 1, 7)'])(
    '%s has a seventh digit of a second, and is refused',
    async (call) => {
      const [row = ''] = await duckdb.run(`SELECT ${call} FROM (VALUES (CAST(1 AS int))) AS t(a)`);
      expect(row).toMatch(/^refused: The function .* with a seventh digit of a second/);
    },
  );
});
