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
    `STUFF((SELECT ', ' + Name FROM dbo.Item ORDER BY Id FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, '') AS names`,
    `select ( select string_agg(Item.Name, ', ' order by Item.Id) from dbo.Item as Item ) as names`,
    ['Anchor, anchor , Bolt'],
  ],
  [
    `STUFF((SELECT ', ' + Name FROM dbo.Item WHERE Id > 9 FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, '') AS names`,
    `select ( select string_agg(Item.Name, ', ') from dbo.Item as Item where Item.Id > 9 ) as names`,
    ['NULL'],
  ],
  [
    `(SELECT Id AS id, Name AS 'item.name', Price AS 'item.price', Sold AS sold FROM dbo.Item ORDER BY Id FOR JSON PATH, ROOT('items')) AS j`,
    `select '{"items":' || ( '[' || ( select string_agg( '{' || concat_ws( ',', '"id":' || cast(Item.Id as varchar), '"item":{' || nullif( concat_ws( ',', '"name":' || replace(cast(to_json(Item.Name) as varchar), '/', '\\/'), '"price":' || cast(Item.Price as varchar) ), '' ) || '}', '"sold":' || ('"' || strftime(Item.Sold, '%Y-%m-%d') || '"') ) || '}', ',' order by Item.Id ) from dbo.Item as Item ) || ']' ) || '}' as j`,
    [
      '{"items":[{"id":1,"item":{"name":"Anchor","price":10.50},"sold":"2024-01-31"},{"id":2,"item":{"name":"anchor ","price":3.00},"sold":"2024-03-10"},{"id":3,"item":{"name":"Bolt"}}]}',
    ],
  ],
  [
    `(SELECT CAST(Price AS float) AS p FROM dbo.Item WHERE Id = 1 FOR JSON PATH) AS j`,
    undefined,
    ['[{"p":1.050000000000000e+001}]'],
  ],
  [
    'APPROX_COUNT_DISTINCT(Name) AS n FROM dbo.Item',
    'select count(distinct lower(rtrim(tsql_code_page_text(Item.Name)))) as n from dbo.Item as Item',
    ['2'],
  ],
  [
    `j.a, j.b FROM dbo.Item t CROSS APPLY OPENJSON(CONCAT('[{"a":', t.Id, ',"n":{"b":[1]}}]')) WITH (a int, b nvarchar(max) '$.n.b' AS JSON) AS j WHERE t.Id < 3`,
    `select j.a, j.b from dbo.Item as t cross join lateral ( select cast(tsql_whole_text(tsql_json_value(element.value, '$.a')) as integer) as a, tsql_json_query(element.value, '$.n.b') as b from lateral (select unnest( tsql_json_elements_yes( tsql_json_root(concat('[{"a":', cast(t.Id as varchar), ',"n":{"b":[1]}}]')) ) ) as value) as element ) as j where t.Id < 3`,
    ['1 | [1]', '2 | [1]'],
  ],
  [
    'a.Id FROM dbo.Item a WHERE EXISTS (SELECT * FROM dbo.Item b WHERE b.Id = a.Id + 1)',
    'select a.Id from dbo.Item as a where exists ( select 1 from dbo.Item as b where b.Id = a.Id + 1 )',
    ['1', '2'],
  ],
  [
    '(SELECT COUNT(c.Id) FROM dbo.Item b LEFT JOIN dbo.Item c ON c.Id = a.Id AND c.Id > b.Id) AS n FROM dbo.Item a',
    undefined,
    ['0', '1', '2'],
  ],
  [
    'x.Id, x.m FROM dbo.Item a CROSS APPLY (SELECT TOP 1 b.Id, c.Id AS m FROM dbo.Item b LEFT JOIN dbo.Item c ON c.Id = a.Id - 1 ORDER BY b.Id) x',
    'select x.Id, x.m from dbo.Item as a cross join lateral ( select b.Id, c.Id as m from dbo.Item as b left join lateral ( select c.Id, c.Name, c.Title, c.Price, c.Sold, c.Stamp from dbo.Item as c where c.Id = a.Id - 1 ) as c on true order by b.Id limit 1 ) as x',
    ['1 | NULL', '1 | 1', '1 | 2'],
  ],
  [
    'd.b, d.a FROM (SELECT Id AS a, Price AS b FROM dbo.Item WHERE Id < 2) AS d',
    'select Item.Price as b, Item.Id as a from dbo.Item as Item where Item.Id < 2',
    ['10.50 | 1'],
  ],
  [
    'n FROM (SELECT DISTINCT Id % 2 AS n, Id % 2 AS m FROM dbo.Item) AS d',
    'with d as ( select distinct Item.Id % 2 as n, Item.Id % 2 as m from dbo.Item as Item ) select d.n from d',
    ['0', '1'],
  ],
  [
    "r.Value FROM dbo.Rate FOR SYSTEM_TIME AS OF '2024-01-15' AS r",
    "with r as ( select Rate.Code, Rate.Value, Rate.Since, Rate.Until from dbo.Rate as Rate where Rate.Since <= timestamp '2024-01-15 00:00:00' and Rate.Until > timestamp '2024-01-15 00:00:00' union all select RateHistory.Code, RateHistory.Value, RateHistory.Since, RateHistory.Until from dbo.RateHistory as RateHistory where RateHistory.Since <= timestamp '2024-01-15 00:00:00' and RateHistory.Until > timestamp '2024-01-15 00:00:00' ) select r.Value from r",
    ['11'],
  ],
  [
    'r.Value FROM dbo.Rate FOR SYSTEM_TIME ALL AS r ORDER BY r.Value',
    'with r as ( select Rate.Code, Rate.Value, Rate.Since, Rate.Until from dbo.Rate as Rate where Rate.Since <> Rate.Until union all select RateHistory.Code, RateHistory.Value, RateHistory.Since, RateHistory.Until from dbo.RateHistory as RateHistory where RateHistory.Since <> RateHistory.Until ) select r.Value from r order by r.Value',
    ['11', '12'],
  ],
  [
    "NULLIF(LTRIM(RTRIM(Name)), '') FROM dbo.Item WHERE Id = 2",
    `select nullif(trim(Item.Name), '') as column_1 from dbo.Item as Item where Item.Id = 2`,
    ['anchor'],
  ],
  [
    'DATENAME(month, Sold) AS m, COUNT(*) AS n FROM dbo.Item WHERE Sold IS NOT NULL GROUP BY DATENAME(month, Sold)',
    'select monthname(Item.Sold) as m, count(*) as n from dbo.Item as Item where Item.Sold is not null group by monthname(Item.Sold)',
    ['January | 1', 'March | 1'],
  ],
  [
    'CAST(CONVERT(varchar(8), Sold, 112) AS int) FROM dbo.Item WHERE Id = 1',
    `select cast(strftime(Item.Sold, '%Y%m%d') as integer) as column_1 from dbo.Item as Item where Item.Id = 1`,
    ['20240131'],
  ],
  [
    'LAG(Price, 1, 0) IGNORE NULLS OVER (ORDER BY Id) AS p FROM dbo.Item',
    'select lag(Item.Price, 1 ignore nulls) over (order by Item.Id) as p from dbo.Item as Item',
    ['NULL', '10.50', '3.00'],
  ],
  [
    'TOP 1 Name FROM dbo.Item ORDER BY Price DESC',
    'select Item.Name from dbo.Item as Item order by Item.Price desc nulls last limit 1',
    ['Anchor'],
  ],
  [
    'TOP 50 PERCENT Id FROM dbo.Item ORDER BY Id',
    'select Item.Id from dbo.Item as Item qualify row_number() over (order by Item.Id) <= ceil(50e0 / 100.0 * count(*) over ())',
    ['1', '2'],
  ],
  [
    'TOP 1 WITH TIES Id FROM dbo.Item ORDER BY Price',
    'select Item.Id from dbo.Item as Item qualify rank() over (order by Item.Price nulls first) <= 1',
    ['3'],
  ],
  [
    'Id FROM dbo.Item ORDER BY Price, Id OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY',
    'select Item.Id from dbo.Item as Item order by Item.Price nulls first, Item.Id limit 1 offset 1',
    ['2'],
  ],
  [
    'a.Id, b.Id FROM dbo.Item a, dbo.Item b WHERE a.Id = b.Id AND a.Id > 2',
    'select a.Id, b.Id as Id_2 from dbo.Item as a inner join dbo.Item as b on a.Id = b.Id where a.Id > 2',
    ['3 | 3'],
  ],
  [
    `value FROM STRING_SPLIT('a,b', ',')`,
    `select STRING_SPLIT.value from lateral (select unnest(string_split('a,b', ',')) as value) as STRING_SPLIT`,
    ['a', 'b'],
  ],
  [
    'value FROM GENERATE_SERIES(3, 1)',
    'select GENERATE_SERIES.value from lateral (select cast(unnest(generate_series(3, 1, case when 3 <= 1 then 1 else -1 end)) as integer) as value) as GENERATE_SERIES',
    ['3', '2', '1'],
  ],
  [
    `i.Id, s.value FROM dbo.Item i CROSS APPLY STRING_SPLIT(i.Name, 'c') s WHERE i.Id = 1`,
    `select i.Id, s.value from dbo.Item as i cross join lateral (select unnest(string_split(i.Name, 'c')) as value) as s where i.Id = 1`,
    ['1 | hor', '1 | An'],
  ],
  [
    '[1], [2] FROM (SELECT Id, Price FROM dbo.Item) s PIVOT (SUM(Price) FOR Id IN ([1], [2])) p',
    'with s as ( select Item.Id, Item.Price from dbo.Item as Item ) select sum(case when s.Id = 1 then s.Price end) as "1", sum(case when s.Id = 2 then s.Price end) as "2" from s',
    ['10.50 | 3.00'],
  ],
  [
    '[1], [2] FROM (SELECT Id, CAST(Price AS money) AS Price FROM dbo.Item) s PIVOT (SUM(Price) FOR Id IN ([1], [2])) p',
    'with s as ( select Item.Id, cast(Item.Price as decimal(19, 4)) as Price from dbo.Item as Item ) select tsql_money_range(sum(case when s.Id = 1 then s.Price end)) as "1", tsql_money_range(sum(case when s.Id = 2 then s.Price end)) as "2" from s',
    ['10.5000 | 3.0000'],
  ],
  [
    'Id, c, v FROM (SELECT Id, CAST(Id AS int) AS a, Id * 2 AS b FROM dbo.Item WHERE Id = 1) s UNPIVOT (v FOR c IN (a, b)) u',
    `with s as ( select Item.Id, Item.Id as a, Item.Id * 2 as b from dbo.Item as Item where Item.Id = 1 ), u as ( select s.Id, s.a as v, 'a' as c from s where s.a is not null union all select s.Id, s.b as v, 'b' as c from s where s.b is not null ) select u.Id, u.c, u.v from u`,
    ['1 | a | 1', '1 | b | 2'],
  ],
  [
    `STUFF((SELECT ',' + Name FROM dbo.Item ORDER BY Id FOR XML PATH('')), 1, 1, '')`,
    `select tsql_stuff( tsql_basic_text( ( select string_agg(coalesce(tsql_xml_escape(',' || Item.Name), ''), '' order by Item.Id) from dbo.Item as Item ) ), 1, 1, '' ) as column_1`,
    ['Anchor,anchor ,Bolt'],
  ],
  [
    'Id, COUNT(*) AS n FROM dbo.Item GROUP BY ROLLUP (Id) ORDER BY Id',
    'select Item.Id, count(*) as n from dbo.Item as Item group by grouping sets ((Item.Id), ()) having count(*) > 0 order by Id nulls first',
    ['NULL | 3', '1 | 1', '2 | 1', '3 | 1'],
  ],
  // The grand total of no rows is no row.
  [
    'Id, COUNT(*) AS n FROM dbo.Item WHERE Id > 9 GROUP BY ROLLUP (Id)',
    'select Item.Id, count(*) as n from dbo.Item as Item where Item.Id > 9 group by grouping sets ((Item.Id), ()) having count(*) > 0',
    [],
  ],
  ['COUNT(*) AS n FROM dbo.Item GROUP BY ()', 'select count(*) as n from dbo.Item as Item having count(*) > 0', ['3']],
  [
    '1 AS one FROM dbo.Item WHERE Id > 9 GROUP BY () HAVING COUNT(*) < 9',
    'select 1 as one from dbo.Item as Item where Item.Id > 9 having count(*) > 0 and count(*) < 9',
    [],
  ],
  // Columns of the query around it alone: no aggregate of that query.
  [
    `(SELECT i.Id AS a FOR JSON PATH, WITHOUT_ARRAY_WRAPPER) AS j FROM dbo.Item i WHERE i.Id < 3`,
    `select (select '{' || concat_ws(',', '"a":' || cast(i.Id as varchar)) || '}') as j from dbo.Item as i where i.Id < 3`,
    ['{"a":1}', '{"a":2}'],
  ],
  [
    `(SELECT i.Id AS a FROM dbo.Item x WHERE x.Id > i.Id FOR JSON PATH) AS j FROM dbo.Item i`,
    `select '[' || ( select string_agg('{' || concat_ws(',', '"a":' || cast(items.a as varchar)) || '}', ',') from ( select i.Id as a from dbo.Item as x where x.Id > i.Id ) as items ) || ']' as j from dbo.Item as i`,
    ['NULL', '[{"a":1},{"a":1}]', '[{"a":2}]'],
  ],
  [`(SELECT i.Name + ',' FOR XML PATH('')) AS j FROM dbo.Item i WHERE i.Id > 1`, undefined, ['anchor ,', 'Bolt,']],
  [
    'ROW_NUMBER() OVER (ORDER BY Price) AS r FROM dbo.Item ORDER BY r',
    'select row_number() over (order by Item.Price nulls first) as r from dbo.Item as Item order by r',
    ['1', '2', '3'],
  ],
  [
    'PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY Price) OVER () FROM dbo.Item WHERE Id < 3',
    'select quantile_cont(cast(Item.Price as double), 0.5) over () as column_1 from dbo.Item as Item where Item.Id < 3',
    ['6.75', '6.75'],
  ],
  [
    'PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY Price DESC) OVER () FROM dbo.Item WHERE Id < 3',
    'select quantile_cont(cast(Item.Price as double), -0.25) over () as column_1 from dbo.Item as Item where Item.Id < 3',
    ['8.625', '8.625'],
  ],
  [
    'PERCENTILE_DISC(0) WITHIN GROUP (ORDER BY Price DESC) OVER () FROM dbo.Item WHERE Id < 3',
    'select quantile_disc(Item.Price, 1) over () as column_1 from dbo.Item as Item where Item.Id < 3',
    ['10.50', '10.50'],
  ],
  [
    'PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY Price DESC) OVER () FROM dbo.Item WHERE Id < 3',
    'select quantile_disc(Item.Price, -0.5) over () as column_1 from dbo.Item as Item where Item.Id < 3',
    ['10.50', '10.50'],
  ],
  ['MAX(Name) OVER (ORDER BY Id) FROM dbo.Item ORDER BY Id', undefined, ['Anchor', 'Anchor', 'Bolt']],
  [
    'MIN(Name COLLATE Latin1_General_BIN2) OVER (ORDER BY Id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM dbo.Item ORDER BY Id',
    undefined,
    ['Anchor', 'Anchor', 'Bolt'],
  ],
  // Groups of bytes from the last one on.
  [
    `MIN(CAST(t.g AS uniqueidentifier)) OVER () FROM (VALUES ('00000000-0000-0000-0000-010000000000'), ('FF000000-0000-0000-0000-000000000001')) AS t(g)`,
    undefined,
    ['ff000000-0000-0000-0000-000000000001', 'ff000000-0000-0000-0000-000000000001'],
  ],
  [
    'SUM(Price) OVER (PARTITION BY Name ORDER BY Id ROWS UNBOUNDED PRECEDING) FROM dbo.Item ORDER BY Id',
    'select sum(Item.Price) over ( partition by lower(rtrim(tsql_code_page_text(Item.Name))) order by Item.Id rows between unbounded preceding and current row ) as column_1 from dbo.Item as Item order by Item.Id',
    ['10.50', '13.50', 'NULL'],
  ],
];

