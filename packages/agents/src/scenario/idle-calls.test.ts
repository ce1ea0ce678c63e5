import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.Total (Shop varchar(10) NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Best (Shop varchar(10) NOT NULL PRIMARY KEY, Amount int NOT NULL);
INSERT INTO dbo.Sale VALUES (1, 'HAM', 10), (2, 'HAM', 4), (3, 'BGO', 7);
INSERT INTO dbo.Total VALUES ('OLD', 5);
INSERT INTO dbo.Best VALUES ('OLD', 5);
GO
CREATE TRIGGER dbo.WatchTotal ON dbo.Total AFTER INSERT AS INSERT INTO dbo.Missing VALUES (1);
GO
CREATE TRIGGER dbo.WatchBest ON dbo.Best AFTER INSERT AS INSERT INTO dbo.Missing VALUES (1);
GO
CREATE PROCEDURE dbo.LoadTotal AS INSERT INTO dbo.Total SELECT Shop, SUM(Amount) FROM dbo.Sale GROUP BY Shop;
GO
CREATE PROCEDURE dbo.LoadBest AS BEGIN
  UPDATE dbo.Best SET Amount = 6;
  INSERT INTO dbo.Best SELECT Shop, MAX(Amount) FROM dbo.Sale GROUP BY Shop;
END
GO
CREATE PROCEDURE dbo.ReportTotal AS SELECT Shop, Amount FROM dbo.Total;
GO
CREATE PROCEDURE dbo.ReportBest AS SELECT Shop, Amount FROM dbo.Best;
GO
`;

it('proves what comes after a call that fails and changes nothing, on tables as they were', {
  timeout: 300_000,
}, async () => {
  const { report } = await migrateScript('shop', SCRIPT);
  const outcomes = report.objects
    .filter(({ kind }) => kind === 'procedure')
    .map(({ id, verdict, evidence }) => [
      id,
      verdict === 'equal',
      evidence.map(({ step, rowsSource }) => `${step}: ${rowsSource}`),
    ]);
  expect(Object.fromEntries(outcomes.map(([id, ...rest]) => [id, rest]))).toEqual({
    'dbo.LoadTotal': [false, []],
    'dbo.LoadBest': [false, []],
    'dbo.ReportTotal': [true, ['1: 1', '2: 1']],
    'dbo.ReportBest': [false, []],
  });
});
