import { displayName, typeText } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
import { executeSql } from '../exec/execute-sql.js';
import { loadScripts } from '../exec/load-scripts.js';

const SCRIPT = `
USE Mart
GO
CREATE SCHEMA dw
GO
CREATE TABLE dw.Hub (K int NOT NULL PRIMARY KEY, N varchar(10))
GO
USE Staging
GO
CREATE SCHEMA web
GO
CREATE TABLE web.Customer (Id int NOT NULL PRIMARY KEY, Name varchar(10) NULL)
CREATE TABLE Plain (Id int)
INSERT web.Customer VALUES (1, 'a'), (2, 'b')
INSERT Plain VALUES (7)
GO
CREATE VIEW web.Customers AS SELECT web.Customer.Id, Name FROM web.Customer
GO
CREATE PROCEDURE web.LoadHub AS
BEGIN
  INSERT INTO Mart.dw.Hub (K, N) SELECT Id, Name FROM Customers
  INSERT INTO Mart.dw.Hub (K, N) SELECT Id, 'plain' FROM Plain
END
GO
USE Mart
GO
EXEC Staging.web.LoadHub
CREATE TABLE Archive.dbo.Feed (K int)
INSERT Archive..Feed SELECT K FROM dw.Hub WHERE OBJECT_ID('Staging.web.Customer') IS NOT NULL
`;

describe('scripts of several databases', () => {
  const loaded = loadScripts([{ name: 'all.sql', text: SCRIPT }], { name: 'Mart' });

  it('make one catalog whose schemas name the other databases', () => {
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.catalog.otherDatabases).toEqual(['Staging', 'Archive']);
    expect(loaded.catalog.tables.map(displayName)).toEqual([
      'dw.Hub',
      'Staging.web.Customer',
      'Staging.dbo.Plain',
      'Archive.dbo.Feed',
    ]);
  });

  it('run with the names of the database in which they stand', () => {
    expect(loaded.database.rows('dw', 'Hub')).toEqual([
      [1n, 'a'],
      [2n, 'b'],
      [7n, 'plain'],
    ]);
    expect(loaded.database.rows('Archive.dbo', 'Feed')).toHaveLength(3);
  });

  it('name one database when nobody has said what it is called', () => {
    const { catalog } = loadScripts([{ name: 'a.sql', text: 'USE Anything\nGO\nCREATE TABLE t (a int)' }]);
    expect(catalog.tables.map(displayName)).toEqual(['dbo.t']);
  });
});

describe('what a database says about itself', () => {
  const SHOP = `
USE [master]
GO
IF NOT EXISTS (SELECT * FROM master.sys.databases WHERE name = N'Shop') CREATE DATABASE Shop
GO
USE Shop
GO
CREATE SCHEMA sales
GO
CREATE TYPE Name FROM nvarchar(50)
GO
CREATE FUNCTION dbo.Padded (@n int) RETURNS varchar(8) AS BEGIN RETURN REPLICATE('0', 8 - LEN(@n)) + CAST(@n AS varchar(8)) END
GO
CREATE TABLE sales.Customer (
  Id int NOT NULL PRIMARY KEY, Name Name NOT NULL, Place hierarchyid NULL,
  Number AS 'C' + dbo.Padded(Id), Depth AS Place.GetLevel(), CHECK (dbo.Padded(Id) <> ''))
INSERT sales.Customer (Id, Name) VALUES (7, N'seven')
GO
CREATE PROCEDURE sales.Take @Name Name AS SELECT @Name
GO
USE Mart
GO
CREATE SCHEMA stg
GO
CREATE TABLE stg.Plain (Id int)
GO
CREATE PROCEDURE stg.Generate @Table sysname AS
BEGIN
  DECLARE @sql nvarchar(max);
  SELECT @sql = CONCAT('CREATE TABLE stg.', QUOTENAME(@Table + '_staging'), ' (', STRING_AGG(c.name + ' ' + base.name +
      CASE WHEN base.name = 'nvarchar' THEN '(' + CAST(c.max_length / 2 AS varchar) + ')' ELSE '' END, ', ')
      WITHIN GROUP (ORDER BY c.column_id), ')')
  FROM Shop.sys.tables t
  JOIN Shop.sys.schemas s ON s.schema_id = t.schema_id
  JOIN Shop.sys.columns c ON c.object_id = t.object_id
  JOIN Shop.sys.types own ON own.user_type_id = c.user_type_id
  JOIN Shop.sys.types base ON base.user_type_id = own.system_type_id
  WHERE s.name = 'sales' AND t.name = @Table AND c.is_computed = 0 AND base.name <> 'hierarchyid';
  EXEC sp_executesql @sql;
END
GO
EXEC stg.Generate 'Customer'
`;
  const { database, diagnostics, catalog } = loadScripts([{ name: 'all.sql', text: SHOP }], { name: 'Mart' });
  const rowsOf = (query: string, use = 'Mart') =>
    executeSql(database, `USE ${use}\nGO\n${query}`)
      .resultSets.at(-1)
      ?.rows.map((row) => row.map(String));

  it('can make tables in another one', () => {
    expect(diagnostics.filter(({ code }) => code !== 'bind-computed-column')).toEqual([]);
    const made = catalog.tables.find(({ name }) => name === 'Customer_staging');
    expect(made?.columns.map(({ name, type }) => `${name} ${typeText(type)}`)).toEqual(['Id int', 'Name nvarchar(50)']);
  });

  it.each([
    [
      'SELECT s.name, t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id ORDER BY 2',
      'Mart',
      [
        ['stg', 'Customer_staging'],
        ['stg', 'Plain'],
      ],
    ],
    ['SELECT SCHEMA_NAME(schema_id), name FROM sys.tables', 'Shop', [['sales', 'Customer']]],
    ['SELECT TABLE_CATALOG, TABLE_SCHEMA FROM Shop.INFORMATION_SCHEMA.TABLES', 'Mart', [['Shop', 'sales']]],
    ['SELECT TABLE_CATALOG, TABLE_SCHEMA FROM INFORMATION_SCHEMA.TABLES', 'Shop', [['Shop', 'sales']]],
    ["SELECT name FROM Shop.sys.objects WHERE object_id = OBJECT_ID('Shop.sales.Customer')", 'Mart', [['Customer']]],
    ["SELECT name FROM Shop..sysobjects WHERE xtype = 'P'", 'Mart', [['Take']]],
    ['SELECT name FROM Shop.sys.schemas WHERE schema_id > 4 AND schema_id < 16000', 'Mart', [['sales']]],
    ['SELECT name FROM sys.databases WHERE database_id > 4 ORDER BY 1', 'Shop', [['Mart'], ['Shop']]],
    ["SELECT DB_NAME(), DB_NAME(DB_ID('Mart')), DB_NAME(DB_ID())", 'Shop', [['Shop', 'Mart', 'Shop']]],
    [
      "SELECT name FROM Shop.sys.columns WHERE object_id = OBJECT_ID('Shop.sales.Customer') AND is_computed = 1",
      'Mart',
      [['Number'], ['Depth']],
    ],
    ['SELECT Number FROM sales.Customer', 'Shop', [['C00000007']]],
    ["EXEC sales.Take 'x'", 'Shop', [['x']]],
  ])('%s', (query, use, rows) => {
    expect(rowsOf(query, use)).toEqual(rows);
  });
});
