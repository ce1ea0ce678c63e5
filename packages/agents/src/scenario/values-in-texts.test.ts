import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Orders (OrderId int NOT NULL PRIMARY KEY, CustId int NOT NULL, Amount decimal(12,2) NOT NULL, Status nvarchar(10) NOT NULL, Day date NOT NULL, Changed datetime NOT NULL);
CREATE TABLE dbo.Watermark (TableName sysname NOT NULL PRIMARY KEY, LastLoad datetime NOT NULL);
CREATE TABLE dbo.D1 (OrderId int NOT NULL, Amount decimal(12,2) NULL);
CREATE TABLE dbo.D2 (OrderId int NOT NULL, Note nvarchar(100) NULL);
CREATE TABLE dbo.D3 (OrderId int NOT NULL, Batch int NOT NULL);
CREATE TABLE dbo.D4 (OrderId int NOT NULL);
CREATE TABLE dbo.D5 (CustId int NOT NULL, Total decimal(14,2) NULL);
INSERT dbo.Orders VALUES (1,1,10,N'open','20240105','20240105 10:00'),(2,1,20,N'paid','20240210','20240211'),(3,2,30,N'paid','20240301','20240301 13:30:15.123'),(4,9,5,N'O''Hara','20240302','20240303');
INSERT dbo.Watermark VALUES ('Orders','20240201');
GO
CREATE PROCEDURE dbo.P1 @from date = '20240201' AS
BEGIN
  DECLARE @sql nvarchar(max);
  TRUNCATE TABLE dbo.D1;
  SET @sql = N'INSERT INTO dbo.D1 (OrderId, Amount) SELECT OrderId, Amount FROM dbo.Orders WHERE Day >= ''' + CONVERT(varchar(10), @from, 120) + N''' AND Amount > 0';
  EXEC (@sql);
END
GO
CREATE PROCEDURE dbo.P2 @status nvarchar(10) = N'paid' AS
BEGIN
  DECLARE @sql nvarchar(max);
  TRUNCATE TABLE dbo.D2;
  SET @sql = 'INSERT INTO dbo.D2 (OrderId, Note) SELECT OrderId, N''is ' + @status + ' now'' FROM dbo.Orders WHERE Status = N''' + REPLACE(@status, '''', '''''') + '''';
  EXEC sp_executesql @sql;
END
GO
CREATE PROCEDURE dbo.P3 @batch int = 7, @top int = 2 AS
BEGIN
  DECLARE @sql varchar(8000);
  DELETE FROM dbo.D3;
  SET @sql = 'INSERT INTO dbo.D3 SELECT TOP ' + CAST(@top AS varchar(10)) + ' OrderId, ' + CAST(@batch AS varchar) + ' FROM dbo.Orders WHERE CustId < ' + CONVERT(varchar(20), @batch) + ' ORDER BY OrderId';
  EXEC (@sql);
END
GO
CREATE PROCEDURE dbo.P4 AS
BEGIN
  DECLARE @last datetime, @sql nvarchar(4000);
  SELECT @last = LastLoad FROM dbo.Watermark WHERE TableName = 'Orders';
  SET @sql = N'INSERT INTO dbo.D4 SELECT OrderId FROM dbo.Orders WHERE Changed > ''' + CONVERT(nvarchar(30), @last, 121) + N'''';
  EXEC sp_executesql @sql;
  UPDATE dbo.Watermark SET LastLoad = (SELECT MAX(Changed) FROM dbo.Orders) WHERE TableName = 'Orders';
END
GO
CREATE PROCEDURE dbo.P5 @min int = NULL, @cust nvarchar(20) = NULL AS
BEGIN
  DECLARE @sql nvarchar(max) = N'INSERT INTO dbo.D5 SELECT CustId, SUM(Amount) FROM dbo.Orders WHERE 1 = 1';
  DELETE FROM dbo.D5;
  IF @min IS NOT NULL SET @sql = @sql + N' AND Amount >= ' + CAST(@min AS nvarchar(10));
  IF @cust IS NOT NULL SET @sql = @sql + N' AND Status LIKE ''%' + @cust + N'%''';
  SET @sql = @sql + N' GROUP BY CustId';
  EXEC sp_executesql @sql;
END
GO
CREATE PROCEDURE dbo.P6 @col int = 1 AS
BEGIN
  DECLARE @sql nvarchar(max) = N'INSERT INTO dbo.D4 SELECT TOP 1 OrderId FROM dbo.Orders ORDER BY ' + CAST(@col AS nvarchar(10));
  EXEC (@sql);
END
GO
CREATE PROCEDURE dbo.P7 @list nvarchar(100) = N'open'',''paid' AS
BEGIN
  EXEC ('SELECT OrderId FROM dbo.Orders WHERE Status IN (''' + @list + ''')');
END
GO
`;

it('values that are written into executed texts', { timeout: 240_000 }, async () => {
  const steps = [
    { exec: 'EXEC dbo.P1; EXEC dbo.P2; EXEC dbo.P3; EXEC dbo.P4; EXEC dbo.P5;' },
    {
      mutate: "INSERT dbo.Orders VALUES (5,2,50,N'open','20240401','20240402')",
      exec: "EXEC dbo.P1 '20240301'; EXEC dbo.P3 3, 1; EXEC dbo.P4; EXEC dbo.P5 10, N'pai';",
    },
    // A quote ends the literal, and the text is an error; NULL leaves nothing to execute.
    { exec: "EXEC dbo.P2 N'O''Hara';" },
    { exec: "EXEC dbo.P1 NULL; EXEC dbo.P2 NULL; EXEC dbo.P3 NULL, 1; EXEC dbo.P5 NULL, N'o';" },
  ];
  const targets = ['dbo.D1', 'dbo.D2', 'dbo.D3', 'dbo.D4', 'dbo.D5', 'dbo.Watermark'];
  const { report } = await migrateScript('values-in-texts', SCRIPT, { scenario: { steps, targets } });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const said = found.map(({ id, verdict }) => [id, verdict]);
  expect(Object.fromEntries(said)).toEqual({
    'dbo.P1': 'equal',
    'dbo.P2': 'equal',
    'dbo.P3': 'equal',
    'dbo.P4': 'equal',
    'dbo.P5': 'equal',
    // A column of ORDER BY, and several values in one text, are code.
    'dbo.P6': 'refused',
    'dbo.P7': 'refused',
  });
  const rows = found.flatMap(({ evidence }) => evidence.map(({ table, rowsSource }) => `${table} ${rowsSource}`));
  const counts = (table: string): string =>
    rows.flatMap((each) => (each.startsWith(`${table} `) ? [each.slice(table.length + 1)] : [])).join(' ');
  expect(counts('dbo.D1')).toBe('3 3 3 0');
  expect(counts('dbo.D2')).toBe('2 2 0 0');
  expect(counts('dbo.D3')).toBe('2 1 1 0');
  expect(counts('dbo.D4')).toBe('3 4 4 4');
  expect(counts('dbo.D5')).toBe('3 2 2 3');
});
