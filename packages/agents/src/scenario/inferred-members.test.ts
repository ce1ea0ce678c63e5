import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Customer varchar(5) NULL, Product varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.DimCustomer (CustomerKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL, ValidFrom date NOT NULL, IsInferred bit NOT NULL, Note varchar(20) NULL);
CREATE TABLE dbo.Largest (Place int IDENTITY(1,1) NOT NULL, Kind varchar(10) NOT NULL, Customer varchar(5) NULL, Amount int NOT NULL);
INSERT dbo.Sale VALUES (1, 'a', 'p', 10), (2, 'b', 'p', 30), (3, 'b', 'q', 20), (4, NULL, 'q', 5), (5, 'c', 'p', 25);
INSERT dbo.DimCustomer (Code, ValidFrom, IsInferred) VALUES ('a', '2020-01-01', 0);
GO
CREATE PROCEDURE dbo.AddCustomers AS
INSERT dbo.DimCustomer (Code, ValidFrom, IsInferred, Note)
SELECT DISTINCT s.Customer, '1900-01-01', 1, UPPER(s.Customer) AS Note FROM dbo.Sale s
WHERE s.Customer IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dbo.DimCustomer d WHERE d.Code = s.Customer) ORDER BY 1;
GO
CREATE PROCEDURE dbo.FindLargest AS
BEGIN
  TRUNCATE TABLE dbo.Largest;
  INSERT dbo.Largest (Kind, Customer, Amount) SELECT TOP (2) 'top', Customer, Amount FROM dbo.Sale ORDER BY Amount DESC;
  INSERT dbo.Largest (Kind, Customer, Amount) SELECT DISTINCT 'all', 'x', 0 FROM dbo.Sale;
END
GO
`;

it('constants of rows that are told apart or limited stand behind them', { timeout: 120_000 }, async () => {
  const { report, out } = await migrateScript('members', SCRIPT);
  const verdicts = report.objects.filter(({ kind }) => kind === 'procedure').map(({ id, verdict }) => [id, verdict]);
  expect(verdicts).toEqual([
    ['dbo.AddCustomers', 'equal'],
    ['dbo.FindLargest', 'equal'],
  ]);
  const model = readFileSync(join(out, 'models/marts/members/dim_customer.sql'), 'utf8');
  expect(model).toContain("date '1900-01-01' as valid_from");
  expect(model).toContain('true as is_inferred');
  expect(model).not.toMatch(/column_\d|tsql_moment_from_text/);
});
