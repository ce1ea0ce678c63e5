import { describe, expect, it } from 'vitest';
import { lowerText } from '../testing/lower-text.js';
import { neverNullColumns } from './never-null-columns.js';

/** dbo.Customer has Id, which is never NULL, and columns that may be. */
const COLUMNS = new Map([['id', true]]);

function filled(sql: string): readonly boolean[] {
  const { query, diagnostics } = lowerText(sql, undefined, { clock: true });
  if (!query) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return neverNullColumns(query, () => COLUMNS);
}

const FROM = 'FROM dbo.Customer AS c';
const TWO = 'FROM dbo.Customer AS c LEFT JOIN dbo.Customer AS d ON d.Id = c.Id AND d.Due > 1';

const CASES: readonly (readonly [sql: string, ...boolean[]])[] = [
  [`SELECT c.Id, c.Due, c.Id + 1, c.Due + 1, -c.Id ${FROM}`, true, false, true, false, true],
  [`SELECT 1, NULL, CAST(c.Id AS varchar(9)), TRY_CAST(c.Id AS tinyint) ${FROM}`, true, false, true, false],
  [`SELECT ISNULL(c.Due, 0), COALESCE(c.Due, c.Rest), CONCAT(c.Name, c.City) ${FROM}`, true, false, true],
  [`SELECT UPPER(ISNULL(c.Name, '')), LEFT(c.Name, 2), NULLIF(c.Id, 1), GETDATE() ${FROM}`, true, false, false, true],
  // Conditions of WHERE.
  [`SELECT c.Due, c.Rest ${FROM} WHERE c.Due > 1`, true, false],
  [`SELECT c.Due, c.Rest ${FROM} WHERE c.Due IS NOT NULL AND c.Rest + 1 IN (1, 2)`, true, true],
  [`SELECT c.Due, c.Rest ${FROM} WHERE c.Due > 1 OR c.Rest > 1`, false, false],
  [`SELECT c.Due ${FROM} WHERE c.Due > 1 OR c.Due < 0`, true],
  [`SELECT c.Due ${FROM} WHERE NOT (c.Due IS NULL OR c.Rest IS NULL)`, true],
  [`SELECT c.Due ${FROM} WHERE c.Due IS NULL`, false],
  [`SELECT c.Due ${FROM} WHERE c.Due NOT IN (SELECT Rest FROM dbo.Customer)`, false],
  [`SELECT c.Due ${FROM} WHERE c.Due IN (SELECT Rest FROM dbo.Customer)`, true],
  // Joins.
  [`SELECT c.Id, d.Id, d.Due, d.Rest ${TWO}`, true, false, false, false],
  [`SELECT c.Id, d.Id, d.Due, d.Rest ${TWO} WHERE d.Id > 0`, true, true, true, false],
  [`SELECT ISNULL(d.Id, 0) ${TWO}`, true],
  ['SELECT c.Due, d.Due FROM dbo.Customer AS c JOIN dbo.Customer AS d ON d.Due = c.Due', true, true],
  ['SELECT c.Id, d.Id FROM dbo.Customer AS c RIGHT JOIN dbo.Customer AS d ON d.Id = c.Id', false, true],
  ['SELECT c.Id, d.Id FROM dbo.Customer AS c FULL JOIN dbo.Customer AS d ON d.Id = c.Id', false, false],
  ['SELECT c.Id, d.Id FROM dbo.Customer AS c CROSS JOIN dbo.Customer AS d', true, true],
  [`SELECT c.Id, x.n ${FROM} CROSS APPLY (SELECT c.Id + 1 AS n) AS x`, true, true],
  // CASE decides about rows and values.
  [`SELECT CASE WHEN c.Due > 1 THEN c.Due ELSE 0 END, CASE WHEN c.Due > 1 THEN 1 END ${FROM}`, true, false],
  [`SELECT CASE WHEN c.Due IS NULL THEN 0 ELSE c.Due END ${FROM}`, true],
  [`SELECT CASE WHEN c.Due = 1 THEN 0 ELSE c.Due END ${FROM}`, false],
  [`SELECT CASE WHEN d.Id IS NOT NULL THEN d.Due ELSE c.Id END ${TWO}`, true],
  [`SELECT CASE WHEN d.Id IS NOT NULL THEN d.Rest ELSE c.Id END ${TWO}`, false],
  // Aggregates and windows.
  [`SELECT COUNT(*), SUM(c.Id), MAX(c.Due) ${FROM}`, true, false, false],
  [
    `SELECT c.Id, COUNT(c.Due), SUM(c.Id), MAX(c.Due), STDEV(c.Id) ${FROM} GROUP BY c.Id`,
    true,
    true,
    true,
    false,
    false,
  ],
  [`SELECT c.Id, COUNT(*) ${FROM} GROUP BY ROLLUP (c.Id)`, false, true],
  [`SELECT ROW_NUMBER() OVER (ORDER BY c.Id), SUM(c.Id) OVER (ORDER BY c.Id) ${FROM}`, true, true],
  [`SELECT SUM(c.Id) OVER (ORDER BY c.Id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) ${FROM}`, false],
  [`SELECT LAG(c.Id) OVER (ORDER BY c.Id), LAG(c.Id, 1, 0) OVER (ORDER BY c.Id) ${FROM}`, false, true],
  [
    `SELECT (SELECT COUNT(*) ${FROM}), (SELECT MAX(c.Id) ${FROM}), (SELECT c.Id ${FROM} WHERE c.Id = 1)`,
    true,
    false,
    false,
  ],
  // Queries inside queries.
  ['WITH x AS (SELECT Id, Due FROM dbo.Customer WHERE Due > 1) SELECT Id, Due FROM x', true, true],
  ['SELECT x.a, x.b FROM (SELECT Id AS a, Due AS b FROM dbo.Customer) AS x', true, false],
  ["SELECT x.a, x.b FROM (VALUES (1, 'a'), (2, NULL)) AS x (a, b)", true, false],
  ['SELECT Id, Id FROM dbo.Customer UNION ALL SELECT Id, Due FROM dbo.Customer', true, false],
  ['SELECT Id FROM dbo.Customer EXCEPT SELECT Due FROM dbo.Customer', true],
  ['SELECT Due FROM dbo.Customer INTERSECT SELECT Id FROM dbo.Customer', true],
  [
    `WITH r AS (SELECT 1 AS n, 1 AS m UNION ALL SELECT r.n + 1, c.Id FROM r JOIN dbo.Customer AS c ON c.Id > r.n)
     SELECT n, m FROM r`,
    true,
    true,
  ],
  [
    `WITH r AS (SELECT 1 AS n, 1 AS m UNION ALL SELECT r.m, NULLIF(r.n, 3) FROM r WHERE r.n < 5) SELECT n, m FROM r`,
    false,
    false,
  ],
];

describe('columns that are never NULL', () => {
  for (const [sql, ...expected] of CASES) it(sql, () => expect(filled(sql)).toEqual(expected));
});
