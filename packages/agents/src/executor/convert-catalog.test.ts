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
