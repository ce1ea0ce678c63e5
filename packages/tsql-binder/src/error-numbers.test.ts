import { describe, expect, it } from 'vitest';
import { bindText } from './testing/bind-text.js';

/** The numbers that end the messages of the errors. */
function numbersOf(sql: string): number[] {
  return bindText(sql)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => Number(/\((\d+)\)[^()]*$/.exec(message)?.[1]));
}

describe('errors of operands', () => {
  it.each([
    // Dates and times: what is missing is a conversion, and how far away it is makes the number.
    ['da + 1', 206],
    ['1 + da', 206],
    ['da - bi', 206],
    ['1.5 + t', 206],
    ['dt2 * 2', 206],
    ['dto % 2', 206],
    ['dt * 2', 257],
    ['2 / sdt', 257],
    ['dt % 2', 402],
    ["da + 'x'", 402],
    ['t - vc', 402],
    ['dt + da', 402],
    ['da - t', 402],
    ['da - da', 8117],
    ['t - t', 8117],
    ['dt * dt', 8117],
    // Numbers
    ['b + b', 402],
    ['b * b', 402],
    ['f % f', 8117],
    ['f % i', 402],
    ["'a' - 'b'", 8117],
    // Bits
    ['vb | vb', 402],
    ['vb & 0x0F', 402],
    ['d & i', 402],
    ["'a' ^ 'b'", 402],
    ['g | 1', 402],
  ])('%s: %i', (expression, number) => expect(numbersOf(`SELECT ${expression} FROM dbo.Types`)).toEqual([number]));

  it.each([
    ['da = t', 402],
    ['da = 1', 206],
    ["x = 'a'", 8117],
  ])('%s: %i', (condition, number) =>
    expect(numbersOf(`SELECT 1 FROM dbo.Types WHERE ${condition}`)).toEqual([number]),
  );

  it.each([
    'dt + 1',
    'dt - 1.5',
    "dt + '1'",
    'dt - dt',
    'sdt + b',
    'b + 1',
    'vb | 1',
    "'1' & 1",
    'NULL | vb',
    'i % 2.5',
  ])('%s is right', (expression) => expect(numbersOf(`SELECT ${expression} FROM dbo.Types`)).toEqual([]));
});

describe('errors of clauses', () => {
  it.each([
    ['SELECT City FROM dbo.Customer GROUP BY Name', 8120],
    ['SELECT City FROM dbo.Customer GROUP BY City HAVING Id > 1', 8121],
    ['SELECT City FROM dbo.Customer GROUP BY City ORDER BY Name', 8127],
    ['SELECT City FROM dbo.Customer GROUP BY COUNT(*), City', 144],
    ['SELECT 1 FROM dbo.Customer WHERE MAX(Id) = 1', 147],
    ['SELECT 1 FROM dbo.Customer a JOIN dbo.Customer b ON MAX(a.Id) = b.Id', 1015],
    ['UPDATE dbo.Customer SET Rating = MAX(Rating)', 157],
    ['SELECT City FROM dbo.Customer UNION SELECT City FROM dbo.Customer ORDER BY Id', 104],
    ['SELECT DISTINCT City FROM dbo.Customer ORDER BY Id', 145],
    ['SELECT * FROM (SELECT 1 AS a, 2 AS a) q', 8156],
    ['SELECT 1 FROM (SELECT 1) q', 8155],
    ['DECLARE @n decimal(19,0) = 2; SELECT TOP (@n) Id FROM dbo.Customer', 1060],
    ['SELECT Id FROM dbo.Customer ORDER BY Id OFFSET 1.0 ROWS', 1060],
    ['SELECT LAG(Id) OVER (PARTITION BY City) FROM dbo.Customer', 4112],
    ['SELECT SUM(Id) OVER (ORDER BY Id RANGE BETWEEN CURRENT ROW AND 1 FOLLOWING) FROM dbo.Customer', 4194],
    ['DECLARE @k int; WITH r AS (SELECT 1 AS id) SELECT @k = 7', 422],
    ["DECLARE @k int; WITH r AS (SELECT 1 AS id) SELECT @k + 1 AS x, CASE WHEN @k > 1 THEN 'a' END AS y", 422],
    ['SELECT CAST(1 AS decimal(39,0))', 2717],
    ["SELECT CAST('a' AS varchar(9000))", 131],
  ])('%s: %i', (sql, number) => expect(numbersOf(sql)).toEqual([number]));

  it.each([
    'SELECT TOP 9223372036854775808 Id FROM dbo.Customer',
    'SELECT TOP (2.5) PERCENT Id FROM dbo.Customer',
    'SELECT TOP 1 WITH TIES Id FROM dbo.Customer ORDER BY Id',
    'SELECT SUM(Id) OVER (), COUNT(*) OVER (PARTITION BY City) FROM dbo.Customer',
    'SELECT ROW_NUMBER() OVER w FROM dbo.Customer WINDOW w AS (ORDER BY Id)',
    'SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY Id) OVER (PARTITION BY City) FROM dbo.Customer',
    'SELECT SUM(Id) OVER (ORDER BY Id RANGE UNBOUNDED PRECEDING) FROM dbo.Customer',
    "SELECT STRING_AGG(Name, ',') WITHIN GROUP (ORDER BY Id), STRING_AGG(City, ',') WITHIN GROUP (ORDER BY Id), STRING_AGG(City, ',') FROM dbo.Customer",
    "SELECT x FROM (SELECT Name FROM dbo.Customer FOR XML PATH('')) q (x)",
    'WITH r AS (SELECT 1 AS id) SELECT 7 AS x WHERE 1 = 1',
    'WITH r AS (SELECT 1 AS id) SELECT 7 AS x UNION ALL SELECT 8',
    'WITH r AS (SELECT 1 AS id) SELECT 7 AS x ORDER BY x',
    'WITH r AS (SELECT 1 AS id) SELECT DISTINCT 7 AS x',
    'WITH r AS (SELECT 1 AS id) SELECT COUNT(*) AS x',
    'WITH r AS (SELECT 1 AS id) SELECT (SELECT id FROM r) AS x',
    'CREATE TABLE #t (a int, f AS CAST(a AS float) PERSISTED, g AS a * 2); CREATE INDEX ix ON #t (f, g)',
  ])('%s is right', (sql) => expect(numbersOf(sql)).toEqual([]));
});
