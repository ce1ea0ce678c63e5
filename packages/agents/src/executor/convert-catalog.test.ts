import { loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { convertCatalog } from './convert-catalog.js';

it('names the columns of each result set, also where two share a name', async () => {
  const loaded = loadScripts([
    {
      name: 'shop.sql',
      text: `
CREATE TABLE dbo.Shop (Id int NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL);
GO
CREATE PROCEDURE dbo.Overview AS
SELECT COUNT(*) AS Shops FROM dbo.Shop;
SELECT Id AS ShopId, Name FROM dbo.Shop;
SELECT a.Id, b.Id, b.Name FROM dbo.Shop a JOIN dbo.Shop b ON b.Id = a.Id + 1;
GO`,
    },
  ]);
  const converted = await convertCatalog(loaded);
  const overview = converted.find(({ planned }) => planned.id === 'dbo.Overview');
  expect(overview?.columns).toEqual({
    overview_1: { Shops: 'shops' },
    overview_2: { ShopId: 'shop_id', Name: 'name' },
    overview_3: { id: 'id', id_2: 'id_2', name: 'name' },
  });
});

it('refuses what reads a view that is refused, and what reads that', async () => {
  const loaded = loadScripts([
    {
      name: 'places.sql',
      text: `
CREATE TABLE dbo.Place (Id int NOT NULL PRIMARY KEY, Spot geography NULL, Name varchar(20) NOT NULL);
CREATE TABLE dbo.Found (Id int NOT NULL);
GO
CREATE VIEW dbo.Above AS SELECT Id FROM dbo.Spots;
GO
CREATE VIEW dbo.Spots AS SELECT Id, CHECKSUM(Name) AS Mark FROM dbo.Place;
GO
CREATE PROCEDURE dbo.Refresh AS INSERT INTO dbo.Found SELECT Id FROM dbo.Above;
GO
CREATE VIEW dbo.Names AS SELECT Name FROM dbo.Place;
GO`,
    },
  ]);
  const converted = await convertCatalog(loaded);
  const modules = converted.filter(({ planned }) => planned.kind !== 'table');
  expect(Object.fromEntries(modules.map(({ planned, status, codes }) => [planned.id, [status, ...codes]]))).toEqual({
    'dbo.Above': ['refused', 'plan-view-refused'],
    'dbo.Spots': ['refused', expect.stringMatching(/^(lower|render)-/)],
    'dbo.Refresh': ['refused', 'plan-view-refused'],
    'dbo.Names': ['converted'],
  });
});
