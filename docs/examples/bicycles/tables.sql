-- A small shop for bicycles: the tables that the views beside this file read.
CREATE SCHEMA production;
GO
CREATE SCHEMA sales;
GO
CREATE SCHEMA hr;
GO
CREATE TABLE production.Category (CategoryId int NOT NULL PRIMARY KEY, ParentId int NULL, Name nvarchar(50) NOT NULL);
CREATE TABLE production.Product (
    ProductId int NOT NULL PRIMARY KEY, CategoryId int NULL, Name nvarchar(60) NOT NULL, Color varchar(15) NULL,
    ListPrice money NOT NULL, StandardCost money NOT NULL, SellStart datetime NOT NULL, SellEnd datetime NULL);
CREATE TABLE production.PriceHistory (
    ProductId int NOT NULL, StartDate date NOT NULL, EndDate date NULL, ListPrice money NOT NULL,
    PRIMARY KEY (ProductId, StartDate));
CREATE TABLE production.Location (LocationId smallint NOT NULL PRIMARY KEY, Name nvarchar(50) NOT NULL);
CREATE TABLE production.Stock (
    ProductId int NOT NULL, LocationId smallint NOT NULL, Shelf varchar(10) NULL, Quantity smallint NOT NULL,
    PRIMARY KEY (ProductId, LocationId));
CREATE TABLE sales.Territory (TerritoryId int NOT NULL PRIMARY KEY, Name nvarchar(50) NOT NULL, Region nvarchar(50) NOT NULL);
CREATE TABLE sales.Customer (
    CustomerId int NOT NULL PRIMARY KEY, TerritoryId int NULL, Title varchar(8) NULL, FirstName nvarchar(50) NOT NULL,
    MiddleName nvarchar(50) NULL, LastName nvarchar(50) NOT NULL, Email nvarchar(100) NULL);
CREATE TABLE sales.OrderHeader (
    OrderId int NOT NULL PRIMARY KEY, CustomerId int NOT NULL, OrderDate datetime NOT NULL, ShipDate datetime NULL,
    Status tinyint NOT NULL, Freight money NOT NULL);
CREATE TABLE sales.OrderLine (
    OrderId int NOT NULL, LineNumber int NOT NULL, ProductId int NOT NULL, Quantity smallint NOT NULL,
    UnitPrice money NOT NULL, Discount decimal(5, 4) NOT NULL, PRIMARY KEY (OrderId, LineNumber));
CREATE TABLE hr.Employee (
    EmployeeId int NOT NULL PRIMARY KEY, ManagerId int NULL, FullName nvarchar(100) NOT NULL, JobTitle nvarchar(50) NOT NULL,
    HiredOn date NOT NULL, BornOn date NOT NULL, IsSalaried bit NOT NULL);
