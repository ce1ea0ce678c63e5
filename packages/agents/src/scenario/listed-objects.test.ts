import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE SCHEMA etl;
GO
CREATE SCHEMA stg;
GO
CREATE TABLE etl.LoadConfig (ConfigId int NOT NULL PRIMARY KEY, SourceTable nvarchar(100) NOT NULL, TargetTable nvarchar(100) NOT NULL, KeyColumn sysname NOT NULL, IsActive bit NOT NULL, LastRun datetime NULL);
CREATE TABLE etl.Mapping (MapId int NOT NULL PRIMARY KEY, TargetTable nvarchar(100) NOT NULL, TargetColumn sysname NOT NULL, Expression nvarchar(200) NOT NULL);
CREATE TABLE stg.Customer (CustomerKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, City nvarchar(50) NULL);
CREATE TABLE stg.Product (ProductKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, Price decimal(9,2) NULL);
CREATE TABLE dbo.DimCustomer (CustomerKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, City nvarchar(50) NULL);
CREATE TABLE dbo.DimProduct (ProductKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, Price decimal(9,2) NULL);
CREATE TABLE dbo.Mapped (CustomerKey int NOT NULL, Label nvarchar(200) NULL, Short nvarchar(10) NULL);
CREATE TABLE dbo.Quality (Rule_ nvarchar(100) NOT NULL, Bad int NOT NULL);
CREATE TABLE etl.Rules (RuleId int NOT NULL PRIMARY KEY, TableName nvarchar(100) NOT NULL, Predicate nvarchar(200) NOT NULL);
GO
INSERT INTO etl.LoadConfig VALUES (1,N'stg.Customer',N'dbo.DimCustomer',N'CustomerKey',1,NULL),(2,N'stg.Product',N'dbo.DimProduct',N'ProductKey',1,NULL),(3,N'stg.Gone',N'dbo.Gone',N'K',0,NULL);
INSERT INTO etl.Mapping VALUES (1,N'Mapped',N'Label',N'UPPER(Name) + N'' / '' + ISNULL(City, N''?'')'),(2,N'Mapped',N'Short',N'LEFT(Name, 2)');
INSERT INTO etl.Rules VALUES (1,N'stg.Customer',N'City IS NULL'),(2,N'stg.Product',N'Price < 2');
INSERT INTO stg.Customer VALUES (1,N'Ann',N'Ulm'),(2,N'Bob',NULL),(3,N'Cy',N'Bonn');
INSERT INTO stg.Product VALUES (1,N'Nut',1.5),(2,N'Bolt',2.25);
INSERT INTO dbo.DimCustomer VALUES (1,N'Anne',N'Ulm'),(9,N'Zed',NULL);
GO
CREATE PROCEDURE etl.LoadOne @source nvarchar(100), @target nvarchar(100), @key sysname AS
BEGIN
  DECLARE @sql nvarchar(max) = N'DELETE t FROM ' + @target + N' AS t WHERE EXISTS (SELECT 1 FROM ' + @source + N' AS s WHERE s.' + QUOTENAME(@key) + N' = t.' + QUOTENAME(@key) + N');
INSERT INTO ' + @target + N' SELECT * FROM ' + @source + N';';
  EXEC sp_executesql @sql;
END
GO
CREATE PROCEDURE etl.RunAll AS
BEGIN
  SET NOCOUNT ON;
  DECLARE @id int, @source nvarchar(100), @target nvarchar(100), @key sysname;
  DECLARE jobs CURSOR LOCAL FAST_FORWARD FOR SELECT ConfigId, SourceTable, TargetTable, KeyColumn FROM etl.LoadConfig WHERE IsActive = 1 ORDER BY ConfigId;
  OPEN jobs;
  FETCH NEXT FROM jobs INTO @id, @source, @target, @key;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    EXEC etl.LoadOne @source = @source, @target = @target, @key = @key;
    UPDATE etl.LoadConfig SET LastRun = GETDATE() WHERE ConfigId = @id;
    FETCH NEXT FROM jobs INTO @id, @source, @target, @key;
  END
  CLOSE jobs; DEALLOCATE jobs;
