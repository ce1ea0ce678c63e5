import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, onOneLine, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** T-SQL behind SELECT, the SQL of DuckDB on one line, and the rows that DuckDB returns for it. */
const CASES: readonly (readonly [tsql: string, sql: string, rows: readonly string[]])[] = [
  ['7 / 2', 'select 7 // 2 as column_1', ['3']],
  ['-7 / 2', 'select -7 // 2 as column_1', ['-3']],
  ['7 % -2', 'select 7 % -2 as column_1', ['1']],
  [
    '-N + 1 FROM (SELECT CAST(Id AS tinyint) AS N FROM dbo.Item) AS t',
    'with t as ( select cast(Item.Id as utinyint) as N from dbo.Item as Item ) select -cast(t.N as integer) + 1 as column_1 from t',
    ['-2', '-1', '0'],
  ],
  ['1 / 0', 'select tsql_int_divide(1, 0) as column_1', ['error: Invalid Input Error: Divide by zero (8134)']],
  ['CAST(1 AS decimal(9,2)) / 3', 'select tsql_decimal_divide_13_6_0_null(1, 3) as column_1', ['0.333333']],
  ['2.0 / 3', 'select tsql_decimal_divide_7_6_0_null(2, 3) as column_1', ['0.666666']],
  ['5.0000 / 0.25', 'select tsql_decimal_divide_10_7_2_null(5, 0.25) as column_1', ['20.0000000']],
  [
    'CAST(175000.00 AS decimal(12,2)) * (Price - Price + 100) / 100 FROM dbo.Item WHERE Id = 1',
    'select tsql_decimal_divide_28_8_0_null(175000 * (Item.Price - Item.Price + 100), 100) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['175000.00000000'],
  ],
  [
    '2147483647.0 + Id FROM dbo.Item WHERE Id = 1',
    'select 2147483647 + cast(Item.Id as decimal(12, 1)) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['2147483648.0'],
  ],
  [
    'BIT_COUNT(-Id), BIT_COUNT(CAST(Id - 2 AS smallint)) FROM dbo.Item WHERE Id < 3',
    'select cast(bit_count(-Item.Id) as bigint) as column_1, cast(bit_count(cast(Item.Id - 2 as smallint)) as bigint) as column_2 from dbo.Item as Item where Item.Id < 3',
    ['32 | 16', '31 | 0'],
  ],
  ['1e0 / 3', 'select 1e0 / 3e0 as column_1', ['0.3333333333333333']],
  [
    'AVG(Id) FROM dbo.Item',
    'select cast(sum(Item.Id) as integer) // count(Item.Id) as column_1 from dbo.Item as Item',
    ['2'],
  ],
  [
    'AVG(Price) FROM dbo.Item',
    'select tsql_decimal_divide_38_6_0_null(sum(Item.Price), count(Item.Price)) as column_1 from dbo.Item as Item',
    ['6.750000'],
  ],
  [
    'SUM(Id) / COUNT(*) FROM dbo.Item',
    'select cast(tsql_int_divide(sum(Item.Id), count(*)) as integer) as column_1 from dbo.Item as Item',
    ['2'],
  ],
  [
    '2147483647 + 1',
    'select 2147483647 + 1 as column_1',
    ['error: Out of Range Error: Overflow in addition of INT32 (2147483647 + 1)!'],
  ],
  ['ROUND(2.345, 2)', 'select cast(round(2.345, 2) as decimal(4, 3)) as column_1', ['2.350']],
  ['ROUND(2.345, 2, 1)', 'select cast(trunc(2.345, 2) as decimal(4, 3)) as column_1', ['2.340']],
  ['CEILING(2.1)', 'select ceil(2.1) as column_1', ['3']],
  ['POWER(2, 10)', 'select cast(trunc(tsql_power(2, 10e0)) as integer) as column_1', ['1024']],
  ['5 ^ 3', 'select xor(5, 3) as column_1', ['6']],
  ['~5', 'select ~5 as column_1', ['-6']],
  [
    'ISNULL(Price, 0) * 1.19 FROM dbo.Item WHERE Id = 1',
    'select coalesce(Item.Price, 0) * 1.19 as column_1 from dbo.Item as Item where Item.Id = 1',
    ['12.4950'],
  ],
  [
    'Price / NULLIF(Id, 0) FROM dbo.Item WHERE Id = 1',
    'select tsql_decimal_divide_20_13_0_null(Item.Price, nullif(Item.Id, 0)) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['10.5000000000000'],
  ],
];

describe('Arithmetic: whole numbers and decimals are cut, zero is an error', () => {
  it.each(CASES)('%s', async (tsql, sql, rows) => {
    const translated = translate(`SELECT ${tsql}`);
    expect(onOneLine(translated.sql)).toBe(sql);
    const found = await duckdb.rows(translated.sql ?? '', translated.prelude);
    expect(/ORDER BY/.test(tsql) ? found : [...found].sort()).toEqual(/ORDER BY/.test(tsql) ? rows : [...rows].sort());
  });
});
