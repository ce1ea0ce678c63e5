import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Version (SaleId int NOT NULL, LoadedAt datetime2(0) NOT NULL, Amount int NOT NULL, PRIMARY KEY (SaleId, LoadedAt));
INSERT INTO dbo.Sale VALUES (1, 10), (2, 20);
GO
CREATE PROCEDURE dbo.KeepVersions AS
INSERT INTO dbo.Version (SaleId, LoadedAt, Amount) SELECT SaleId, SYSDATETIME(), Amount FROM dbo.Sale;
GO
`;

it('lets time pass between the steps that it proposes', { timeout: 300_000 }, async () => {
  const { report } = await migrateScript('versions', SCRIPT);
  const load = report.objects.find(({ id }) => id === 'dbo.KeepVersions');
  expect([load?.verdict, load?.issues]).toEqual(['equal', []]);
  expect(load?.evidence.map(({ rowsSource }) => rowsSource)).toEqual([2, 4]);
});
