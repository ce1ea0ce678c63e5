import { describe, expect, it } from 'vitest';
import { run } from '../testing/run-sql.js';

const TABLE = 'CREATE TABLE dbo.T (A int, B int); INSERT dbo.T VALUES (1, 2);\nGO\n';

/** Numbers of the errors of the last batch, and how many result sets it gave. */
function outcome(batch: string): readonly [errors: readonly number[], sets: number] {
  const { errors = [], resultSets } = run(`${TABLE}${batch}`);
  return [errors.map(({ number }) => number), resultSets.length];
}

describe('a batch is bound before it runs', () => {
  it.each([
    ['a column that is not there', 'SELECT 1; SELECT Nope FROM dbo.T', [207], 0],
    ['one in a branch that is never entered', 'SELECT 1; IF 1 = 0 SELECT Nope FROM dbo.T', [207], 0],
    ['one in a lone block', 'IF 1 = 1 BEGIN SELECT 1; SELECT Nope FROM dbo.T END', [207], 0],
    ['a variable that is not declared', 'SELECT 1; SELECT @x', [137], 0],
    ['a CTE that nobody reads', 'SELECT 1; WITH c AS (SELECT 1 AS a) SELECT 2', [422], 0],
    ['a column that the batch itself adds', 'SELECT 1; ALTER TABLE dbo.T ADD C int; SELECT C FROM dbo.T', [207], 0],
    ['a TRY does not help', 'BEGIN TRY SELECT Nope FROM dbo.T END TRY BEGIN CATCH SELECT 1 END CATCH', [207], 0],
    ['a table that is not there comes when it is its turn', 'SELECT 1; SELECT * FROM dbo.Missing; SELECT 2', [208], 1],
    ['one that the batch makes', 'CREATE TABLE dbo.U (C int); INSERT dbo.U VALUES (1); SELECT C FROM dbo.U', [], 1],
    ['one that it makes with INTO', 'SELECT A AS C INTO dbo.U FROM dbo.T; SELECT C FROM dbo.U', [], 1],
    ['a #table', 'CREATE TABLE #t (C int); ALTER TABLE #t ADD D int; SELECT C, D FROM #t', [], 1],
  ])('%s: %s', (_, batch, errors, sets) => {
    expect(outcome(batch)).toEqual([errors, sets]);
  });

  it('leaves an open transaction open', () => {
    const result = run(
      `${TABLE}BEGIN TRANSACTION; DELETE dbo.T;\nGO\nSELECT 1; SELECT Nope FROM dbo.T;\nGO\nSELECT @@TRANCOUNT`,
    );
    expect(result.resultSets[0]?.rows).toEqual([['1']]);
  });

  it('fails inside of a dynamic text, where a TRY around it helps', () => {
    const batch =
      "BEGIN TRY EXEC ('SELECT 1; SELECT Nope FROM dbo.T') END TRY BEGIN CATCH SELECT ERROR_NUMBER() END CATCH";
    expect(run(`${TABLE}${batch}`).resultSets.map(({ rows }) => rows)).toEqual([[['207']]]);
  });
});

it.each([
  ["SELECT CAST(v AS int) FROM (VALUES ('1'), ('2'), ('x'), ('3')) AS t(v)", [['1'], ['2']], 245],
  ["SELECT CAST(v AS int) FROM (VALUES ('1'), ('x')) AS t(v) ORDER BY v", [], 245],
  [`SELECT a FROM OPENJSON(N'[{"a":"12"},{"a":"x"}]') WITH (a int)`, [['12']], 245],
  [
    'WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT n * 10 FROM r WHERE n > 1 OPTION (MAXRECURSION 3)',
    [['20'], ['30'], ['40']],
    530,
  ],
  ['WITH r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT COUNT(*) FROM r', [], 530],
])('the rows that came before a failure are given: %s', (sql, expected, number) => {
  const { resultSets, error } = run(sql);
  expect([resultSets[0]?.rows, error?.number]).toEqual([expected, number]);
});

it('refuses a procedure with a CTE that nobody reads', () => {
  const { error } = run(
    'CREATE PROCEDURE dbo.P AS BEGIN DECLARE @k int; WITH r AS (SELECT 1 AS id) SELECT @k = 7; END',
  );
  expect(error?.number).toBe(422);
});

it.each([
  ["CAST(1.5 AS decimal(10, 2)), 'Precision'", '10'],
  ["CAST(1.5 AS decimal(10, 2)), 'Scale'", '2'],
  ["N'abc', 'MaxLength'", '6'],
  ["N'abc', 'BaseType'", 'nvarchar'],
  ["GETDATE(), 'BaseType'", 'datetime'],
  ["NULL, 'BaseType'", null],
  ["1, 'Colour'", null],
])('SQL_VARIANT_PROPERTY(%s) is %s', (args, value) => {
  expect(run(`SELECT SQL_VARIANT_PROPERTY(${args})`).resultSets[0]?.rows).toEqual([[value]]);
});
