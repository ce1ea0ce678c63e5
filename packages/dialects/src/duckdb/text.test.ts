import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckdbSession, onOneLine, openDuckdb, translate } from '../testing/duckdb-session.js';

let duckdb: DuckdbSession;
beforeAll(async () => {
  duckdb = await openDuckdb();
});
afterAll(() => duckdb.close());

/** T-SQL behind SELECT, the SQL of DuckDB on one line, and the rows that DuckDB returns for it. */
const CASES: readonly (readonly [tsql: string, sql: string, rows: readonly string[]])[] = [
  [`LEN('ab  ')`, `select length(rtrim('ab ')) as column_1`, ['2']],
  [
    'LEN(Name) FROM dbo.Item WHERE Id = 2',
    'select length(rtrim(Item.Name)) as column_1 from dbo.Item as Item where Item.Id = 2',
    ['6'],
  ],
  [`DATALENGTH(N'abc')`, `select 2 * length('abc') as column_1`, ['6']],
  [
    'LEFT(Name, 3) FROM dbo.Item WHERE Id = 1',
    'select left(Item.Name, 3) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['Anc'],
  ],
  [
    `LEFT('abc', -1)`,
    `select cast( error('Invalid length parameter passed to the left function. (536)') as varchar ) as column_1`,
    ['error: Invalid Input Error: Invalid length parameter passed to the left function. (536)'],
  ],
  [`SUBSTRING('hello', -1, 3)`, `select tsql_substring('hello', -1, 3) as column_1`, ['h']],
  [
    'SUBSTRING(Name, 2, 3) FROM dbo.Item WHERE Id = 1',
    'select substr(Item.Name, 2, 3) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['nch'],
  ],
  [
    `CHARINDEX('C', Name) FROM dbo.Item WHERE Id = 1`,
    `select strpos(lower(tsql_simple_text(Item.Name)), 'c') as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['3'],
  ],
  [
    `CHARINDEX('@', Name) FROM dbo.Item WHERE Id = 1`,
    `select strpos(Item.Name, '@') as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['0'],
  ],
  [`PATINDEX('%[0-9]%', 'ab1')`, `select tsql_patindex('ab1', '(?is)^(.*?)[0-9].*$') as column_1`, ['3']],
  [
    `REPLACE(Name, 'A', 'x') FROM dbo.Item WHERE Id = 1`,
    `select regexp_replace(tsql_simple_text(Item.Name), 'A', 'x', 'gi') as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['xnchor'],
  ],
  [`STUFF('abcdef', 2, 3, 'x')`, `select tsql_stuff('abcdef', 2, 3, 'x') as column_1`, ['axef']],
  [`STUFF('abc', 9, 1, 'x')`, `select tsql_stuff('abc', 9, 1, 'x') as column_1`, ['NULL']],
  [`REPLICATE('ab', -1)`, `select tsql_replicate('ab', -1) as column_1`, ['NULL']],
  [
    `LEN(REPLICATE('ab', CAST(Id AS int) * 5000)), REPLICATE('0', 8 - LEN(Title)) FROM dbo.Item WHERE Id = 1`,
    `select length(rtrim(tsql_replicate_8000('ab', Item.Id * 5000))) as column_1, tsql_replicate('0', cast(8 - length(rtrim(tsql_basic_text(Item.Title))) as integer)) as column_2 from dbo.Item as Item where Item.Id = 1`,
    ['8000 | 00'],
  ],
  [
    `LEN(CAST(REPLICATE('ab', Id * 5000) AS varchar(max))) FROM dbo.Item WHERE Id = 1`,
    `select length(rtrim(tsql_replicate_8000('ab', Item.Id * 5000))) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['8000'],
  ],
  [`LEN(REPLICATE(CAST('a' AS varchar(max)), 9000))`, `select length(rtrim(repeat('a', 9000))) as column_1`, ['9000']],
  [`QUOTENAME('a]b')`, `select tsql_quotename('a]b', '[', ']') as column_1`, ['[a]]b]']],
  [`TRANSLATE('2*[3+4]', '[]', '()')`, `select translate('2*[3+4]', '[]', '()') as column_1`, ['2*(3+4)']],
  [`CONCAT('a', NULL, 1)`, `select concat('a', null, '1') as column_1`, ['a1']],
  [`'a' + NULL`, 'select cast(null as varchar) as column_1', ['NULL']],
  [`ASCII('A')`, `select tsql_ascii('A') as column_1`, ['65']],
  [
    `STRING_AGG(Name, ',') WITHIN GROUP (ORDER BY Id) FROM dbo.Item`,
    `select string_agg(Item.Name, ',' order by Item.Id) as column_1 from dbo.Item as Item`,
    ['Anchor,anchor ,Bolt'],
  ],
  [
    'UPPER(Name) FROM dbo.Item WHERE Id = 1',
    'select tsql_upper(Item.Name) as column_1 from dbo.Item as Item where Item.Id = 1',
    ['ANCHOR'],
  ],
  [
    "UPPER(Name + 'ß') FROM dbo.Item WHERE Id = 1",
    "select tsql_upper(Item.Name || 'ß') as column_1 from dbo.Item as Item where Item.Id = 1",
    ['ANCHORß'],
  ],
];

describe('Functions of texts', () => {
  it.each(CASES)('%s', async (tsql, sql, rows) => {
    const translated = translate(`SELECT ${tsql}`);
    expect(onOneLine(translated.sql)).toBe(sql);
    const found = await duckdb.rows(translated.sql ?? '', translated.prelude);
    expect(/ORDER BY/.test(tsql) ? found : [...found].sort()).toEqual(/ORDER BY/.test(tsql) ? rows : [...rows].sort());
  });
});
