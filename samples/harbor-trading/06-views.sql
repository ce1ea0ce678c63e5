/* Views. Order matters: vReorderList reads vStockOnHand and vSupplier. */
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO

/****** Object:  View [sales].[vCustomer] ******/
-- Customers as the sales desk wants to see them. Country codes are cleaned here and nowhere else.
CREATE VIEW [sales].[vCustomer]
AS
SELECT  c.CustomerId,
        c.CustomerCode,
        c.CustomerName,
        City          = COALESCE(NULLIF(LTRIM(RTRIM(c.City)), N''), N'(no city)'),
        Country       = CASE
                            WHEN c.CountryCode IN ('no', 'nor') THEN 'NO'
                            WHEN c.CountryCode IS NULL OR c.CountryCode = '' THEN '--'
                            ELSE UPPER(LEFT(c.CountryCode, 2))
                        END,
        CreditLimit   = ISNULL(c.CreditLimit, 0),
        StatusText    = CASE c.Status WHEN 'a' THEN 'active' WHEN 'h' THEN 'on hold' ELSE 'closed' END,
        -- people who left keep their customers until somebody takes over: show nobody
        SalesRep      = ISNULL(e.FullName, N'house account'),
        CustomerSince = CONVERT(varchar(10), c.CreatedAt, 104),
        FirstMonthEnd = EOMONTH(c.CreatedAt)
FROM    sales.Customer c
        LEFT OUTER JOIN sales.Employee e ON e.EmployeeId = c.SalesRepId AND e.LeaveDate IS NULL
GO

/****** Object:  View [sales].[vCustomerContact] ******/
CREATE VIEW [sales].[vCustomerContact]
AS
SELECT  c.CustomerCode,
        ShortName   = LEFT(c.CustomerName, 12),
        NameLength  = LEN(c.CustomerName),
        Phone       = NULLIF(c.Phone, ''),
        DialPrefix  = CASE WHEN LEFT(c.Phone, 1) = '+' AND CHARINDEX(' ', c.Phone) > 2
                           THEN SUBSTRING(c.Phone, 2, CHARINDEX(' ', c.Phone) - 2) END,
        LocalNumber = CASE WHEN CHARINDEX(' ', c.Phone) > 0
                           THEN SUBSTRING(c.Phone, CHARINDEX(' ', c.Phone) + 1, 24)
                           ELSE c.Phone END,
        -- no label without a city: the printer skips empty labels
        Label       = c.CustomerName + N', ' + c.City,
        AddressLine = ISNULL(RTRIM(c.City) + N' ', N'') + ISNULL('(' + RTRIM(c.CountryCode) + ')', ''),
        HasNotes    = CASE WHEN LEN(c.Notes) > 0 THEN 'Y' ELSE 'N' END
FROM    sales.Customer c
WHERE   c.Status <> 'C'
GO

/* vOpenOrders - jk 2011
   TODO: use proper joins (jk 2011) */
create view sales.vOpenOrders as
select h.OrderNo, c.CustomerCode, p.PortName,
       OrderDay      = convert(char(10), h.OrderDate, 103),
       OrderedAt     = convert(varchar(19), h.OrderDate, 120),
       RequiredText  = isnull(convert(varchar(16), h.RequiredBy, 120), 'as soon as possible'),   -- comes out cut, the port agents are used to it
       OrderQuarter  = cast(datepart(year, h.OrderDate) as char(4)) + 'Q' + cast(datepart(quarter, h.OrderDate) as char(1)),
       DaysToGo      = datediff(day, h.OrderDate, h.RequiredBy),
       WeeksToGo     = datediff(week, h.OrderDate, h.RequiredBy),
       PickAtLatest  = dateadd(day, -2, h.RequiredBy),
       StatusText    = case when h.Status = 'n' then 'new' else 'confirmed' end
from sales.OrderHeader h, sales.Customer c, sales.Port p
where c.CustomerId = h.CustomerId
  and p.PortId = h.PortId
  and h.Status in ('n', 'c')
go

