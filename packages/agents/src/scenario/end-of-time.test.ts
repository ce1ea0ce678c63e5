import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Customer_stage (Id int NOT NULL PRIMARY KEY, City varchar(20) NULL, Changed datetime2(7) NOT NULL);
CREATE TABLE dbo.DimCustomer (CustomerKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Id int NOT NULL, City varchar(20) NULL,
  ValidFrom datetime2(7) NOT NULL, ValidTo datetime2(7) NOT NULL);
INSERT dbo.Customer_stage VALUES (1, 'Rome', '2024-02-01 10:00:00.5'), (3, 'Oslo', '2024-02-01');
INSERT dbo.DimCustomer (Id, City, ValidFrom, ValidTo) VALUES
  (1, 'Bern', '2020-01-01', '9999-12-31 23:59:59.9999999'), (2, 'Kyiv', '2020-01-01', '9999-12-31 23:59:59.9999999'),
  (2, 'Lviv', '2019-01-01', '2020-01-01');
GO
CREATE VIEW dbo.CurrentCustomer AS
SELECT Id, City, DATEDIFF(year, ValidFrom, ValidTo) AS Years, CONVERT(varchar(10), ValidTo, 120) AS UntilDay
FROM dbo.DimCustomer WHERE ValidTo = '9999-12-31 23:59:59.9999999';
GO
CREATE PROCEDURE dbo.LoadCustomer AS
BEGIN
  DECLARE @EndOfTime datetime2(7) = '99991231 23:59:59.9999999';
  UPDATE d SET d.ValidTo = s.Changed
  FROM dbo.DimCustomer AS d JOIN dbo.Customer_stage AS s ON s.Id = d.Id
  WHERE d.ValidTo = @EndOfTime AND d.City <> s.City;
  INSERT dbo.DimCustomer (Id, City, ValidFrom, ValidTo)
  SELECT s.Id, s.City, s.Changed, @EndOfTime FROM dbo.Customer_stage AS s
  WHERE NOT EXISTS (SELECT 1 FROM dbo.DimCustomer AS d WHERE d.Id = s.Id AND d.ValidTo = @EndOfTime);
END
GO
`;

it('a dimension whose rows are valid until the last moment that datetime2 knows', { timeout: 240_000 }, async () => {
  const mutate = "UPDATE dbo.Customer_stage SET City = 'Pisa', Changed = '2024-03-01' WHERE Id = 1;";
  const { report } = await migrateScript('end', SCRIPT, {
    scenario: {
      steps: [{ exec: 'EXEC dbo.LoadCustomer;' }, { mutate, exec: 'EXEC dbo.LoadCustomer;' }],
      targets: ['dbo.DimCustomer', 'dbo.CurrentCustomer'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind !== 'table');
  // The seventh digit is told as a tolerance wherever it is compared.
  expect(found.map(({ id, verdict }) => `${id} ${verdict}`).sort()).toEqual([
    'dbo.CurrentCustomer equal',
    'dbo.LoadCustomer equal-tolerance',
  ]);
  expect(
    found.flatMap(({ evidence }) => evidence.map(({ missing, extra, different }) => missing + extra + different)),
  ).toEqual([0, 0, 0]);
});
