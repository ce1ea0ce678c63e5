import { expect, it } from 'vitest';
import { facts, lowerText } from '../testing/lower-text.js';

const KNOWN = facts({ simpleLetters: () => true, simpleOrder: () => true });

it.each<[string, readonly string[]]>([
  ['SELECT City, COUNT(*) AS n FROM dbo.Customer GROUP BY City', ['spelling']],
  ['SELECT DISTINCT City FROM dbo.Customer', ['spelling']],
  ['SELECT City FROM dbo.Customer UNION SELECT Name FROM dbo.Customer', ['spelling']],
  ['SELECT MAX(City) AS v FROM dbo.Customer', ['spelling']],
  ['SELECT APPROX_COUNT_DISTINCT(City) AS v FROM dbo.Customer', ['approximation']],
  [
    'SELECT City, [1], [2] FROM (SELECT City, Id, Due FROM dbo.Customer) AS c PIVOT (SUM(Due) FOR Id IN ([1], [2])) AS p',
    ['spelling'],
  ],
  ['SELECT TOP (1) City FROM dbo.Customer', ['order']],
  ["SELECT STRING_AGG(City, N',') AS v FROM dbo.Customer GROUP BY City", ['spelling', 'order']],
  ['SELECT Id, LAG(Due) OVER (ORDER BY Id) AS v FROM dbo.Customer', ['order']],
  ['SELECT Id, SUM(Due) OVER (ORDER BY Id ROWS UNBOUNDED PRECEDING) AS v FROM dbo.Customer', ['order']],
  ['SELECT Id, MAX(Due) OVER (ORDER BY Id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS v FROM dbo.Customer', ['order']],
  ['SELECT Id, SUM(Due) OVER (ORDER BY Id) AS v, RANK() OVER (ORDER BY Due) AS r FROM dbo.Customer', []],
  ['SELECT Id, SUM(Due) OVER (PARTITION BY Id) AS v FROM dbo.Customer', []],
  ['SELECT City FROM dbo.Customer', []],
  ['SELECT Id, COUNT(*) AS n FROM dbo.Customer GROUP BY Id', []],
])('%s leaves open: %j', (sql, kinds) => {
  const { normalised, diagnostics } = lowerText(sql, KNOWN);
  expect(diagnostics).toEqual([]);
  expect(normalised.map(({ kind }) => kind)).toEqual(kinds);
});
