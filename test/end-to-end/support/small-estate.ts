/** A few objects, so that a run is short: tables with keys, views on views, a refusal. dbt runs once for them. */
export const SMALL_ESTATE: Readonly<Record<string, string>> = {
  '1-tables.sql': `
CREATE TABLE dbo.Region (RegionId int NOT NULL PRIMARY KEY, RegionName nvarchar(30) NOT NULL);
CREATE TABLE dbo.Customer (
  CustomerId int NOT NULL PRIMARY KEY,
  RegionId int NOT NULL REFERENCES dbo.Region (RegionId),
  CustomerName nvarchar(40) NOT NULL,
  CreditLimit money NULL,
  Since date NOT NULL
);
CREATE TABLE dbo.RegionTotal (RegionId int NOT NULL, Customers int NOT NULL, CreditLimit money NULL);
GO
`,
  '2-rows.sql': `
INSERT INTO dbo.Region (RegionId, RegionName) VALUES (1, N'North'), (2, N'South'), (3, N'Île-de-France');
INSERT INTO dbo.Customer (CustomerId, RegionId, CustomerName, CreditLimit, Since) VALUES
  (1, 1, N'Ann', 100.5, '20200131'),
  (2, 1, N'Bob', NULL, '20210228'),
  (3, 2, N'Cäcilie', 0.0001, '20240229'),
  (4, 3, N'O''Neill', 922337203685477.58, '19991231');
GO
`,
  '3-modules.sql': `
CREATE VIEW dbo.CustomerList AS
SELECT c.CustomerId, c.CustomerName, r.RegionName, c.CreditLimit
FROM dbo.Customer AS c
JOIN dbo.Region AS r ON r.RegionId = c.RegionId;
GO
CREATE VIEW dbo.CreditByRegion AS
SELECT RegionName, COUNT(*) AS Customers, SUM(CreditLimit) AS CreditLimit
FROM dbo.CustomerList
GROUP BY RegionName;
GO
CREATE TRIGGER dbo.CustomerChanged ON dbo.Customer AFTER UPDATE AS
  UPDATE dbo.RegionTotal SET Customers = Customers + 1;
GO
`,
};

/** With it dbt runs again, for the steps in which procedures are proven. */
export const PROCEDURE: Readonly<Record<string, string>> = {
  '4-procedure.sql': `
CREATE PROCEDURE dbo.LoadRegionTotal
AS
BEGIN
  SET NOCOUNT ON;
  TRUNCATE TABLE dbo.RegionTotal;
  INSERT INTO dbo.RegionTotal (RegionId, Customers, CreditLimit)
  SELECT RegionId, COUNT(*), SUM(CreditLimit) FROM dbo.Customer GROUP BY RegionId;
END;
GO
`,
};

/** The rows that the tables of the small estate hold. */
export const SMALL_ESTATE_ROWS: Readonly<Record<string, number>> = {
  'dbo.Region': 3,
  'dbo.Customer': 4,
  'dbo.RegionTotal': 0,
};
