/* Night job, part 1: dimensions. Every procedure takes @AsOf, the business day that is loaded. */
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO

-- =============================================
-- Author:      jk
-- Create date: 2011-03-21
-- Description: Ports, replaced every night.
-- =============================================
CREATE PROCEDURE dw.usp_LoadDimPort
AS
BEGIN
    SET NOCOUNT ON;

    TRUNCATE TABLE dw.DimPort;

    INSERT INTO dw.DimPort (PortId, PortCode, PortName, CountryCode, Region, IsWarehouse)
    SELECT  p.PortId,
            p.PortCode,
            p.PortName,
            UPPER(p.CountryCode),
            CASE WHEN p.CountryCode = 'NO' AND p.Latitude >= 65 THEN 'Norway north'
                 WHEN p.CountryCode = 'NO'                      THEN 'Norway south'
                 WHEN p.CountryCode IN ('DK', 'SE', 'PL', 'EE') THEN 'Baltic'
                 WHEN p.CountryCode IN ('NL', 'DE', 'GB', 'FR') THEN 'North Sea'
                 WHEN p.Latitude IS NULL                        THEN 'Unknown'
                 ELSE 'Overseas'
            END,
            p.IsWarehouse
    FROM    sales.Port p;
END
GO

/* usp_LoadDimEmployee - jk 2011
   Full years of service: somebody hired on 29 February completes the year on 28 February.
   Who has left keeps the years of the last day. */
create procedure dw.usp_LoadDimEmployee
    @AsOf date = null
as
set nocount on

if @AsOf is null set @AsOf = getdate()

truncate table dw.DimEmployee

insert into dw.DimEmployee
select  e.EmployeeId,
        e.FullName,
        isnull(m.FullName, N'(none)'),
        upper(left(e.JobTitle, 1)) + substring(e.JobTitle, 2, 39),
        datediff(year, e.HireDate, e.LastDay)
            - case when dateadd(year, datediff(year, e.HireDate, e.LastDay), e.HireDate) > e.LastDay then 1 else 0 end,
        case when e.CommissionPct > 0 then 1 else 0 end,
        case when e.LeaveDate <= @AsOf then 0 else 1 end,
        @AsOf
from    (select x.EmployeeId, x.ManagerId, x.FullName, x.JobTitle, x.HireDate, x.LeaveDate, x.CommissionPct,
                LastDay = case when x.LeaveDate < @AsOf then x.LeaveDate else @AsOf end
         from   sales.Employee x
         where  x.HireDate <= @AsOf) e
        left join sales.Employee m on m.EmployeeId = e.ManagerId
go

-- =============================================
-- Author:      jk
-- Create date: 2011-04-02
-- Changed:     2016-05-23 tl  category path from fn_CategoryTree
--              2019-11-04 mh  articles that vanish from stock.Product become inactive
-- Description: Articles, type 1: overwrite what changed, add what is new.
--              Upper and lower case only is no change (the collation does not see it; agreed with purchasing).
-- =============================================
CREATE PROCEDURE dw.usp_LoadDimProduct
    @AsOf date
