/** A database that is migrated in seconds and has a bit of everything: rows, a view, a procedure, one that is refused. */
export const SMALL_DATABASE = `CREATE DATABASE Bakery;
GO
USE Bakery;
GO
CREATE TABLE dbo.Bread (BreadId int NOT NULL PRIMARY KEY, Name varchar(40) NOT NULL, Price decimal(9,2) NOT NULL);
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, BreadId int NOT NULL, Sold date NOT NULL, Quantity int NOT NULL);
CREATE TABLE dbo.SalesByBread (BreadId int NOT NULL PRIMARY KEY, Name varchar(40) NOT NULL, Quantity int NOT NULL, Amount decimal(19,2) NOT NULL);
GO
INSERT INTO dbo.Bread VALUES (1, 'Rye', 3.20), (2, 'Spelt', 4.10), (3, 'Wheat', 2.50);
INSERT INTO dbo.Sale VALUES (1, 1, '2024-03-01', 4), (2, 2, '2024-03-01', 1), (3, 1, '2024-03-02', 2), (4, 3, '2024-03-02', 9);
GO
CREATE VIEW dbo.vSale AS
SELECT s.SaleId, b.Name, s.Sold, s.Quantity * b.Price AS Amount
FROM dbo.Sale s INNER JOIN dbo.Bread b ON b.BreadId = s.BreadId;
GO
CREATE PROCEDURE dbo.usp_LoadSalesByBread AS
BEGIN
    SET NOCOUNT ON;

    DELETE FROM dbo.SalesByBread;

    INSERT INTO dbo.SalesByBread (BreadId, Name, Quantity, Amount)
    SELECT b.BreadId, b.Name, SUM(s.Quantity), SUM(s.Quantity * b.Price)
    FROM dbo.Sale s INNER JOIN dbo.Bread b ON b.BreadId = s.BreadId
    GROUP BY b.BreadId, b.Name;
END;
GO
`;
