import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Customers (CustomerID varchar(5) NOT NULL PRIMARY KEY)
CREATE TABLE dbo.Orders (OrderID int NOT NULL PRIMARY KEY, CustomerID varchar(5) NOT NULL, Amount decimal(9,2) NOT NULL)
INSERT dbo.Customers VALUES ('A'), ('B')
INSERT dbo.Orders VALUES (1, 'B', 10), (2, 'C', 20), (3, 'C', 5)
CREATE TABLE dbo.Lineage (LineageKey int NOT NULL PRIMARY KEY, TableName varchar(20) NOT NULL, Completed bit NOT NULL)
INSERT dbo.Lineage VALUES (1, 'Hub', 0), (2, 'Fact', 0)
CREATE TABLE dbo.Settings (Id int IDENTITY(1,1) PRIMARY KEY, Name varchar(20) NOT NULL, Value varchar(20) NULL)
INSERT dbo.Settings (Name, Value) VALUES ('MinAmount', '6')
CREATE TABLE dbo.Hub (HubKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, CustomerID varchar(5) NOT NULL UNIQUE, Source varchar(10) NOT NULL, LineageKey int NULL)
CREATE TABLE dbo.Fact (OrderID int NOT NULL PRIMARY KEY, CustomerID varchar(5) NOT NULL, Amount decimal(9,2) NOT NULL, LineageKey int NULL)
GO
CREATE VIEW dbo.NewOrderCustomers AS
SELECT DISTINCT o.CustomerID FROM dbo.Orders o WHERE NOT EXISTS (SELECT 1 FROM dbo.Hub h WHERE h.CustomerID = o.CustomerID)
GO
CREATE PROCEDURE dbo.LoadHubFromOrders AS
INSERT INTO dbo.Hub (CustomerID, Source) SELECT CustomerID, 'orders' FROM dbo.NewOrderCustomers ORDER BY CustomerID
GO
CREATE PROCEDURE dbo.LoadHubFromCustomers AS
BEGIN
  DECLARE @key int = (SELECT TOP (1) LineageKey FROM dbo.Lineage WHERE TableName = 'Hub' AND Completed = 0 ORDER BY LineageKey)
  INSERT INTO dbo.Hub (CustomerID, Source, LineageKey)
  SELECT c.CustomerID, 'customers', @key FROM dbo.Customers c
  WHERE NOT EXISTS (SELECT 1 FROM dbo.Hub h WHERE h.CustomerID = c.CustomerID) ORDER BY c.CustomerID
  UPDATE dbo.Lineage SET Completed = 1 WHERE LineageKey = @key
END
GO
CREATE PROCEDURE dbo.LoadFact AS
BEGIN
  DECLARE @key int = (SELECT TOP (1) LineageKey FROM dbo.Lineage WHERE TableName = 'Fact' AND Completed = 0 ORDER BY LineageKey)
  DECLARE @min decimal(9,2)
  SELECT @min = Value FROM dbo.Settings WHERE Name = 'MinAmount'
  DELETE f FROM dbo.Fact f WHERE f.OrderID IN (SELECT OrderID FROM dbo.Orders)
  INSERT INTO dbo.Fact (OrderID, CustomerID, Amount, LineageKey)
  SELECT o.OrderID, h.CustomerID, o.Amount, @key FROM dbo.Orders o JOIN dbo.Hub h ON h.CustomerID = o.CustomerID WHERE o.Amount >= @min
  UPDATE dbo.Lineage SET Completed = 1 WHERE LineageKey = @key
END
GO
CREATE PROCEDURE dbo.Reseed AS
BEGIN
  TRUNCATE TABLE dbo.Fact
  DELETE dbo.Hub
END
GO
EXEC dbo.LoadHubFromCustomers
EXEC dbo.LoadHubFromOrders
GO
`;

it('proves loads that share their tables: two of a hub as one, notes of runs as a source, a reset left out', {
  timeout: 300_000,
}, async () => {
  const { objects } = (await migrateScript('vault', SCRIPT)).report;
  const verdicts = Object.fromEntries(
    objects.map(({ id, verdict, models, issues }) => [id, [verdict, ...models, ...issues.map(({ code }) => code)]]),
  );
  expect(verdicts).toMatchObject({
    'dbo.LoadHubFromCustomers': ['equal', 'hub', 'plan-writers-combined'],
    'dbo.LoadHubFromOrders': ['equal'],
    'dbo.LoadFact': ['equal', 'fact', 'analyse-single-row'],
    'dbo.NewOrderCustomers': ['equal', 'new_order_customers'],
    'dbo.Lineage': ['equal', 'stg_vault__lineage'],
    'dbo.Reseed': ['out-of-scope', 'plan-operational'],
  });
});
