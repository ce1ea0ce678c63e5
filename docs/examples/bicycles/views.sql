-- What a customer is called on a letter.
CREATE VIEW sales.vCustomerName AS
SELECT c.CustomerId,
       ISNULL(c.Title + ' ', '') + c.FirstName + ISNULL(' ' + LEFT(c.MiddleName, 1) + '.', '') + ' ' + c.LastName AS FullName,
       LOWER(ISNULL(c.Email, 'unknown')) AS Email,
       COALESCE(t.Region, 'none') AS Region
FROM sales.Customer c
LEFT JOIN sales.Territory t ON t.TerritoryId = c.TerritoryId;
GO
-- The newest price of each product, the product's own where it never changed.
CREATE VIEW production.vCurrentPrice AS
SELECT p.ProductId, p.Name, ISNULL(h.ListPrice, p.ListPrice) AS Price, h.StartDate AS ValidFrom
FROM production.Product p
OUTER APPLY (
    SELECT TOP (1) ph.ListPrice, ph.StartDate
    FROM production.PriceHistory ph
    WHERE ph.ProductId = p.ProductId
    ORDER BY ph.StartDate DESC
) h
WHERE p.SellEnd IS NULL;
GO
-- Quantities at three places side by side.
CREATE VIEW production.vStockByPlace AS
SELECT ProductId, [Main hall], [Workshop], [Shop]
FROM (
    SELECT s.ProductId, l.Name, s.Quantity
    FROM production.Stock s
    JOIN production.Location l ON l.LocationId = s.LocationId
) src
PIVOT (SUM(Quantity) FOR Name IN ([Main hall], [Workshop], [Shop])) pvt;
GO
-- Sales of each month with their running total in the year.
CREATE VIEW sales.vMonthlySales AS
WITH Monthly AS (
    SELECT YEAR(h.OrderDate) AS OrderYear,
           MONTH(h.OrderDate) AS OrderMonth,
           DATENAME(month, h.OrderDate) AS MonthName,
           SUM(l.Quantity * l.UnitPrice * (1 - l.Discount)) AS Amount,
           COUNT(DISTINCT h.OrderId) AS Orders
    FROM sales.OrderHeader h
    JOIN sales.OrderLine l ON l.OrderId = h.OrderId
    WHERE h.Status NOT IN (4, 6)
    GROUP BY YEAR(h.OrderDate), MONTH(h.OrderDate), DATENAME(month, h.OrderDate)
)
SELECT OrderYear, OrderMonth, MonthName, Amount, Orders,
       SUM(Amount) OVER (PARTITION BY OrderYear ORDER BY OrderMonth) AS YearToDate,
       Amount - LAG(Amount) OVER (ORDER BY OrderYear, OrderMonth) AS Change
FROM Monthly;
GO
-- Everybody's place below the head of the company.
CREATE VIEW hr.vOrganisation AS
WITH Tree AS (
    SELECT EmployeeId, ManagerId, FullName, 0 AS Depth, CAST(FullName AS nvarchar(400)) AS Path
    FROM hr.Employee
    WHERE ManagerId IS NULL
    UNION ALL
    SELECT e.EmployeeId, e.ManagerId, e.FullName, t.Depth + 1, CAST(t.Path + N' > ' + e.FullName AS nvarchar(400))
    FROM hr.Employee e
    JOIN Tree t ON t.EmployeeId = e.ManagerId
)
SELECT EmployeeId, ManagerId, FullName, Depth, Path FROM Tree;
GO
-- Orders that took long, and what was in them.
CREATE VIEW sales.vLateOrders AS
SELECT h.OrderId,
       h.OrderDate,
       DATEDIFF(day, h.OrderDate, ISNULL(h.ShipDate, '20241231')) AS DaysOpen,
       CASE WHEN h.ShipDate IS NULL THEN 'open' WHEN DATEDIFF(day, h.OrderDate, h.ShipDate) > 14 THEN 'late' ELSE 'slow' END AS Kind,
       STUFF((SELECT ', ' + p.Name
              FROM sales.OrderLine l
              JOIN production.Product p ON p.ProductId = l.ProductId
              WHERE l.OrderId = h.OrderId
              ORDER BY l.LineNumber
              FOR XML PATH(''), TYPE).value('.', 'nvarchar(max)'), 1, 2, '') AS Products,
       CONVERT(varchar(10), h.OrderDate, 103) AS OrderedOn
FROM sales.OrderHeader h
WHERE DATEDIFF(day, h.OrderDate, ISNULL(h.ShipDate, '20241231')) > 7;
