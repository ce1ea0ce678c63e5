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
    `COUNT(*) FROM dbo.Item WHERE Name = 'ANCHOR'`,
    `select count(*) as column_1 from dbo.Item as Item where lower(rtrim(tsql_code_page_text(Item.Name))) = 'anchor'`,
    ['2'],
  ],
  [
    `COUNT(*) FROM dbo.Item WHERE Name IN ('anchor', 'x')`,
    `select count(*) as column_1 from dbo.Item as Item where lower(rtrim(tsql_code_page_text(Item.Name))) in ('anchor', 'x')`,
    ['2'],
  ],
  [
    `COUNT(*) FROM dbo.Item WHERE Name LIKE 'AN%'`,
    `select count(*) as column_1 from dbo.Item as Item where tsql_simple_text(Item.Name) ilike 'AN%'`,
    ['2'],
  ],
  [
    `COUNT(*) FROM dbo.Item WHERE Name LIKE '[a-c]nchor'`,
    `select count(*) as column_1 from dbo.Item as Item where regexp_full_match(tsql_simple_text(Item.Name), '[a-càáâãäå]nchor *', 'is')`,
    ['2'],
  ],
  [
    `COUNT(*) FROM dbo.Item WHERE Name LIKE 'a_c%' ESCAPE '!'`,
    `select count(*) as column_1 from dbo.Item as Item where tsql_simple_text(Item.Name) ilike 'a_c%' escape '!'`,
    ['2'],
  ],
  [
    'COUNT(DISTINCT Name) FROM dbo.Item',
    'select count(distinct lower(rtrim(tsql_code_page_text(Item.Name)))) as column_1 from dbo.Item as Item',
    ['2'],
  ],
  [
    'DISTINCT UPPER(Name) AS n FROM dbo.Item ORDER BY n',
    'select min(tsql_upper(Item.Name)) as n from dbo.Item as Item group by lower(rtrim(tsql_code_page_text(tsql_upper(Item.Name)))) order by tsql_order_key(min(tsql_upper(Item.Name))) nulls first',
    ['ANCHOR', 'BOLT'],
  ],
  [
    "DISTINCT Name, 1 AS one, '?' AS x FROM dbo.Item ORDER BY Name",
    "select min(Item.Name) as Name, 1 as one, '?' as x from dbo.Item as Item group by lower(rtrim(tsql_code_page_text(Item.Name))) order by tsql_order_key(min(Item.Name)) nulls first",
    ['Anchor | 1 | ?', 'Bolt | 1 | ?'],
  ],
  [
    'MAX(Name) FROM dbo.Item',
    'select arg_max(Item.Name, tsql_order_key(Item.Name)) as column_1 from dbo.Item as Item',
    ['Bolt'],
  ],
  [
    'Name FROM dbo.Item ORDER BY Name DESC',
    'select Item.Name from dbo.Item as Item order by tsql_order_key(Item.Name) desc nulls last',
    ['Bolt', 'Anchor', 'anchor '],
  ],
  [
    `x FROM (VALUES (N'-a'), (N'β'), (N'é'), (N'_'), (N'e'), (N'α'), (N'B'), (N'co-op'), (N'coop'), (N'1')) AS t(x) ORDER BY x`,
    `select t.x from (values ('-a'), ('β'), ('é'), ('_'), ('e'), ('α'), ('B'), ('co-op'), ('coop'), ('1')) as t (x) order by tsql_word_order_key(t.x)`,
    ['_', '1', '-a', 'B', 'coop', 'co-op', 'e', 'é', 'α', 'β'],
  ],
  [`CASE WHEN N'ß' = N'ss' THEN 1 ELSE 0 END`, `select case when 'ss' = 'ss' then 1 else 0 end as column_1`, ['1']],
  [
    `CASE WHEN 'a' COLLATE Latin1_General_BIN2 = 'A' THEN 1 ELSE 0 END`,
    `select case when 'a' = 'A' then 1 else 0 end as column_1`,
    ['0'],
  ],
  [
    `CASE WHEN 'é' COLLATE Latin1_General_CI_AI = 'E' THEN 1 ELSE 0 END`,
    `select case when 'e' = 'e' then 1 else 0 end as column_1`,
    ['1'],
  ],
  [
    `COUNT(*) FROM (SELECT 'A ' AS x EXCEPT SELECT 'a') AS u`,
    `with kept as ( select 'A ' as x ), u as ( select min(kept.x) as x from kept where not exists ( select other.x from ( select 'a' as x ) as other where lower(rtrim(kept.x)) is not distinct from lower(rtrim(other.x)) ) group by lower(rtrim(kept.x)) ) select count(*) as column_1 from u`,
    ['0'],
  ],
  [
    `COUNT(*) FROM (SELECT Name FROM dbo.Item UNION SELECT 'ANCHOR') AS u`,
    `with united as ( select Item.Name from dbo.Item as Item union all select 'ANCHOR' as Name ), u as ( select min(united.Name) as Name from united group by lower(rtrim(tsql_code_page_text(united.Name))) ) select count(*) as column_1 from u`,
    ['2'],
  ],
];

describe('Comparison and order of texts, without facts: by guarded keys', () => {
  it.each(CASES)('%s', async (tsql, sql, rows) => {
    const translated = translate(`SELECT ${tsql}`);
    expect(onOneLine(translated.sql)).toBe(sql);
    const found = await duckdb.rows(translated.sql ?? '', translated.prelude);
    expect(/ORDER BY/.test(tsql) ? found : [...found].sort()).toEqual(/ORDER BY/.test(tsql) ? rows : [...rows].sort());
  });
});