CREATE VIEW sales.vOrderTotals
AS
SELECT  h.OrderId,
        h.OrderNo,
        h.CustomerId,
        COUNT(*)                                               AS LineCount,
        SUM(l.Quantity)                                        AS Pieces,
        AVG(l.Quantity)                                        AS AvgPieces,
        SUM(l.LineAmount)                                      AS NetAmount,
        MAX(l.DiscountPct)                                     AS MaxDiscountPct,
        SUM(CASE WHEN p.ProductId IS NULL THEN 1 ELSE 0 END)   AS UnknownArticles,
        COUNT(DISTINCT p.CategoryId)                           AS Categories
FROM    sales.OrderHeader h
        INNER JOIN sales.OrderLine l ON l.OrderId = h.OrderId
        LEFT JOIN stock.Product p    ON p.ProductId = l.ProductId
WHERE   h.Status <> 'X'
GROUP BY h.OrderId, h.OrderNo, h.CustomerId
HAVING  SUM(l.Quantity) <> 0;
GO

-- Order lines in euro: the last rate on or before the day of the order. No rate, no amount.
CREATE VIEW sales.vOrderLineEUR
AS
SELECT  h.OrderId,
        l.LineNum,
        h.CustomerId,
        h.SalesRepId,
        h.OrderDate,
        h.Status,
        l.ProductId,
        l.Quantity,
        h.CurrencyCode,
        l.LineAmount,
        r.RateDate,
        Rate      = CASE WHEN h.CurrencyCode = 'eur' THEN 1 ELSE r.RateToEUR END,
        AmountEUR = CONVERT(money, ROUND(l.LineAmount * CASE WHEN h.CurrencyCode = 'eur' THEN 1 ELSE r.RateToEUR END, 2))
FROM    sales.OrderHeader h
        INNER JOIN sales.OrderLine l ON l.OrderId = h.OrderId
        OUTER APPLY (SELECT TOP 1 x.RateToEUR, x.RateDate
                     FROM   sales.ExchangeRate x
                     WHERE  x.CurrencyCode = h.CurrencyCode
                       AND  x.RateDate <= h.OrderDate
                     ORDER BY x.RateDate DESC) r
GO

-- Price on the order line against the price list of the day, best quantity step the line reaches.
-- Lines without a list price do not show.
CREATE VIEW sales.vPriceCheck
AS
SELECT  l.OrderId, l.LineNum, l.ProductId, l.Quantity, l.UnitPrice,
        ListPrice    = p.UnitPrice,
        Deviation    = l.UnitPrice - p.UnitPrice,
        DeviationPct = CONVERT(decimal(9,2), (l.UnitPrice - p.UnitPrice) * 100 / NULLIF(p.UnitPrice, 0)),
        Verdict      = CASE WHEN l.UnitPrice = p.UnitPrice THEN 'list'
                            WHEN l.UnitPrice > p.UnitPrice THEN 'above'
                            ELSE 'below' END
FROM    sales.OrderLine l
        INNER JOIN sales.OrderHeader h ON h.OrderId = l.OrderId
        CROSS APPLY sales.fn_PricesOn(CAST(h.OrderDate AS date)) p
WHERE   p.ProductId = l.ProductId
  AND   p.CurrencyCode = h.CurrencyCode
  AND   p.MinQty = (SELECT MAX(q.MinQty)
                    FROM   sales.fn_PricesOn(CAST(h.OrderDate AS date)) q
                    WHERE  q.ProductId = l.ProductId AND q.CurrencyCode = h.CurrencyCode AND q.MinQty <= l.Quantity)
GO

-- Invoices and payments in one list with the running balance of the customer.
-- On one day invoices come before payments.
CREATE VIEW sales.vCustomerLedger
AS
WITH Doc AS
(
    SELECT  h.CustomerId,
            CAST(i.InvoiceDate AS datetime)  AS DocDate,
            1                                AS DocKind,
            CAST(i.OrderId AS bigint)        AS SeqNo,
            i.InvoiceNo,
            i.GrossAmount                    AS Amount,
            CASE WHEN i.CreditNote = 1 THEN 'credit note' ELSE 'invoice' END AS DocText
    FROM    sales.Invoice i
            JOIN sales.OrderHeader h ON h.OrderId = i.OrderId
    UNION ALL
    SELECT  h.CustomerId,
            p.PaidAt,
            2,
            p.PaymentId,
            p.InvoiceNo,
            -p.Amount,
            'payment ' + LOWER(ISNULL(NULLIF(p.Method, ''), 'unknown'))
    FROM    sales.Payment p
            JOIN sales.Invoice i     ON i.InvoiceNo = p.InvoiceNo
            JOIN sales.OrderHeader h ON h.OrderId = i.OrderId
)
SELECT  d.CustomerId,
        d.DocDate,
        d.DocText,
        d.InvoiceNo,
        d.SeqNo,
        d.Amount,
        Balance = SUM(d.Amount) OVER (PARTITION BY d.CustomerId ORDER BY d.DocDate, d.DocKind, d.SeqNo, d.InvoiceNo
                                      ROWS UNBOUNDED PRECEDING),
        DocNumber = ROW_NUMBER() OVER (PARTITION BY d.CustomerId ORDER BY d.DocDate, d.DocKind, d.SeqNo, d.InvoiceNo)