describe('Shapes of queries', () => {
  it.each(CASES)('%s', async (tsql, sql, rows) => {
    const translated = translate(`SELECT ${tsql}`);
    if (sql !== undefined) expect(onOneLine(translated.sql)).toBe(sql);
    const found = await duckdb.rows(translated.sql ?? '', translated.prelude);
    expect(/ORDER BY/.test(tsql) ? found : [...found].sort()).toEqual(/ORDER BY/.test(tsql) ? rows : [...rows].sort());
  });
});

describe('Recursions', () => {
  it('may have several recursive members', async () => {
    const members = ['n + 1 FROM r WHERE n < 3', 'n + 10 FROM r WHERE n < 3', 'n * 100 FROM r WHERE n = 2'];
    const rows = await duckdb.run(
      `WITH r AS (SELECT 1 AS n UNION SELECT 1 ${members.map((each) => `UNION ALL SELECT ${each}`).join(' ')}) SELECT n FROM r`,
    );
    expect(rows.map(Number).sort((a, b) => a - b)).toEqual([1, 2, 3, 11, 12, 200]);
  });

  it.each(['UNION SELECT n + 1 FROM r', 'UNION ALL SELECT n + 1 FROM r UNION ALL SELECT 2'])(
    'may not be %s',
    (members) => {
      const { codes } = translate(`WITH r AS (SELECT 1 AS n ${members}) SELECT n FROM r`);
      expect(codes).toEqual(['lower-unsupported']);
    },
  );
});
