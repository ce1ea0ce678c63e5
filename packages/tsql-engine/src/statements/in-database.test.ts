import { displayName } from '@datamigrate/catalog';
import { describe, expect, it } from 'vitest';
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
