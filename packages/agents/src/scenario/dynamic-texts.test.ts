import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Orders (OrderId int NOT NULL PRIMARY KEY, CustId int NOT NULL, Amount decimal(12,2) NOT NULL, Status varchar(10) NOT NULL);
CREATE TABLE dbo.Picked (OrderId int NOT NULL, Status varchar(10) NULL);
CREATE TABLE dbo.Kept (OrderId int NOT NULL);
INSERT dbo.Orders VALUES (1,1,10,'open'),(2,1,20,'paid'),(3,2,30,'paid'),(4,9,5,'open');
GO
CREATE PROCEDURE dbo.Pick @Status varchar(10) = NULL, @Cust int = NULL AS
BEGIN
  DECLARE @sql nvarchar(max) = N'INSERT dbo.Picked (OrderId, Status) SELECT OrderId, @s FROM dbo.Orders WHERE Amount > 0';
  IF @Status IS NOT NULL SET @sql += N' AND Status = @s';
  IF @Cust IS NOT NULL SET @sql += N' AND CustId = @c';
  EXEC sp_executesql @sql, N'@s varchar(10), @c int', @s = @Status, @c = @Cust;
END
GO
CREATE PROCEDURE dbo.Search @Status varchar(10) = NULL, @Sort varchar(10) = 'amount' AS
BEGIN
  DECLARE @sql nvarchar(max) = N'SELECT OrderId, CustId, Amount FROM dbo.Orders';
  IF @Status <> '' SET @sql = @sql + N' WHERE Status = @s';
  SET @sql = @sql + N' ORDER BY ' + CASE @Sort WHEN 'amount' THEN N'Amount DESC' ELSE N'OrderId' END;
  EXEC sp_executesql @sql, N'@s varchar(10)', @s = @Status;
END
GO
CREATE PROCEDURE dbo.Listed @Least int = 2 AS SELECT OrderId, Amount FROM dbo.Orders WHERE OrderId >= @Least;
GO
CREATE PROCEDURE dbo.KeepAndList AS
BEGIN
  DELETE dbo.Kept;
  INSERT dbo.Kept SELECT OrderId FROM dbo.Orders WHERE Amount > 5;
  EXEC dbo.Listed @Least = 3;
END
GO
`;

it('texts with parts under conditions, and calls that return rows', { timeout: 240_000 }, async () => {
  const calls = (given: string): string => `EXEC dbo.Pick ${given}; EXEC dbo.Search ${given}; EXEC dbo.KeepAndList;`;
  const { report } = await migrateScript('texts', SCRIPT, {
    scenario: {
      steps: [
        { exec: calls('') },
        { exec: calls("@Status = 'paid'") },
        { mutate: "INSERT dbo.Orders VALUES (5,2,7,'open')", exec: "EXEC dbo.Pick 'open', 2; EXEC dbo.KeepAndList;" },
      ],
      targets: ['dbo.Picked', 'dbo.Kept'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const said = found.map(({ id, verdict, evidence }) => [id, [verdict, evidence.map(({ rowsSource }) => rowsSource)]]);
  expect(Object.fromEntries(said)).toEqual({
    'dbo.Pick': ['equal', [4, 6, 7]],
    'dbo.Search': ['equal', [4, 2]],
    'dbo.Listed': ['tested', []],
    'dbo.KeepAndList': ['equal', [3, 2, 3, 2, 4, 3]],
  });
});
