/* Night job, part 2: facts and price history */
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO

-- =============================================
-- Author:      jk
-- Create date: 2011-05-02
-- Changed:     2018-01-09 mh  whole orders instead of lines, so that deleted lines disappear
-- Description: Order lines of all orders touched since the last run, up to the end of @AsOf.
--              The high-water mark is the ModifiedAt of the order. An order saved later with an older
--              ModifiedAt is not seen any more; the application sets the time on the server, so this
--              only happens when somebody repairs data by hand.
-- =============================================
CREATE PROCEDURE dw.usp_LoadFactSales
    @AsOf date
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @From datetime2(3), @To datetime2(3), @Rows int;

    SELECT @From = ISNULL(lc.LastValue, '19000101')
    FROM   etl.LoadControl lc
    WHERE  lc.LoadName = 'FactSales';

    SET @To = DATEADD(DAY, 1, @AsOf);

    SELECT  h.OrderId, h.PortId, h.ModifiedAt
    INTO    #changed
    FROM    sales.OrderHeader h
    WHERE   h.ModifiedAt > @From
      AND   h.ModifiedAt < @To;

    DELETE  f
    FROM    dw.FactSales f
            INNER JOIN #changed c ON c.OrderId = f.OrderId;

    INSERT INTO dw.FactSales (OrderId, LineNum, DateKey, CustomerKey, ProductKey, SalesRepId, PortId, Quantity, Packs, NetAmount, NetAmountEUR, CostAmount, IsCancelled)
    SELECT  v.OrderId,
            v.LineNum,
            dbo.fn_DateKey(v.OrderDate),
            ISNULL(dc.CustomerKey, -1),
            ISNULL(dp.ProductKey, -1),
            v.SalesRepId,
            c.PortId,
            v.Quantity,
            v.Quantity / ISNULL(dp.PackSize, 1),          -- full packs only
            v.LineAmount,
            v.AmountEUR,
            v.Quantity * dp.StandardCost,
            CASE WHEN v.Status = 'X' THEN 1 ELSE 0 END
    FROM    #changed c
            INNER JOIN sales.vOrderLineEUR v ON v.OrderId = c.OrderId
            INNER JOIN sales.Customer cu     ON cu.CustomerId = v.CustomerId
            LEFT JOIN dw.DimCustomer dc      ON dc.CustomerCode = cu.CustomerCode
                                            AND dc.ValidFrom <= CAST(v.OrderDate AS date)
                                            AND dc.ValidTo > CAST(v.OrderDate AS date)
            LEFT JOIN dw.DimProduct dp       ON dp.ProductId = v.ProductId;

    SET @Rows = @@ROWCOUNT;

    UPDATE  etl.LoadControl
    SET     LastValue = ISNULL((SELECT MAX(c.ModifiedAt) FROM #changed c), LastValue),
            LastRows  = @Rows,
            UpdatedAt = GETDATE()
    WHERE   LoadName = 'FactSales';

    DROP TABLE #changed;
END
GO

-- =============================================
-- Author:      mh
-- Create date: 2014-01-13
-- Description: Invoices with what was paid up to @AsOf.
--              DELTA  the last 45 days only, older invoices keep the state of the last full load
--              FULL   everything, Sunday nights and after corrections by hand
-- =============================================
CREATE PROCEDURE dw.usp_LoadFactInvoice
    @AsOf date,
    @Mode varchar(5) = 'DELTA'
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @From date;

    IF @Mode NOT IN ('FULL', 'DELTA')
    BEGIN
        RAISERROR('usp_LoadFactInvoice: unknown mode %s', 16, 1, @Mode);
        RETURN 1;
    END

    IF @Mode = 'FULL'
    BEGIN
        SET @From = '19000101';
        DELETE FROM dw.FactInvoice;
    END
    ELSE
    BEGIN
        SET @From = DATEADD(DAY, -45, @AsOf);
        DELETE FROM dw.FactInvoice WHERE InvoiceDate >= @From;
    END

    INSERT INTO dw.FactInvoice (InvoiceNo, OrderId, CustomerCode, CurrencyCode, InvoiceDate, DueDate, GrossAmount, PaidAmount, DaysOverdue, PayState, AsOfDate)
    SELECT  i.InvoiceNo,
            i.OrderId,
            c.CustomerCode,
            i.CurrencyCode,
            i.InvoiceDate,
            i.DueDate,
            i.GrossAmount,
            ISNULL(p.Paid, 0),
            CASE WHEN i.DueDate < @AsOf AND i.GrossAmount > ISNULL(p.Paid, 0) THEN DATEDIFF(DAY, i.DueDate, @AsOf) ELSE 0 END,
            CASE WHEN i.GrossAmount < 0                       THEN 'CREDIT'
                 WHEN ISNULL(p.Paid, 0) = 0                   THEN 'OPEN'
                 WHEN p.Paid < i.GrossAmount                  THEN 'PART'
                 WHEN p.Paid = i.GrossAmount                  THEN 'PAID'
                 ELSE 'OVERPAID' END,
            @AsOf
    FROM    sales.Invoice i
            INNER JOIN sales.OrderHeader h ON h.OrderId = i.OrderId
            INNER JOIN sales.Customer c    ON c.CustomerId = h.CustomerId
            LEFT JOIN (SELECT   x.InvoiceNo, SUM(x.Amount) AS Paid
                       FROM     sales.Payment x
                       WHERE    x.PaidAt < DATEADD(DAY, 1, @AsOf)
                       GROUP BY x.InvoiceNo) p ON p.InvoiceNo = i.InvoiceNo
    WHERE   i.InvoiceDate >= @From
      AND   i.InvoiceDate <= @AsOf;

    RETURN 0;
END
GO

/* usp_LoadFactPayment - mh 2014
   Payments are never changed, so only new ones are added. */
CREATE PROCEDURE dw.usp_LoadFactPayment @AsOf date
AS
SET NOCOUNT ON

INSERT INTO dw.FactPayment (PaymentId, InvoiceNo, CustomerCode, PaidOn, PaidMonth, Amount, Method, DaysToPay)
SELECT  p.PaymentId,
        p.InvoiceNo,
        c.CustomerCode,
        CONVERT(date, p.PaidAt),
        CONVERT(char(7), p.PaidAt, 120),
        p.Amount,
        UPPER(ISNULL(NULLIF(RTRIM(p.Method), ''), 'unknown')),
        DATEDIFF(DAY, i.InvoiceDate, p.PaidAt)
FROM    sales.Payment p
        INNER JOIN sales.Invoice i     ON i.InvoiceNo = p.InvoiceNo
        INNER JOIN sales.OrderHeader h ON h.OrderId = i.OrderId
        INNER JOIN sales.Customer c    ON c.CustomerId = h.CustomerId
WHERE   p.PaidAt < DATEADD(DAY, 1, @AsOf)
AND     NOT EXISTS (SELECT * FROM dw.FactPayment f WHERE f.PaymentId = p.PaymentId)
GO

-- =============================================
-- Author:      tl
-- Create date: 2016-06-01
-- Description: Stock ledger, in batches because the log disk was too small in 2016.
--              Every batch is replaced as a whole, so the procedure can be run again at any time.
-- =============================================
CREATE PROCEDURE dw.usp_LoadFactStockMovement
    @AsOf      date,
    @BatchSize int = 25
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @First bigint, @Last bigint, @To bigint;

    SELECT  @First = MIN(m.MovementId),
            @Last  = MAX(m.MovementId)
    FROM    stock.StockMovement m
    WHERE   m.MovedAt < DATEADD(DAY, 1, @AsOf);

    WHILE @First <= @Last
    BEGIN
        SET @To = @First + @BatchSize - 1;
        IF @To > @Last
            SET @To = @Last;

        DELETE FROM dw.FactStockMovement
        WHERE  MovementId BETWEEN @First AND @To;

        INSERT INTO dw.FactStockMovement (MovementId, DateKey, ProductKey, Warehouse, Direction, Quantity, ValueAmount)
        SELECT  m.MovementId,
                dbo.fn_DateKey(m.MovedAt),
                ISNULL(d.ProductKey, -1),
                m.Warehouse,
                CASE WHEN m.Quantity > 0 THEN 'IN' WHEN m.Quantity < 0 THEN 'OUT' ELSE 'COUNT' END,
                m.Quantity,
                m.Quantity * d.StandardCost
        FROM    stock.StockMovement m
                LEFT JOIN dw.DimProduct d ON d.ProductId = m.ProductId
        WHERE   m.MovementId BETWEEN @First AND @To
          AND   m.MovedAt < DATEADD(DAY, 1, @AsOf);

        SET @First = @To + 1;
    END
END
GO

/* usp_AppendPriceHistory - jk 2012
   Prices that have come into force. A price corrected within its period makes a second row: both were quoted. */
create procedure dw.usp_AppendPriceHistory
    @AsOf date
as
begin
    set nocount on

    insert into dw.PriceHistory (ProductId, CurrencyCode, MinQty, ValidFrom, UnitPrice, PricePerPack, SeenOn)
    select pl.ProductId, pl.CurrencyCode, pl.MinQty, pl.ValidFrom, pl.UnitPrice, pl.UnitPrice * p.PackSize, @AsOf
    from   sales.PriceList pl
           inner join stock.Product p on p.ProductId = pl.ProductId
    where  pl.ValidFrom <= @AsOf
      and  not exists (select 1
                       from   dw.PriceHistory h
                       where  h.ProductId = pl.ProductId
                         and  h.CurrencyCode = pl.CurrencyCode
                         and  h.MinQty = pl.MinQty
                         and  h.ValidFrom = pl.ValidFrom
                         and  h.UnitPrice = pl.UnitPrice)
end
go

-- =============================================
-- Author:      tl
-- Create date: 2016-05-24
-- Description: Stock at the end of @AsOf, one row a warehouse and article. Run again, the day is replaced.
-- =============================================
CREATE PROCEDURE dw.usp_SnapshotStock
    @AsOf date = NULL
AS
BEGIN
    SET NOCOUNT ON;
    SET XACT_ABORT ON;

    DECLARE @Rows int;

    IF @AsOf IS NULL
        SET @AsOf = CAST(GETDATE() AS date);

    BEGIN TRY
        BEGIN TRANSACTION;

        DELETE FROM dw.StockSnapshot WHERE SnapshotDate = @AsOf;

        INSERT INTO dw.StockSnapshot (SnapshotDate, Warehouse, ProductId, OnHand, FullPacks, StockValue, DaysSinceMove, ReorderFlag)
        SELECT  @AsOf,
                m.Warehouse,
                m.ProductId,
                SUM(m.Quantity),
                SUM(m.Quantity) / p.PackSize,
                SUM(m.Quantity) * p.StandardCost,
                -- counts that were right (quantity 0) are no movement
                DATEDIFF(DAY, MAX(CASE WHEN m.Quantity <> 0 THEN m.MovedAt END), @AsOf),
                CASE WHEN p.ReorderLevel IS NULL THEN '-'
                     WHEN SUM(m.Quantity) < p.ReorderLevel THEN 'Y'
                     ELSE 'N' END
        FROM    stock.StockMovement m
                INNER JOIN stock.Product p ON p.ProductId = m.ProductId
        WHERE   m.MovedAt < DATEADD(DAY, 1, @AsOf)
        GROUP BY m.Warehouse, m.ProductId, p.PackSize, p.StandardCost, p.ReorderLevel;

        SET @Rows = @@ROWCOUNT;

        INSERT INTO etl.LoadLog (ProcName, RowsWritten, Outcome)
        VALUES ('dw.usp_SnapshotStock', @Rows, 'OK');

        COMMIT TRANSACTION;
    END TRY
    BEGIN CATCH
        IF @@TRANCOUNT > 0
            ROLLBACK TRANSACTION;

        INSERT INTO etl.LoadLog (ProcName, RowsWritten, Outcome, Message)
        VALUES ('dw.usp_SnapshotStock', 0, 'FAILED', LEFT(ERROR_MESSAGE(), 400));

        THROW;
    END CATCH
END
GO
