import { expect, it } from 'vitest';
import { Database } from '../database/database.js';
import { Connection, executeSql } from '../exec/execute-sql.js';
import { BranchCoverage } from './branch-coverage.js';

const SCHEMA = `CREATE TABLE dbo.T (Id int PRIMARY KEY, N int);
INSERT dbo.T VALUES (1, 10), (2, NULL);
GO
CREATE VIEW dbo.V AS
SELECT t.Id, CASE WHEN t.N > 5 THEN 'high' WHEN t.N > 100 THEN 'very high' ELSE 'low' END AS Level
FROM dbo.T AS t
LEFT JOIN dbo.T AS other ON other.Id = t.N;
GO
CREATE PROCEDURE dbo.P @n int AS
IF @n > 0 SELECT * FROM dbo.V ELSE RETURN;
WHILE @n > 1 SET @n -= 1;
MERGE dbo.T AS t USING (VALUES (1, 5), (9, 9)) AS s (Id, N) ON t.Id = s.Id
WHEN MATCHED AND s.N > 100 THEN DELETE
WHEN MATCHED THEN UPDATE SET N = s.N
WHEN NOT MATCHED THEN INSERT (Id, N) VALUES (s.Id, s.N);
BEGIN TRY SELECT 1 / (@n - 1) END TRY BEGIN CATCH PRINT 'x' END CATCH;
GO`;

it('counts the branches that a run takes, in views that it reads too', () => {
  const database = new Database();
  expect(executeSql(database, SCHEMA).error).toBeUndefined();
  const coverage = new BranchCoverage();
  const result = new Connection(database, { branches: coverage }).execute('EXEC dbo.P 3');
  expect(result.error).toBeUndefined();
  expect(coverage.branches.map(({ module, kind, side, line, reached }) => [module, kind, side, line, reached])).toEqual(
    [
      ['dbo.P', 'IF', 'then', 2, 1],
      ['dbo.P', 'IF', 'else', 2, 0],
      ['dbo.P', 'WHILE', 'body', 3, 2],
      ['dbo.P', 'MERGE', 'applied', 5, 0],
      ['dbo.P', 'MERGE', 'applied', 6, 1],
      ['dbo.P', 'MERGE', 'applied', 7, 1],
      ['dbo.P', 'CATCH', 'catch', 8, 1],
      ['dbo.V', 'CASE', 'when 1', 2, 1],
      ['dbo.V', 'CASE', 'when 2', 2, 0],
      ['dbo.V', 'CASE', 'else', 2, 1],
      ['dbo.V', 'JOIN', 'matched', 4, 0],
      ['dbo.V', 'JOIN', 'left alone', 4, 2],
    ],
  );
});
