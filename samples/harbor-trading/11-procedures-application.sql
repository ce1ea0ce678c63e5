/* Procedures of the order application, and one of the DBAs. They are not part of the night job. */
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO

/****** Object:  StoredProcedure [sales].[usp_AddOrder] ******/
-- New order of a customer with one line; the form adds the other lines one by one.
CREATE PROCEDURE [sales].[usp_AddOrder]
    @CustomerCode  varchar(10),
    @ProductId     int,
    @Quantity      int,
    @CustomerRef   varchar(30) = NULL,
    @OrderDate     datetime = NULL,
    @OrderId       int OUTPUT
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @CustomerId int, @RepId int, @Currency char(3), @Status char(1), @Price money;

    SET @OrderDate = ISNULL(@OrderDate, GETDATE());

    SELECT  @CustomerId = c.CustomerId,
            @RepId      = c.SalesRepId,
            @Currency   = c.CurrencyCode,
            @Status     = c.Status
    FROM    sales.Customer c
    WHERE   c.CustomerCode = @CustomerCode;

    IF @CustomerId IS NULL OR @Status <> 'A'
    BEGIN
        RAISERROR('Customer %s does not exist or may not order.', 16, 1, @CustomerCode);
        RETURN -1;
    END

    SELECT TOP (1) @Price = p.UnitPrice
    FROM    sales.fn_PricesOn(@OrderDate) p
    WHERE   p.ProductId = @ProductId
      AND   p.CurrencyCode = @Currency
      AND   p.MinQty <= @Quantity
    ORDER BY p.MinQty DESC;

    INSERT INTO sales.OrderHeader (CustomerId, SalesRepId, OrderDate, CurrencyCode, CustomerRef, ModifiedAt)
    VALUES (@CustomerId, @RepId, @OrderDate, @Currency, @CustomerRef, @OrderDate);

    SET @OrderId = SCOPE_IDENTITY();

    INSERT INTO sales.OrderLine (OrderId, LineNum, ProductId, Quantity, UnitPrice)
    VALUES (@OrderId, 1, @ProductId, @Quantity, ISNULL(@Price, 0));

    RETURN 0;
END
GO

/****** Object:  StoredProcedure [sales].[usp_CancelOrder] ******/
-- Shipped orders cannot be cancelled, they have to come back as a return (negative quantity).
CREATE PROCEDURE [sales].[usp_CancelOrder]
    @OrderId int,
    @At      datetime2(3) = NULL
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @Status char(1);
    SELECT @Status = Status FROM sales.OrderHeader WHERE OrderId = @OrderId;

    IF @Status IS NULL
    BEGIN
        RAISERROR('Order %d does not exist.', 16, 1, @OrderId);
        RETURN 1;
    END
    IF @Status IN ('S', 'X')
    BEGIN
        RAISERROR('Order %d is shipped or cancelled already.', 16, 1, @OrderId);
        RETURN 2;
    END

    UPDATE  sales.OrderHeader
    SET     Status     = 'X',
            ModifiedAt = ISNULL(@At, SYSDATETIME())
    WHERE   OrderId = @OrderId;

    RETURN 0;
END
GO

-- =============================================
-- Author:      the DBAs
-- Create date: 2019-02-11
-- Description: Deletes rows loaded more than @KeepYears ago from every fact table that has a LoadedAt column.
--              New tables are found by themselves. Started by hand, waits for the night job to finish.
-- =============================================
CREATE PROCEDURE etl.usp_PurgeOldRows
    @AsOf      date,
    @KeepYears int = 10
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @lock int, @table nvarchar(300), @sql nvarchar(max);

    EXEC @lock = sp_getapplock @Resource = N'HarborNightly', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 60000;
    IF @lock < 0
    BEGIN
        RAISERROR('The night job is running.', 16, 1);
        RETURN 1;
    END

    DECLARE t CURSOR LOCAL STATIC FOR
        SELECT QUOTENAME(c.TABLE_SCHEMA) + N'.' + QUOTENAME(c.TABLE_NAME)
        FROM   INFORMATION_SCHEMA.COLUMNS c
        WHERE  c.TABLE_SCHEMA = 'dw' AND c.TABLE_NAME LIKE 'Fact%' AND c.COLUMN_NAME = 'LoadedAt';
    OPEN t;
    FETCH NEXT FROM t INTO @table;
    WHILE @@FETCH_STATUS = 0
    BEGIN
        SET @sql = N'DELETE FROM ' + @table + N' WHERE LoadedAt < DATEADD(YEAR, -' + CONVERT(nvarchar(10), @KeepYears) + N', ''' + CONVERT(nchar(8), @AsOf, 112) + N''')';
        EXEC (@sql);
        WAITFOR DELAY '00:00:01';
        FETCH NEXT FROM t INTO @table;
    END
    CLOSE t;
    DEALLOCATE t;

    EXEC sp_releaseapplock @Resource = N'HarborNightly', @LockOwner = 'Session';
    RETURN 0;
END
GO