FROM    Doc d
GO

-- Places we have to do with, each once
CREATE VIEW sales.vPartnerPlace
AS
SELECT DISTINCT 'CUSTOMER' AS Kind, UPPER(RTRIM(c.City)) AS Place
FROM   sales.Customer c
WHERE  c.City IS NOT NULL
AND    EXISTS (SELECT * FROM sales.OrderHeader h WHERE h.CustomerId = c.CustomerId AND h.Status <> 'x')
UNION
SELECT 'PORT', UPPER(p.PortName)
FROM   sales.Port p
WHERE  p.PortId IN (SELECT s.PortId FROM sales.Shipment s)
UNION
SELECT 'PORT', UPPER(p.PortName)
FROM   sales.Port p
WHERE  p.IsWarehouse = 1
GO

CREATE VIEW sales.vCustomerFleet
AS
SELECT  c.CustomerCode,
        COUNT(v.VesselId)                                                   AS Vessels,
        STRING_AGG(v.VesselName, N', ') WITHIN GROUP (ORDER BY v.ImoNumber) AS VesselNames,
        SUM(v.GrossTonnage)                                                 AS TotalTonnage,
        AVG(v.BuiltYear)                                                    AS AvgBuiltYear,
        MIN(dbo.fn_DateKey(c.CreatedAt))                                    AS CustomerSinceKey
FROM    sales.Customer c
        LEFT JOIN sales.Vessel v ON v.CustomerId = c.CustomerId
GROUP BY c.CustomerCode
GO

-- suppliers we still buy from
CREATE VIEW stock.vSupplier AS SELECT * FROM stock.Supplier WHERE IsActive = 1
GO

CREATE VIEW stock.vStockOnHand
AS
SELECT  m.ProductId,
        m.Warehouse,
        SUM(m.Quantity)                                                        AS OnHand,
        SUM(m.Quantity) / p.PackSize                                           AS FullPacks,
        SUM(m.Quantity) % p.PackSize                                           AS LoosePieces,
        CAST(CAST(SUM(m.Quantity) AS decimal(12,2)) / p.PackSize AS decimal(12,3)) AS PacksExact,
        MAX(m.MovedAt)                                                         AS LastMoveAt,
        COUNT(*)                                                               AS Moves
FROM    dbo.StockLedger m            -- synonym, see 02
        INNER JOIN stock.Product p ON p.ProductId = m.ProductId
GROUP BY m.ProductId, m.Warehouse, p.PackSize
HAVING  SUM(m.Quantity) <> 0 OR COUNT(*) > 1
GO

-- The six articles that miss most against their reorder level, all warehouses together
CREATE VIEW stock.vReorderList
AS
SELECT TOP (6)
        p.ProductId,
        p.Sku,
        p.ProductName,
        ISNULL(t.RootName, N'(none)')        AS Department,
        ISNULL(SUM(s.OnHand), 0)             AS OnHand,
        p.ReorderLevel,
        p.ReorderLevel - ISNULL(SUM(s.OnHand), 0) AS Missing,
        -- whole packs to order, rounded up
        (p.ReorderLevel - ISNULL(SUM(s.OnHand), 0) + p.PackSize - 1) / p.PackSize AS PacksToOrder,
        ISNULL(u.SupplierName, N'ask purchasing') AS SupplierName,
        u.LeadTimeDays