END
GO
CREATE PROCEDURE etl.LoadMapped AS
BEGIN
  DECLARE @cols nvarchar(max) = N'', @exprs nvarchar(max) = N'', @sql nvarchar(max);
  SELECT @cols = @cols + N', ' + QUOTENAME(TargetColumn) FROM etl.Mapping WHERE TargetTable = N'Mapped' ORDER BY MapId;
  SELECT @exprs = @exprs + N', ' + Expression FROM etl.Mapping WHERE TargetTable = N'Mapped' ORDER BY MapId;
  TRUNCATE TABLE dbo.Mapped;
  SET @sql = N'INSERT INTO dbo.Mapped (CustomerKey' + @cols + N') SELECT CustomerKey' + @exprs + N' FROM stg.Customer;';
  EXEC (@sql);
END
GO
CREATE PROCEDURE etl.CheckAll AS
BEGIN
  DECLARE @sql nvarchar(max);
  DELETE FROM dbo.Quality;
  SELECT @sql = STRING_AGG(N'SELECT N''' + TableName + N': ' + Predicate + N''' AS r, COUNT(*) AS n FROM ' + TableName + N' WHERE ' + Predicate, N' UNION ALL ') FROM etl.Rules;
  SET @sql = N'INSERT INTO dbo.Quality (Rule_, Bad) ' + @sql;
  EXEC sp_executesql @sql;
END
GO
-- Rates are data: nothing that is executed depends on them.
CREATE TABLE dbo.Rates (Name nvarchar(50) NOT NULL, Rate int NOT NULL);
CREATE TABLE dbo.Product (ProductKey int NOT NULL, Running nvarchar(200) NOT NULL);
INSERT INTO dbo.Rates VALUES (N'Product', 2), (N'Nut', 3);
GO
CREATE PROCEDURE dbo.UseRates AS
BEGIN
  DECLARE @name nvarchar(50), @rate int, @running nvarchar(200) = N'';
  DECLARE c CURSOR FOR SELECT Name, Rate FROM dbo.Rates;
  OPEN c; FETCH NEXT FROM c INTO @name, @rate;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    SET @running = REVERSE(@running) + @name;
    INSERT INTO dbo.Product SELECT ProductKey * @rate, @running FROM stg.Product;
    FETCH NEXT FROM c INTO @name, @rate;
  END
  CLOSE c; DEALLOCATE c;
END
GO
`;

const CALLS = 'EXEC etl.RunAll; EXEC etl.LoadMapped; EXEC etl.CheckAll;';
const TARGETS = ['dbo.DimCustomer', 'dbo.DimProduct', 'dbo.Mapped', 'dbo.Quality'];

it('texts that follow tables of sources, columns and rules', { timeout: 240_000 }, async () => {
  const steps = [{ exec: CALLS }, { mutate: "INSERT stg.Customer VALUES (4, N'Di', NULL)", exec: CALLS }];
  const { report, out } = await migrateScript('listed-objects', SCRIPT, { scenario: { steps, targets: TARGETS } });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const said = found.map(({ id, verdict, evidence }) => [id, [verdict, evidence.map(({ rowsSource }) => rowsSource)]]);
  expect(Object.fromEntries(said)).toEqual({
    'etl.LoadOne': ['equal', []],
    'etl.RunAll': ['equal', [4, 2, 5, 2]],
    'etl.LoadMapped': ['equal', [3, 4]],
    'etl.CheckAll': ['equal', [2, 2]],
    'dbo.UseRates': ['refused', []],
  });
  expect(readFileSync(join(out, 'tests', 'etl_run_all_check.sql'), 'utf8')).toContain(
    "(3, 'stg.Gone', 'dbo.Gone', 'K', false)",
  );
});

it('fail when the list changes', { timeout: 240_000 }, async () => {
  const mutate = "INSERT etl.Rules VALUES (3, N'stg.Product', N'Name IS NULL')";
  const { report } = await migrateScript('listed-rules', SCRIPT, {
    scenario: { steps: [{ exec: CALLS }, { mutate, exec: CALLS }], targets: ['dbo.Quality'] },
  });
  const checked = report.objects.find(({ id }) => id === 'etl.CheckAll');
  expect(checked?.verdict).not.toBe('equal');
  expect(checked?.evidence.map(({ missing }) => missing)).toEqual([0, 1]);
});

it('are not known where the rows are made up', { timeout: 240_000 }, async () => {
  const { report } = await migrateScript('listed-nothing', SCRIPT.replaceAll(/^INSERT INTO etl.*$/gm, ''), {});
  expect(report.objects.find(({ id }) => id === 'etl.CheckAll')?.verdict).toBe('refused');
});
