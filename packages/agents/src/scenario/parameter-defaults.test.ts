import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Sold datetime NOT NULL, Amount decimal(9, 2) NOT NULL);
CREATE TABLE dbo.Loaded (SaleId int NOT NULL PRIMARY KEY, Sold datetime NOT NULL, Fee decimal(9, 2) NOT NULL);
INSERT INTO dbo.Sale VALUES (1, '20231231', 10), (2, '20240101', 20), (3, '20240201', 30), (4, '20240301', 40);
GO
CREATE PROCEDURE dbo.LoadSales @From datetime = NULL, @To datetime = NULL, @Rate decimal(5, 4) = 0.25 AS
IF @From IS NULL SET @From = '20240101';
IF @To IS NULL SELECT @To = MAX(Sold) FROM dbo.Sale;
DELETE FROM dbo.Loaded WHERE Sold BETWEEN @From AND @To;
INSERT INTO dbo.Loaded (SaleId, Sold, Fee) SELECT SaleId, Sold, Amount * @Rate FROM dbo.Sale WHERE Sold BETWEEN @From AND @To;
GO
`;

it('puts defaults where parameters are NULL, and nothing else where they are given', { timeout: 300_000 }, async () => {
  const { report } = await migrateScript('sales', SCRIPT, {
    scenario: {
      steps: [
        { exec: 'EXEC dbo.LoadSales' },
        { exec: "EXEC dbo.LoadSales @To = '20240101', @Rate = 0.5" },
        { exec: "EXEC dbo.LoadSales @From = NULL, @To = '20240201'", mutate: 'UPDATE dbo.Sale SET Amount += 1;' },
      ],
      targets: ['dbo.Loaded'],
    },
  });
  const [load] = report.objects.filter(({ id }) => id === 'dbo.LoadSales');
  expect(load?.issues).toEqual([]);
  expect(load?.verdict).toBe('equal');
  expect(load?.evidence.map(({ rowsSource }) => rowsSource)).toEqual([3, 3, 3]);
});
