/* The night job itself and the two reports that call procedures */
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO

-- =============================================
-- Author:      jk
-- Create date: 2011-05-16
-- Changed:     every year since
-- Description: Called by the scheduler at 02:00 with yesterday's date. Dimensions before facts;
--              the score and the statements read the order system, not the facts.
--              Sunday nights the scheduler passes @InvoiceMode = 'FULL'.
-- =============================================
CREATE PROCEDURE dw.usp_NightlyLoad
    @AsOf        date = NULL,
    @InvoiceMode varchar(5) = 'DELTA'
AS
BEGIN
    SET NOCOUNT ON;

    IF @AsOf IS NULL
        SET @AsOf = DATEADD(DAY, -1, CAST(GETDATE() AS date));

    INSERT INTO etl.LoadLog (ProcName, Outcome) VALUES ('dw.usp_NightlyLoad', 'STARTED');

    -- dimensions
    EXEC dw.usp_LoadDimPort;
    EXEC dw.usp_LoadDimEmployee @AsOf;
    EXEC dw.usp_LoadDimProduct  @AsOf = @AsOf;
    EXEC dw.usp_LoadDimCustomer @AsOf = @AsOf;
    EXEC dw.usp_LoadDimVessel   @AsOf = @AsOf;

    -- facts
    EXEC dw.usp_LoadFactSales   @AsOf = @AsOf;
    EXEC dw.usp_LoadFactInvoice @AsOf = @AsOf, @Mode = @InvoiceMode;
    EXEC dw.usp_LoadFactPayment @AsOf = @AsOf;
    EXEC dw.usp_LoadFactStockMovement @AsOf = @AsOf, @BatchSize = 50;
    EXECUTE dw.usp_AppendPriceHistory @AsOf;
    EXEC dw.usp_SnapshotStock   @AsOf = @AsOf;

    -- figures
    EXEC dw.usp_BuildSalesMonthly  @AsOf = @AsOf;
    EXEC dw.usp_BuildCustomerScore @AsOf = @AsOf;
    EXEC dw.usp_CalcCommission     @AsOf = @AsOf;

    INSERT INTO etl.LoadLog (ProcName, Outcome) VALUES ('dw.usp_NightlyLoad', 'OK');
END
GO

-- =============================================
-- Author:      mh
-- Create date: 2014-02-03
-- Description: Open invoices by currency and age, for the Monday meeting.
--              Without @AsOf: today. Without @CurrencyCode: all currencies.
-- =============================================
CREATE PROCEDURE dw.usp_ReportAgeing
    @AsOf         date = NULL,
    @CurrencyCode char(3) = NULL
AS
BEGIN
    SET NOCOUNT ON;

    IF @AsOf IS NULL SET @AsOf = GETDATE();

    SELECT  a.CurrencyCode,
            a.Bucket,
            COUNT(*)                    AS Invoices,
            COUNT(DISTINCT a.CustomerCode) AS Customers,
            SUM(a.OpenAmount)           AS OpenAmount,
            MAX(a.DaysLate)             AS WorstDays,
            AVG(a.DaysLate)             AS AvgDays
    FROM    (SELECT f.CurrencyCode,
                    f.CustomerCode,
                    f.OpenAmount,
                    DaysLate = CASE WHEN f.DueDate < @AsOf THEN DATEDIFF(DAY, f.DueDate, @AsOf) ELSE 0 END,
                    Bucket   = CASE WHEN f.DueDate >= @AsOf                       THEN 'A not due'
                                    WHEN DATEDIFF(DAY, f.DueDate, @AsOf) <= 30    THEN 'B 1-30'
                                    WHEN DATEDIFF(DAY, f.DueDate, @AsOf) <= 60    THEN 'C 31-60'
                                    ELSE 'D over 60' END
             FROM   dw.FactInvoice f
             WHERE  f.PayState IN ('OPEN', 'PART')
               AND  (@CurrencyCode IS NULL OR f.CurrencyCode = @CurrencyCode)) a
    GROUP BY a.CurrencyCode, a.Bucket
    ORDER BY a.CurrencyCode, a.Bucket;
END
GO

/* usp_ReportTopCustomers - tl 2017
   Best customers of a month with the class the credit desk gave them last. Same turnover: by code. */
create procedure dw.usp_ReportTopCustomers
    @MonthStart date = '20240201',
    @Top        int  = 5,
    @MinOrders  int  = 1
as
set nocount on

select top (@Top)
        m.CustomerCode,
        CustomerName = isnull(d.CustomerName, N'?'),
        Country      = isnull(upper(left(d.CountryCode, 2)), '--'),
        m.OrderCount,
        m.NetEUR,
        PerOrderEUR  = m.NetEUR / m.OrderCount,
        Share        = convert(varchar(10), convert(decimal(5,1), m.SharePct * 100)) + ' %',
        m.RankInMonth,
        ScoreClass   = (select top 1 s.ScoreClass from dw.CustomerScore s where s.CustomerCode = m.CustomerCode order by s.ScoreDate desc)
from    dw.SalesMonthly m
        left join dw.DimCustomer d on d.CustomerCode = m.CustomerCode and d.IsCurrent = 1
where   m.MonthStart = @MonthStart
and     m.OrderCount >= @MinOrders
order by m.NetEUR desc, m.CustomerCode
go
