import { describe, expect, it } from 'vitest';
import { nameOfSource, withPath } from './named-source.js';
import { joinSources } from './open-several.js';
import { openSource } from './open-source.js';
import { open, rowsOf } from './testing/load.js';
import { folderOf } from './testing/temporary-files.js';
import { column, model, packageOf, table } from './testing/write-package.js';

describe('a source with the name of its database', () => {
  it.each([
    ['Oltp=../aw', { database: 'Oltp', path: '../aw' }],
    ['My Shop=mssql://host/db?x=y', { database: 'My Shop', path: 'mssql://host/db?x=y' }],
    ['../aw', { path: '../aw' }],
    ['./a=b.sql', { path: './a=b.sql' }],
    ['/data/a=b.sql', { path: '/data/a=b.sql' }],
    ['mssql://host/db?x=y', { path: 'mssql://host/db?x=y' }],
  ])('%s', (text, named) => {
    expect(nameOfSource(text)).toEqual(named);
    expect(withPath(text, (path) => path)).toBe(text);
  });
});

const SHOP = `:setvar DatabaseName "Shop"
USE master
GO
IF NOT EXISTS (SELECT * FROM sys.databases WHERE name = N'$(DatabaseName)') CREATE DATABASE $(DatabaseName)
GO
IF NOT EXISTS (SELECT * FROM sys.databases WHERE name = N'$(DatabaseName)') RAISERROR('not there', 16, 1)
GO
USE [Shop]
GO
CREATE SCHEMA sales
GO
CREATE TABLE sales.Orders (Id int NOT NULL, Shop varchar(10) NULL); -- USE Shop
INSERT Shop.sales.Orders VALUES (1, 'Shop');
GO
CREATE VIEW sales.V AS SELECT Shop.Id, Shop.Shop FROM Shop.sales.Orders AS Shop
`;

describe('another name for a database', () => {
  it('is what its scripts call it', async () => {
    const folder = folderOf({
      'dw/1.sql': 'USE Dw\nGO\nCREATE VIEW dbo.V AS SELECT Id FROM Oltp.sales.V',
      'shop/1.sql': SHOP,
    });
    const opened = await open(joinSources([`${folder}/dw`, `Oltp=${folder}/shop`]));
    expect(opened.codes).toEqual(['source-database-renamed']);
    expect(opened.loaded.catalog.otherDatabases).toEqual(['Oltp']);
    expect(rowsOf(opened, 'Orders', 'Oltp.sales')).toEqual([['1', 'Shop']]);
    const { binder } = opened.loaded.database;
    expect(binder.viewColumns('dbo', 'V')?.map(({ name }) => name)).toEqual(['Id']);
    expect(binder.viewColumns('Oltp.sales', 'V')?.map(({ name }) => name)).toEqual(['Id', 'Shop']);
  });

  it('may be given to the only source, too', async () => {
    const folder = folderOf({ 'shop/1.sql': SHOP });
    const opened = await open(`Store=${folder}/shop`);
    expect([opened.loaded.catalog.database.name, opened.loaded.catalog.otherDatabases]).toEqual(['Store', undefined]);
    expect(rowsOf(opened, 'Orders', 'sales')).toHaveLength(1);
    expect(opened.source.diagnostics).toMatchObject([
      { code: 'source-database-renamed', message: 'The database that its scripts call Shop is read as Store.' },
    ]);
  });

  it('is given to packages and projects', async () => {
    const folder = folderOf({
      'Shop.dacpac': packageOf({ 'model.xml': model(table('[dbo].[Orders]', column('[dbo].[Orders]', 'Id', 'int'))) }),
      'p/P.sqlproj':
        '<Project><ItemGroup><Build Include="t.sql" /><PostDeploy Include="post.sql" /></ItemGroup></Project>',
      'p/t.sql': 'CREATE TABLE dbo.T (a int)',
      'p/post.sql': 'INSERT [$(DatabaseName)].dbo.T VALUES (1)',
      'dw/1.sql': 'CREATE TABLE dbo.Fact (a int)',
    });
    const opened = await open(
      joinSources([`${folder}/dw`, `Oltp=${folder}/Shop.dacpac`, `Other=${folder}/p/P.sqlproj`]),
    );
    expect(opened.codes).toEqual([]);
    expect(opened.loaded.catalog.tables.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual([
      'Oltp.dbo.Orders',
      'Other.dbo.T',
      'dbo.Fact',
    ]);
    expect(rowsOf(opened, 'T', 'Other.dbo')).toEqual([['1']]);
  });

  it('makes another source of it', async () => {
    const folder = folderOf({ 'a.sql': 'CREATE TABLE t (a int)' });
    const [plain, named] = [await openSource(`${folder}/a.sql`), await openSource(`B=${folder}/a.sql`)];
    expect(plain.ok && named.ok && plain.value.fingerprint !== named.value.fingerprint).toBe(true);
  });
});

describe('the order of several databases', () => {
  it('is that in which one reads the other while it is made', async () => {
    const folder = folderOf({
      'dw/0 main.sql': `USE Dw
GO
EXEC('CREATE TABLE dbo.Copy (a int)');
INSERT dbo.Copy SELECT Id + Extra FROM Oltp.dbo.Orders;
SELECT * INTO dbo.Columns FROM (SELECT c.name FROM Oltp.sys.columns c JOIN Oltp.sys.tables t ON t.object_id = c.object_id) x;`,
      'dw/1 prepare.sql': `USE Oltp
GO
ALTER TABLE Oltp.dbo.Orders ADD Extra int NULL
GO
UPDATE dbo.Orders SET Extra = 10`,
      'oltp/1.sql': 'CREATE TABLE dbo.Orders (Id int); INSERT dbo.Orders VALUES (1)',
    });
    const opened = await open(joinSources([`${folder}/dw`, `Oltp=${folder}/oltp`]));
    expect(opened.codes).toEqual([]);
    expect(rowsOf(opened, 'Copy')).toEqual([['11']]);
    expect(rowsOf(opened, 'Columns')).toEqual([['Id'], ['Extra']]);
  });

  it('is the given one where they read each other', async () => {
    const folder = folderOf({
      'a/1.sql':
        'USE A\nGO\nCREATE TABLE dbo.T (x int); INSERT dbo.T VALUES (1)\nGO\nCREATE VIEW dbo.V AS SELECT x FROM B.dbo.U',
      'b/1.sql': 'USE B\nGO\nCREATE TABLE dbo.U (x int); INSERT dbo.U SELECT x FROM A.dbo.T',
    });
    const opened = await open(joinSources([`${folder}/a`, `${folder}/b`]));
    expect([opened.codes, rowsOf(opened, 'U', 'B.dbo')]).toEqual([[], [['1']]]);
  });
});
