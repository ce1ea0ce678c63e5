import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { joinSources } from './open-several.js';
import { openSource } from './open-source.js';
import { open, rowsOf } from './testing/load.js';
import { folderOf } from './testing/temporary-files.js';
import { column, model, packageOf, table } from './testing/write-package.js';

const PACKAGE = packageOf({
  'model.xml': model(table('[dbo].[Orders]', column('[dbo].[Orders]', 'Id', 'int', { nullable: false }))),
});

describe('several sources', () => {
  it('are databases beside each other', async () => {
    const folder = folderOf({
      'dw/1.sql': `CREATE TABLE dbo.Fact (Id int NOT NULL);
GO
CREATE VIEW dbo.V AS SELECT f.Id, s.Name FROM dbo.Fact f JOIN Staging.web.Source s ON s.Id = f.Id;`,
      'dw/dbo.Fact.csv': 'Id\n1\n2\n',
      'staging/1.sql': `CREATE DATABASE Staging;
GO
USE Staging;
GO
CREATE SCHEMA web;
GO
CREATE TABLE web.Source (Id int NOT NULL, Name varchar(10) NULL);
BULK INSERT web.Source FROM 'C:\\data\\names.txt' WITH (FIELDTERMINATOR = ',');
CREATE TABLE dbo.Beside (Id int NULL);`,
      'staging/names.txt': '1,one\n2,two\n',
      'staging/dbo.Beside.csv': 'Id\n7\n',
      'Shop.dacpac': PACKAGE,
    });
    const opened = await open(joinSources([`${folder}/dw`, `${folder}/staging`, `${folder}/Shop.dacpac`]));
    expect(opened.codes).toEqual([]);
    const { catalog, database } = opened.loaded;
    expect(catalog.database.name).toBe('dw');
    expect(catalog.otherDatabases).toEqual(['Staging', 'Shop']);
    expect(catalog.tables.map(({ schema, name }) => `${schema}.${name}`).sort()).toEqual([
      'Shop.dbo.Orders',
      'Staging.dbo.Beside',
      'Staging.web.Source',
      'dbo.Fact',
    ]);
    expect(rowsOf(opened, 'Fact')).toEqual([['1'], ['2']]);
    expect(rowsOf(opened, 'Source', 'Staging.web')).toHaveLength(2);
    expect(rowsOf(opened, 'Beside', 'Staging.dbo')).toEqual([['7']]);
    expect(database.binder.viewColumns('dbo', 'V')?.map(({ name }) => name)).toEqual(['Id', 'Name']);
  });

  it('with the same name are parts of one database', async () => {
    const folder = folderOf({
      'Shop.dacpac': PACKAGE,
      'Shop/1.sql': 'CREATE VIEW dbo.V AS SELECT Id FROM dbo.Orders;',
      'Shop/dbo.Orders.csv': 'Id\n5\n',
    });
    const opened = await open(joinSources([`${folder}/Shop.dacpac`, `${folder}/Shop`]));
    expect(opened.loaded.catalog.otherDatabases).toBeUndefined();
    expect(opened.loaded.catalog.modules.map(({ schema, name }) => `${schema}.${name}`)).toEqual(['dbo.V']);
    expect(rowsOf(opened, 'Orders')).toEqual([['5']]);
  });

  it('have a fingerprint of all', async () => {
    const folder = folderOf({ 'a.sql': 'CREATE TABLE t (a int)', 'b.sql': 'CREATE TABLE u (a int)' });
    const [a, both] = [
      await openSource(`${folder}/a.sql`),
      await openSource(joinSources([`${folder}/a.sql`, `${folder}/b.sql`])),
    ];
    expect(a.ok && both.ok && a.value.fingerprint !== both.value.fingerprint).toBe(true);
  });

  it('are not taken from the name of a stranger’s file', async () => {
    const folder = folderOf({ 'a.sql': 'CREATE TABLE t (a int)', 'b.sql': 'CREATE TABLE u (a int)' });
    vi.stubEnv('DATAMIGRATE_SOURCE_ROOT', folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const opened = await openSource(joinSources([`${folder}/a.sql`, `${folder}/b.sql`]));
    expect(opened).toMatchObject({ ok: false, error: { code: 'source-not-found' } });
  });

  it('one of which is not there are refused, and it is named', async () => {
    const folder = folderOf({ 'a.sql': 'CREATE TABLE t (a int)' });
    expect(await openSource(joinSources([`${folder}/a.sql`, `${folder}/b.dacpac`]))).toMatchObject({
      ok: false,
      error: { code: 'source-not-found', message: expect.stringContaining('b.dacpac') },
    });
  });
});
