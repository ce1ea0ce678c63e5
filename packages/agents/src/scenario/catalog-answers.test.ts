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
CREATE TABLE dbo.Prepared (K int NOT NULL);
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
CREATE PROCEDURE dbo.Prepare AS
BEGIN
  IF NOT EXISTS (SELECT * FROM sys.objects WHERE object_id = OBJECT_ID(N'dbo.Prepared') AND type = N'U')
    CREATE TABLE dbo.Prepared (K int NOT NULL);
  TRUNCATE TABLE dbo.Prepared;
  INSERT INTO dbo.Prepared SELECT ProductKey FROM stg.Product;
  IF EXISTS (SELECT name FROM sys.indexes WHERE name = 'IX_Prepared') DROP INDEX IX_Prepared ON dbo.Prepared;
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
  const calls = ['MergeAll', 'CountAll', 'CountTexts', 'Flatten', 'Guard', 'Prepare']
    .map((name) => `EXEC dbo.${name};`)
    .join(' ');
  const { report } = await migrateScript('catalog-answers', SCRIPT, {
    scenario: {
      steps: [{ exec: calls }, { mutate: "INSERT stg.Customer VALUES (4,N'Di',N'Ulm')", exec: calls }],
      targets: ['dbo.Customer', 'dbo.Product', 'dbo.Sums', 'dbo.Texts', 'dbo.Flat', 'dbo.Guarded', 'dbo.Prepared'],
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
    'dbo.Prepare': ['equal', [2, 2]],
    // Every server numbers its objects anew.
    'dbo.KeepIds': ['refused', []],
  });
  const noted = found.filter(({ issues }) => issues.some(({ code }) => code === 'analyse-catalog-answer'));
  expect(noted.map(({ id }) => id).sort()).toEqual(['dbo.CountAll', 'dbo.CountTexts', 'dbo.Flatten', 'dbo.MergeAll']);
});

const LISTED = `
CREATE SCHEMA stg;
GO
CREATE TABLE stg.A (K int NOT NULL PRIMARY KEY, V nvarchar(50) NULL);
CREATE TABLE stg.B (K int NOT NULL PRIMARY KEY, V nvarchar(50) NULL);
CREATE TABLE stg.C (K int NOT NULL PRIMARY KEY, V nvarchar(50) NULL);
CREATE TABLE dbo.R1 (T sysname NOT NULL, N int NOT NULL);
CREATE TABLE dbo.R2 (T sysname NOT NULL, N int NOT NULL);
CREATE TABLE dbo.R3 (T sysname NOT NULL, N int NOT NULL);
CREATE TABLE dbo.R4 (T sysname NOT NULL, N int NOT NULL);
CREATE TABLE dbo.R5 (K int NOT NULL, V nvarchar(50) NULL);
GO
INSERT INTO stg.A VALUES (1,N'Ann'),(2,N'Bob'); INSERT INTO stg.B VALUES (1,N'x'); INSERT stg.C VALUES (1,N'c'),(2,N'd'),(3,N'e');
GO
CREATE PROCEDURE dbo.P1 AS
BEGIN
  DECLARE @t TABLE (id int IDENTITY(1,1), name sysname); DECLARE @i int = 1, @n sysname, @sql nvarchar(max);
  DELETE FROM dbo.R1;
  INSERT INTO @t (name) SELECT t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE s.name = 'stg' ORDER BY t.name;
  WHILE @i <= (SELECT MAX(id) FROM @t)
  BEGIN
    SELECT @n = name FROM @t WHERE id = @i;
    SET @sql = N'INSERT INTO dbo.R1 SELECT ''' + @n + N''', COUNT(*) FROM stg.' + QUOTENAME(@n);
    EXEC (@sql);
    SET @i = @i + 1;
  END
END
GO
CREATE PROCEDURE dbo.P2 AS
BEGIN
  DECLARE @n sysname, @sql nvarchar(max);
  DELETE FROM dbo.R2;
  SELECT TABLE_NAME AS name INTO #t FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'stg';
  WHILE EXISTS (SELECT 1 FROM #t)
  BEGIN
    SELECT TOP (1) @n = name FROM #t ORDER BY name;
    SET @sql = N'INSERT INTO dbo.R2 SELECT ''' + @n + N''', COUNT(*) FROM stg.' + QUOTENAME(@n);
    EXEC sp_executesql @sql;
    DELETE FROM #t WHERE name = @n;
  END
  DROP TABLE #t;
END
GO
CREATE PROCEDURE dbo.P3 AS
BEGIN
  DECLARE @n sysname, @sql nvarchar(max);
  DELETE FROM dbo.R3;
  SELECT @n = MIN(name) FROM sys.tables WHERE SCHEMA_NAME(schema_id) = 'stg';
  WHILE @n IS NOT NULL
  BEGIN
    SET @sql = N'INSERT INTO dbo.R3 SELECT ''' + @n + N''', COUNT(*) FROM stg.' + QUOTENAME(@n);
    EXEC sp_executesql @sql;
    SELECT @n = MIN(name) FROM sys.tables WHERE SCHEMA_NAME(schema_id) = 'stg' AND name > @n;
  END
END
GO
CREATE PROCEDURE dbo.P4 @schema sysname = 'stg' AS
BEGIN
  DECLARE @n sysname, @sql nvarchar(max) = N'', @first bit = 1;
  DELETE FROM dbo.R4;
  DECLARE c CURSOR FOR SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'stg' ORDER BY TABLE_NAME;
  OPEN c; FETCH NEXT FROM c INTO @n;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    IF @first = 0 SET @sql += N' UNION ALL ';
    SET @sql += N'SELECT N''' + @n + N''' AS T, COUNT(*) AS N FROM stg.' + QUOTENAME(@n);
    SET @first = 0;
    FETCH NEXT FROM c INTO @n;
  END
  CLOSE c; DEALLOCATE c;
  SET @sql = N'INSERT INTO dbo.R4 (T, N) ' + @sql;
  EXEC sp_executesql @sql;
END
GO
CREATE PROCEDURE dbo.P5 AS
BEGIN
  DECLARE @sql nvarchar(max);
  TRUNCATE TABLE dbo.R5;
  SELECT @sql = STUFF((SELECT N' UNION ALL SELECT K, V FROM ' + QUOTENAME(s.name) + N'.' + QUOTENAME(t.name)
     FROM sys.tables t INNER JOIN sys.schemas s ON t.schema_id = s.schema_id WHERE s.name = N'stg' FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 11, N'');
  SET @sql = N'INSERT INTO dbo.R5 (K, V) ' + @sql;
  EXEC (@sql);
END
GO
`;

it('lists of tables that are worked through in loops of every kind', { timeout: 240_000 }, async () => {
  const calls = ['P1', 'P2', 'P3', 'P4', 'P5'].map((name) => `EXEC dbo.${name};`).join(' ');
  const { report } = await migrateScript('listed-tables', LISTED, {
    scenario: {
      steps: [{ exec: calls }, { mutate: "INSERT stg.B VALUES (7, N'z')", exec: calls }],
      targets: ['dbo.R1', 'dbo.R2', 'dbo.R3', 'dbo.R4', 'dbo.R5'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(found.map(({ verdict, evidence }) => [verdict, evidence.map(({ rowsSource }) => rowsSource)])).toEqual([
    ['equal', [3, 3]],
    ['equal', [3, 3]],
    ['equal', [3, 3]],
    ['equal', [3, 3]],
    ['equal', [6, 7]],
  ]);
});