AS
BEGIN
    SET NOCOUNT ON;

    -- 1. changed articles
    UPDATE  d
    SET     d.Sku           = p.Sku,
            d.ProductName   = p.ProductName,
            d.CategoryPath  = ISNULL(t.Path, N'(none)'),
            d.SupplierName  = s.SupplierName,
            d.UnitOfMeasure = p.UnitOfMeasure,
            d.PackSize      = p.PackSize,
            d.StandardCost  = p.StandardCost,
            d.IsActive      = CASE WHEN p.Discontinued = 1 THEN 0 ELSE 1 END,
            d.LastChanged   = @AsOf
    FROM    dw.DimProduct d
            INNER JOIN stock.Product p          ON p.ProductId = d.ProductId
            LEFT JOIN stock.fn_CategoryTree() t ON t.CategoryId = p.CategoryId
            LEFT JOIN stock.Supplier s          ON s.SupplierId = p.SupplierId
    WHERE   d.Sku <> p.Sku
       OR   d.ProductName <> p.ProductName
       OR   d.CategoryPath <> ISNULL(t.Path, N'(none)')
       OR   ISNULL(d.SupplierName, N'') <> ISNULL(s.SupplierName, N'')
       OR   ISNULL(d.UnitOfMeasure, '') <> p.UnitOfMeasure
       OR   d.PackSize <> p.PackSize
       OR   ISNULL(d.StandardCost, -1) <> ISNULL(p.StandardCost, -1)
       OR   d.IsActive = p.Discontinued;          -- the two flags are opposites

    -- 2. articles that are gone
    UPDATE  dw.DimProduct
    SET     IsActive = 0,
            LastChanged = @AsOf
    WHERE   ProductKey <> -1
      AND   IsActive = 1
      AND   NOT EXISTS (SELECT 1 FROM stock.Product p WHERE p.ProductId = dw.DimProduct.ProductId);

    -- 3. new articles, keys in the order of the article numbers
    INSERT INTO dw.DimProduct (ProductId, Sku, ProductName, CategoryPath, SupplierName, UnitOfMeasure, PackSize, StandardCost, IsActive, FirstLoaded, LastChanged)
    SELECT  p.ProductId,
            p.Sku,
            p.ProductName,
            ISNULL(t.Path, N'(none)'),
            s.SupplierName,
            p.UnitOfMeasure,
            p.PackSize,
            p.StandardCost,
            CASE WHEN p.Discontinued = 1 THEN 0 ELSE 1 END,
            @AsOf,
            @AsOf
    FROM    stock.Product p
            LEFT JOIN stock.fn_CategoryTree() t ON t.CategoryId = p.CategoryId
            LEFT JOIN stock.Supplier s          ON s.SupplierId = p.SupplierId
    WHERE   NOT EXISTS (SELECT 1 FROM dw.DimProduct d WHERE d.ProductId = p.ProductId)
    ORDER BY p.ProductId;
END
GO

-- =============================================
-- Author:      jk
-- Create date: 2011-04-11
-- Description: Customers, type 2. A change closes the open version on @AsOf and opens the next one the same day.
--              The first version of a customer reaches back to the day the customer was created, so that
--              orders entered before the first load find it.
--              Credit class: P prepayment, C cash, S under 50,000, M under 250,000, L the rest (own currency!).
-- =============================================
CREATE PROCEDURE [dw].[usp_LoadDimCustomer]
    @AsOf date
AS
BEGIN
    SET NOCOUNT ON;

    SELECT  c.CustomerCode,
            c.CustomerName,
            City        = NULLIF(RTRIM(c.City), N''),
            CountryCode = NULLIF(RTRIM(c.CountryCode), ''),
            c.CurrencyCode,
            c.SalesRepId,
            CreditClass = CASE WHEN c.CreditLimit IS NULL   THEN 'P'
                               WHEN c.CreditLimit = 0       THEN 'C'
                               WHEN c.CreditLimit < 50000   THEN 'S'
                               WHEN c.CreditLimit < 250000  THEN 'M'
                               ELSE 'L' END,
            c.Status,
            CreatedOn   = CAST(c.CreatedAt AS date)
    INTO    #src
    FROM    sales.Customer c
    WHERE   c.CreatedAt < DATEADD(DAY, 1, @AsOf);

    -- close the open version of customers that changed
    UPDATE  d
    SET     d.ValidTo   = @AsOf,
            d.IsCurrent = 0
    FROM    dw.DimCustomer d
            INNER JOIN #src s ON s.CustomerCode = d.CustomerCode
    WHERE   d.IsCurrent = 1
      AND  (   d.CustomerName <> s.CustomerName
            OR ISNULL(d.City, N'') <> ISNULL(s.City, N'')
            OR ISNULL(d.CountryCode, '') <> ISNULL(s.CountryCode, '')
            OR d.CurrencyCode <> s.CurrencyCode
            OR ISNULL(d.SalesRepId, 0) <> ISNULL(s.SalesRepId, 0)
            OR ISNULL(d.CreditClass, '') <> s.CreditClass
            OR d.Status <> s.Status);

    -- close customers that were deleted in the order system (only those without orders can be)
    UPDATE  dw.DimCustomer
    SET     ValidTo   = @AsOf,
            IsCurrent = 0
    WHERE   IsCurrent = 1
      AND   CustomerKey <> -1
      AND   NOT EXISTS (SELECT 1 FROM sales.Customer c WHERE c.CustomerCode = dw.DimCustomer.CustomerCode);

    -- open versions: new customers and those closed above
    INSERT INTO dw.DimCustomer (CustomerCode, CustomerName, City, CountryCode, CurrencyCode, SalesRepId, CreditClass, Status, ValidFrom)
    SELECT  s.CustomerCode, s.CustomerName, s.City, s.CountryCode, s.CurrencyCode, s.SalesRepId, s.CreditClass, s.Status,
            CASE WHEN EXISTS (SELECT 1 FROM dw.DimCustomer o WHERE o.CustomerCode = s.CustomerCode) THEN @AsOf ELSE s.CreatedOn END
    FROM    #src s
    WHERE   NOT EXISTS (SELECT 1 FROM dw.DimCustomer d WHERE d.CustomerCode = s.CustomerCode AND d.IsCurrent = 1)
    ORDER BY s.CustomerCode;

    DROP TABLE #src;