FROM    stock.Product p
        LEFT JOIN stock.vStockOnHand s      ON s.ProductId = p.ProductId
        LEFT JOIN stock.fn_CategoryTree() t ON t.CategoryId = p.CategoryId
        LEFT JOIN stock.vSupplier u         ON u.SupplierId = p.SupplierId
WHERE   p.Discontinued = 0
GROUP BY p.ProductId, p.Sku, p.ProductName, t.RootName, p.ReorderLevel, p.PackSize, u.SupplierName, u.LeadTimeDays
HAVING  ISNULL(SUM(s.OnHand), 0) < p.ReorderLevel
ORDER BY Missing DESC, p.ProductId
GO

/****** warehouse reports ******/

-- Months with growth and running total of the year. Cancelled lines do not count.
CREATE VIEW dw.vSalesByMonth
AS
WITH m AS (
    SELECT  f.DateKey / 100            AS MonthKey,
            COUNT(DISTINCT f.OrderId)  AS Orders,
            SUM(f.Quantity)            AS Pieces,
            SUM(f.NetAmountEUR)        AS NetEUR
    FROM    dw.FactSales f
    WHERE   f.IsCancelled = 0
    GROUP BY f.DateKey / 100
)
SELECT  m.MonthKey,
        m.MonthKey / 100  AS YearNo,
        m.MonthKey % 100  AS MonthNo,
        m.Orders,
        m.Pieces,
        m.NetEUR,
        m.Pieces / m.Orders                                                       AS PiecesPerOrder,
        LAG(m.NetEUR) OVER (ORDER BY m.MonthKey)                                  AS PrevNetEUR,
        SUM(m.NetEUR) OVER (PARTITION BY m.MonthKey / 100 ORDER BY m.MonthKey)    AS YearToDateEUR,
        RANK() OVER (ORDER BY m.NetEUR DESC)                                      AS MonthRank
FROM    m
GO

-- Department by month, one column a month of the winter season (requested 2023-11, extend by hand)
CREATE VIEW dw.vWinterSeason
AS
SELECT  q.Department,
        SUM(CASE WHEN q.MonthKey = 202311 THEN q.NetAmountEUR ELSE 0 END) AS [2023-11],
        SUM(CASE WHEN q.MonthKey = 202312 THEN q.NetAmountEUR ELSE 0 END) AS [2023-12],
        SUM(CASE WHEN q.MonthKey = 202401 THEN q.NetAmountEUR ELSE 0 END) AS [2024-01],
        SUM(CASE WHEN q.MonthKey = 202402 THEN q.NetAmountEUR ELSE 0 END) AS [2024-02],
        COUNT(CASE WHEN q.NetAmountEUR IS NULL THEN 1 END)                AS LinesWithoutRate
FROM    (SELECT Department = UPPER(LEFT(d.CategoryPath, CHARINDEX(N' / ', d.CategoryPath + N' / ') - 1)),
                MonthKey   = f.DateKey / 100,
                f.NetAmountEUR
         FROM   dw.FactSales f
                INNER JOIN dw.DimProduct d ON d.ProductKey = f.ProductKey
         WHERE  f.IsCancelled = 0
         AND    f.DateKey BETWEEN 20231101 AND 20240229) q
GROUP BY q.Department
GO

CREATE VIEW dw.vCustomerCurrent
AS
SELECT  d.CustomerKey,
        d.CustomerCode,
        d.CustomerName,
        d.City,
        d.CreditClass,
        Versions    = (SELECT COUNT(*) FROM dw.DimCustomer v WHERE v.CustomerCode = d.CustomerCode),
        KnownDays   = DATEDIFF(DAY, d.ValidFrom, '20240229'),
        HasSales    = CASE WHEN EXISTS (SELECT 1 FROM dw.FactSales f
                                        JOIN dw.DimCustomer a ON a.CustomerKey = f.CustomerKey
                                        WHERE a.CustomerCode = d.CustomerCode AND f.IsCancelled = 0)
                           THEN 'Y' ELSE 'N' END,
        HasOpenInvoice = CASE WHEN d.CustomerCode IN (SELECT i.CustomerCode FROM dw.FactInvoice i WHERE i.PayState IN ('open', 'part'))
                              THEN 'Y' ELSE 'N' END
FROM    dw.DimCustomer d
WHERE   d.IsCurrent = 1
  AND   d.CustomerKey <> -1
GO
