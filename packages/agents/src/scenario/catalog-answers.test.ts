import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE SCHEMA stg;
GO
CREATE TABLE stg.Customer (CustomerKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, City nvarchar(50) NULL);
CREATE TABLE stg.Product (ProductKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, Price decimal(9,2) NULL);
CREATE TABLE dbo.Customer (CustomerKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, City nvarchar(50) NULL);
CREATE TABLE dbo.Product (ProductKey int NOT NULL PRIMARY KEY, Name nvarchar(50) NULL, Price decimal(9,2) NULL);
CREATE TABLE dbo.Sums (Name sysname NOT NULL, Total int NOT NULL);
CREATE TABLE dbo.Texts (Name sysname NOT NULL, Filled int NOT NULL);
CREATE TABLE dbo.Flat (CustomerKey int NOT NULL, Attribute sysname NOT NULL, Value nvarchar(100) NULL);
CREATE TABLE dbo.Ids (Id int NOT NULL);
CREATE TABLE dbo.Guarded (Id int NOT NULL);
GO
INSERT INTO stg.Customer VALUES (1,N'Ann',N'Ulm'),(2,N'Bob',NULL),(3,N'Cy',N'Bonn');
INSERT INTO stg.Product VALUES (1,N'Nut',1.5),(2,N'Bolt',2.25);
INSERT INTO dbo.Customer VALUES (1,N'Anne',N'Ulm'),(9,N'Zed',NULL);
INSERT INTO dbo.Product VALUES (7,N'Old',1);
GO
CREATE PROCEDURE dbo.MergeOne @table sysname AS
BEGIN
  DECLARE @key sysname, @cols nvarchar(max), @sets nvarchar(max), @sql nvarchar(max);
  SELECT @key = COLUMN_NAME FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = 'dbo' AND TABLE_NAME = @table;
  SET @cols = STUFF((SELECT N', ' + QUOTENAME(COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS
    WHERE TABLE_SCHEMA = 'dbo' AND TABLE_NAME = @table ORDER BY ORDINAL_POSITION FOR XML PATH('')), 1, 2, N'');
  SELECT @sets = COALESCE(@sets + N', ', N'') + N't.' + QUOTENAME(COLUMN_NAME) + N' = s.' + QUOTENAME(COLUMN_NAME)
  FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'dbo' AND TABLE_NAME = @table AND COLUMN_NAME <> @key;
  SET @sql = N'MERGE dbo.' + QUOTENAME(@table) + N' AS t USING stg.' + QUOTENAME(@table) + N' AS s ON t.' + QUOTENAME(@key)
    + N' = s.' + QUOTENAME(@key) + N' WHEN MATCHED THEN UPDATE SET ' + @sets
    + N' WHEN NOT MATCHED BY TARGET THEN INSERT (' + @cols + N') VALUES (' + REPLACE(@cols, N'[', N's.[') + N');';
  EXEC sp_executesql @sql;
END
GO
CREATE PROCEDURE dbo.MergeAll AS
BEGIN
  EXEC dbo.MergeOne 'Customer';
  EXEC dbo.MergeOne @table = N'Product';
END
GO
CREATE PROCEDURE dbo.CountAll AS
BEGIN
  DECLARE @sql nvarchar(max) = N'';
  TRUNCATE TABLE dbo.Sums;
  SELECT @sql = @sql + N'INSERT INTO dbo.Sums SELECT ''' + TABLE_NAME + N''', COUNT(*) FROM stg.' + QUOTENAME(TABLE_NAME) + N';'
  FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'stg' AND TABLE_TYPE = 'BASE TABLE';
  EXEC (@sql);
END
GO
CREATE PROCEDURE dbo.CountTexts AS
BEGIN
  DECLARE @c CURSOR, @name sysname, @sql nvarchar(max);
  DELETE FROM dbo.Texts;
  SET @c = CURSOR LOCAL FAST_FORWARD FOR
    SELECT c.name FROM sys.columns c JOIN sys.tables t ON t.object_id = c.object_id JOIN sys.schemas s ON s.schema_id = t.schema_id
    JOIN sys.types y ON y.user_type_id = c.user_type_id
    WHERE s.name = N'stg' AND t.name = N'Customer' AND y.name = N'nvarchar' ORDER BY c.name;
  OPEN @c;
  FETCH NEXT FROM @c INTO @name;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    SET @sql = N'INSERT INTO dbo.Texts SELECT N''' + REPLACE(@name, '''', '''''') + N''', COUNT(' + QUOTENAME(@name) + N') FROM stg.Customer;';
    EXEC sp_executesql @sql;
    FETCH NEXT FROM @c INTO @name;
  END
  CLOSE @c; DEALLOCATE @c;
END
GO
CREATE PROCEDURE dbo.Flatten AS
BEGIN
  DECLARE @sql nvarchar(max);
  TRUNCATE TABLE dbo.Flat;
  SELECT @sql = STRING_AGG(CAST(N'SELECT CustomerKey, N''' + c.name + N''' AS a, CAST(' + QUOTENAME(c.name)
    + N' AS nvarchar(100)) AS v FROM stg.Customer' AS nvarchar(max)), N' UNION ALL ') WITHIN GROUP (ORDER BY c.column_id)
  FROM sys.columns c WHERE c.object_id = OBJECT_ID('stg.Customer') AND c.name <> 'CustomerKey';
  SET @sql = N'INSERT INTO dbo.Flat (CustomerKey, Attribute, Value) ' + @sql;
  EXEC sp_executesql @sql;
END
GO
CREATE PROCEDURE dbo.Guard AS
BEGIN
  IF EXISTS (SELECT * FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE s.name = 'stg' AND t.name = 'Product')
    INSERT INTO dbo.Guarded SELECT ProductKey FROM stg.Product;
END
GO
CREATE PROCEDURE dbo.KeepIds AS
BEGIN
  DECLARE @id int;
  SELECT @id = object_id FROM sys.tables WHERE name = 'Texts';
  INSERT INTO dbo.Ids SELECT @id + ProductKey FROM stg.Product;
END
GO
`;

it('texts and rounds that the catalog decides', { timeout: 240_000 }, async () => {
  const calls = ['MergeAll', 'CountAll', 'CountTexts', 'Flatten', 'Guard'].map((name) => `EXEC dbo.${name};`).join(' ');
  const { report } = await migrateScript('catalog-answers', SCRIPT, {
    scenario: {
      steps: [{ exec: calls }, { mutate: "INSERT stg.Customer VALUES (4,N'Di',N'Ulm')", exec: calls }],
      targets: ['dbo.Customer', 'dbo.Product', 'dbo.Sums', 'dbo.Texts', 'dbo.Flat', 'dbo.Guarded'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const said = found.map(({ id, verdict, evidence }) => [id, [verdict, evidence.map(({ rowsSource }) => rowsSource)]]);
  expect(Object.fromEntries(said)).toEqual({
    'dbo.MergeOne': ['equal', []],
    'dbo.MergeAll': ['equal', [4, 3, 5, 3]],
    'dbo.CountAll': ['equal', [2, 2]],
    'dbo.CountTexts': ['equal', [2, 2]],
    'dbo.Flatten': ['equal', [6, 8]],
    'dbo.Guard': ['equal', [2, 4]],
    // Every server numbers its objects anew.
    'dbo.KeepIds': ['refused', []],
  });
  const noted = found.filter(({ issues }) => issues.some(({ code }) => code === 'analyse-catalog-answer'));
  expect(noted.map(({ id }) => id).sort()).toEqual(['dbo.CountAll', 'dbo.CountTexts', 'dbo.Flatten', 'dbo.MergeAll']);
});
