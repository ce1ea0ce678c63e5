/* Functions: two scalar, two table-valued */
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
-- =============================================
-- Author:      jk
-- Create date: 2011-03-14
-- Description: 20240229 for 29 February 2024. The keys of the date columns in the facts.
-- =============================================
CREATE FUNCTION dbo.fn_DateKey (@When datetime)
RETURNS int
AS
BEGIN
    RETURN CONVERT(int, CONVERT(char(8), @When, 112))
END
GO

-- =============================================
-- Author:      mh
-- Create date: 2013-09-02
-- Description: Commission of one sales representative for one month, in euro.
--              Nothing for a month that ends at zero or below (more returned than sold).
--              Above 20,000 euro the part above earns another half percent.
--              Never more than 5,000 a month (board decision of May 2015).
-- =============================================
CREATE FUNCTION [sales].[fn_Commission]
(
    @BaseEUR  money,
    @Pct      decimal(5,4)
)
RETURNS money
AS
BEGIN
    DECLARE @Commission money
    DECLARE @Bonus money = 0

    IF @BaseEUR IS NULL OR @BaseEUR <= 0
        RETURN 0

    SET @Commission = ROUND(@BaseEUR * ISNULL(@Pct, 0), 2)

    IF @BaseEUR > 20000
    BEGIN
        SET @Bonus = ROUND((@BaseEUR - 20000) * 0.005, 2)
    END

    SET @Commission = @Commission + @Bonus
    IF @Commission > 5000 SET @Commission = 5000

    RETURN @Commission
END
GO

-- Prices that hold on a day. ValidTo is the last day of the price, not the day after.
-- Several rows an article and currency: one for each MinQty.
create function sales.fn_PricesOn (@OnDate date)
returns table
as
return
(
    select pl.ProductId,
           pl.CurrencyCode,
           pl.MinQty,
           pl.UnitPrice,
           PricePerPack = pl.UnitPrice * p.PackSize
    from   sales.PriceList pl
           inner join stock.Product p on p.ProductId = pl.ProductId
    where  pl.ValidFrom <= @OnDate
      and  (pl.ValidTo is null or pl.ValidTo >= @OnDate)
)
go

-- =============================================
-- Author:      tl
-- Create date: 2016-05-20
-- Description: Category with its root and its full path.
--              Three levels are all the application allows.
-- =============================================
CREATE FUNCTION stock.fn_CategoryTree ()
RETURNS @Tree TABLE
(
    CategoryId  smallint      NOT NULL PRIMARY KEY,
    RootName    nvarchar(50)  NOT NULL,
    Path        nvarchar(160) NOT NULL,
    Depth       tinyint       NOT NULL
)
AS
BEGIN
    -- level 1
    INSERT INTO @Tree (CategoryId, RootName, Path, Depth)
    SELECT c.CategoryId, c.CategoryName, c.CategoryName, 1
    FROM   stock.Category c
    WHERE  c.ParentId IS NULL

    -- level 2
    INSERT INTO @Tree (CategoryId, RootName, Path, Depth)
    SELECT c.CategoryId, t.RootName, t.Path + N' / ' + c.CategoryName, 2
    FROM   stock.Category c
           INNER JOIN @Tree t ON t.CategoryId = c.ParentId
    WHERE  t.Depth = 1

    -- level 3
    INSERT INTO @Tree (CategoryId, RootName, Path, Depth)
    SELECT c.CategoryId, t.RootName, t.Path + N' / ' + c.CategoryName, 3
    FROM   stock.Category c
           INNER JOIN @Tree t ON t.CategoryId = c.ParentId
    WHERE  t.Depth = 2

    RETURN
END
GO
