import { expect, it } from 'vitest';
import { rows, run } from '../testing/run-sql.js';

const SWAP = `CREATE TABLE dbo.Price (Id int, Amount money); INSERT dbo.Price VALUES (1, 10);
GO
SELECT Id, Amount * 2 AS Amount INTO dbo.Price_New FROM dbo.Price;
EXEC sp_rename 'dbo.Price', 'Price_Old';
EXEC sp_rename 'dbo.Price_New', 'Price';
GO
`;

it('a renamed table keeps its rows, also one that SELECT INTO made', () => {
  expect(rows(`${SWAP}SELECT 'new', Amount FROM dbo.Price UNION ALL SELECT 'old', Amount FROM dbo.Price_Old`)).toEqual([
    ['new', '20.0000'],
    ['old', '10.0000'],
  ]);
});

it('the old name is free again', () => {
  expect(run(`${SWAP}CREATE TABLE dbo.Price_New (x int); SELECT x FROM dbo.Price_New`).error).toBeUndefined();
});

it.each([
  ["EXEC sp_rename 'dbo.Nothing', 'x'", 15225],
  ["EXEC sp_rename 'dbo.Price', 'Price_Old'", 15335],
])('%s fails with %i', (sql, number) => {
  expect(run(SWAP + sql).error?.number).toBe(number);
});

it('ROLLBACK gives the old name back', () => {
  expect(
    rows(`CREATE TABLE t (a int); INSERT t VALUES (1);
GO
BEGIN TRAN; EXEC sp_rename 't', 'u'; ROLLBACK; SELECT a FROM t`),
  ).toEqual([['1']]);
});

it('columns and types are not renamed', () => {
  expect(() => run(`${SWAP}EXEC sp_rename 'dbo.Price.Id', 'Key', 'COLUMN'`)).toThrow('sp_rename of a column');
});