END
GO

-- =============================================
-- Author:      tl
-- Create date: 2017-02-13
-- Description: Vessel register into DimVessel. The file repeats vessels: the row received last counts,
--              within one delivery the one furthest down. Rows without a proper IMO number are left out.
-- =============================================
CREATE PROCEDURE dw.usp_LoadDimVessel
    @AsOf date
AS
BEGIN
    SET NOCOUNT ON;

    WITH Feed AS
    (
        SELECT  ImoNumber    = TRY_CONVERT(int, LTRIM(RTRIM(REPLACE(s.ImoText, 'IMO', '')))),
                VesselName   = s.VesselName,
                FlagCode     = NULLIF(RTRIM(s.FlagCode), ''),
                VesselType   = ISNULL(NULLIF(RTRIM(s.VesselType), ''), 'Unknown'),
                GrossTonnage = TRY_CONVERT(decimal(10,2), NULLIF(LTRIM(RTRIM(s.GrossTonnage)), '')),
                s.FileId, s.LineNum, s.ReceivedAt
        FROM    etl.StageVessel s
        WHERE   s.ReceivedAt < DATEADD(DAY, 1, @AsOf)
    ),
    Ranked AS
    (
        SELECT  f.*,
                rn = ROW_NUMBER() OVER (PARTITION BY f.ImoNumber ORDER BY f.ReceivedAt DESC, f.FileId DESC, f.LineNum DESC)
        FROM    Feed f
        WHERE   f.ImoNumber BETWEEN 1000000 AND 9999999
          AND   f.VesselName IS NOT NULL
    )
    MERGE dw.DimVessel AS t
    USING
    (
        SELECT  r.ImoNumber,
                r.VesselName,
                r.FlagCode,
                r.VesselType,
                r.GrossTonnage,
                SizeClass = CASE WHEN r.GrossTonnage IS NULL OR r.GrossTonnage = 0 THEN 'UNKNOWN'
                                 WHEN r.GrossTonnage < 500   THEN 'SMALL'
                                 WHEN r.GrossTonnage < 20000 THEN 'MEDIUM'
                                 ELSE 'LARGE' END,
                OwnerCode = c.CustomerCode,
                SeenOn    = CAST(r.ReceivedAt AS date)
        FROM    Ranked r
                LEFT JOIN sales.Vessel v   ON v.ImoNumber = r.ImoNumber
                LEFT JOIN sales.Customer c ON c.CustomerId = v.CustomerId
        WHERE   r.rn = 1
    ) AS s
    ON (t.ImoNumber = s.ImoNumber)
    WHEN MATCHED AND s.SeenOn >= t.LastSeen THEN
        UPDATE SET
            t.VesselName   = s.VesselName,
            t.FlagCode     = COALESCE(s.FlagCode, t.FlagCode),
            t.VesselType   = s.VesselType,
            t.GrossTonnage = ISNULL(s.GrossTonnage, t.GrossTonnage),
            t.SizeClass    = CASE WHEN s.GrossTonnage IS NULL THEN t.SizeClass ELSE s.SizeClass END,
            t.OwnerCode    = s.OwnerCode,
            t.LastSeen     = s.SeenOn
    WHEN NOT MATCHED BY TARGET THEN
        INSERT (ImoNumber, VesselName, FlagCode, VesselType, GrossTonnage, SizeClass, OwnerCode, FirstSeen, LastSeen)
        VALUES (s.ImoNumber, s.VesselName, s.FlagCode, s.VesselType, s.GrossTonnage, s.SizeClass, s.OwnerCode, s.SeenOn, s.SeenOn);
END
GO
