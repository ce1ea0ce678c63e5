/* Night job, part 3: monthly figures, customer score, commission */
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO

-- =============================================
-- Author:      jk
-- Create date: 2012-02-06
-- Changed:     2015-03-02 mh  growth against the month before
--              2016-10-17 tl  top category
-- Description: Sales of the month of @AsOf by customer, up to @AsOf. The month is replaced.
--              Orders in a currency without a rate count with zero euro, but they count as orders.
-- =============================================
CREATE PROCEDURE dw.usp_BuildSalesMonthly
    @AsOf date
AS
BEGIN
    SET NOCOUNT ON;

    DECLARE @ThisMonth date, @PrevMonth date;
    SET @ThisMonth = DATEADD(DAY, 1 - DAY(@AsOf), @AsOf);
    SET @PrevMonth = DATEADD(MONTH, -1, @ThisMonth);

    -- lines of this month and the one before
    SELECT  c.CustomerCode,
            v.OrderId,
            v.LineNum,
            p.CategoryId,
            MonthStart = CASE WHEN v.OrderDate >= @ThisMonth THEN @ThisMonth ELSE @PrevMonth END,
            AmountEUR  = ISNULL(v.AmountEUR, 0)
    INTO    #lines
    FROM    sales.vOrderLineEUR v
            INNER JOIN sales.Customer c ON c.CustomerId = v.CustomerId
            LEFT JOIN stock.Product p   ON p.ProductId = v.ProductId
    WHERE   v.OrderDate >= @PrevMonth
      AND   v.OrderDate < DATEADD(DAY, 1, @AsOf)
      AND   v.Status <> 'X';

    -- customers of the month
    SELECT  l.CustomerCode,
            COUNT(DISTINCT l.OrderId)  AS OrderCount,
            COUNT(*)                   AS LineCount,
            SUM(l.AmountEUR)           AS NetEUR
    INTO    #month
    FROM    #lines l
    WHERE   l.MonthStart = @ThisMonth
    GROUP BY l.CustomerCode;

    -- what they bought in the month before
    SELECT  l.CustomerCode,
            SUM(l.AmountEUR) AS NetEUR
    INTO    #prev
    FROM    #lines l
    WHERE   l.MonthStart = @PrevMonth
    GROUP BY l.CustomerCode;

    -- the department with the largest amount; the lower category number wins a draw
    SELECT  x.CustomerCode, x.RootName
    INTO    #topcat
    FROM    (SELECT  l.CustomerCode,
                     t.RootName,
                     ROW_NUMBER() OVER (PARTITION BY l.CustomerCode ORDER BY SUM(l.AmountEUR) DESC, MIN(t.CategoryId)) AS rn
             FROM    #lines l
                     INNER JOIN stock.fn_CategoryTree() t ON t.CategoryId = l.CategoryId
             WHERE   l.MonthStart = @ThisMonth
             GROUP BY l.CustomerCode, t.RootName) x
    WHERE   x.rn = 1;

    DELETE FROM dw.SalesMonthly WHERE MonthStart = @ThisMonth;

    INSERT INTO dw.SalesMonthly (MonthStart, CustomerCode, OrderCount, LineCount, NetEUR, PrevMonthEUR, GrowthPct, SharePct, RankInMonth, TopCategory)
    SELECT  @ThisMonth,
            m.CustomerCode,
            m.OrderCount,
            m.LineCount,
            m.NetEUR,
            ISNULL(p.NetEUR, 0),
            CASE WHEN p.NetEUR > 0 THEN CONVERT(decimal(9,2), (m.NetEUR - p.NetEUR) * 100 / p.NetEUR) END,
            m.NetEUR / NULLIF(SUM(m.NetEUR) OVER (), 0),
            RANK() OVER (ORDER BY m.NetEUR DESC),
            k.RootName
    FROM    #month m
            LEFT JOIN #prev p   ON p.CustomerCode = m.CustomerCode
            LEFT JOIN #topcat k ON k.CustomerCode = m.CustomerCode;

    DROP TABLE #lines;
    DROP TABLE #month;
    DROP TABLE #prev;
    DROP TABLE #topcat;
END
GO

-- =============================================
-- Author:      mh
-- Create date: 2013-09-16
-- Description: Score of every customer that is not closed, as of a day. Used by the credit desk.
--              10 points an order of the last twelve months, a bonus by turnover, 15 off for every late invoice.
--              The order of the steps is the rule book, do not change it.
-- =============================================
CREATE PROCEDURE dw.usp_BuildCustomerScore
    @AsOf date
AS
BEGIN
    SET NOCOUNT ON;

    CREATE TABLE #score
    (
        CustomerId    int          NOT NULL PRIMARY KEY,
        CustomerCode  varchar(10)  NOT NULL,
        OrderCount    int          NOT NULL DEFAULT 0,
        NetEUR        money        NOT NULL DEFAULT 0,
        LastOrderOn   date         NULL,
        LateInvoices  int          NOT NULL DEFAULT 0,
        Points        int          NOT NULL DEFAULT 0,
        ScoreClass    char(1)      NOT NULL DEFAULT 'D',
        Remark        varchar(40)  NULL
    );

    INSERT INTO #score (CustomerId, CustomerCode)
    SELECT  c.CustomerId, c.CustomerCode
    FROM    sales.Customer c
    WHERE   c.Status <> 'C'
      AND   c.CreatedAt < DATEADD(DAY, 1, @AsOf);

    -- 1. orders and turnover of twelve months
    UPDATE  s
    SET     s.OrderCount  = o.Orders,
            s.NetEUR      = o.NetEUR,
            s.LastOrderOn = o.LastOn
    FROM    #score s
            INNER JOIN (SELECT   v.CustomerId,
                                 COUNT(DISTINCT v.OrderId)         AS Orders,
                                 ISNULL(SUM(v.AmountEUR), 0)       AS NetEUR,
                                 CAST(MAX(v.OrderDate) AS date)    AS LastOn
                        FROM     sales.vOrderLineEUR v
                        WHERE    v.Status <> 'X'
                          AND    v.OrderDate >= DATEADD(MONTH, -12, @AsOf)
                          AND    v.OrderDate < DATEADD(DAY, 1, @AsOf)
                        GROUP BY v.CustomerId) o ON o.CustomerId = s.CustomerId;

    -- 2. invoices that were not paid in full on the day they were due
    UPDATE  s
    SET     s.LateInvoices = l.Late
    FROM    #score s
            INNER JOIN (SELECT   h.CustomerId, COUNT(*) AS Late
                        FROM     sales.Invoice i
                                 INNER JOIN sales.OrderHeader h ON h.OrderId = i.OrderId
                        WHERE    i.DueDate < @AsOf
                          AND    i.GrossAmount > ISNULL((SELECT SUM(p.Amount)
                                                         FROM   sales.Payment p
                                                         WHERE  p.InvoiceNo = i.InvoiceNo
                                                           AND  p.PaidAt < DATEADD(DAY, 1, i.DueDate)), 0)
                        GROUP BY h.CustomerId) l ON l.CustomerId = s.CustomerId;

    -- 3. points
    UPDATE  #score
    SET     Points = OrderCount * 10
                   + CASE WHEN NetEUR >= 10000 THEN 50 WHEN NetEUR >= 1000 THEN 20 ELSE 0 END
                   - LateInvoices * 15;

    -- 4. half the points after sixty quiet days
    UPDATE  #score
    SET     Points = Points / 2,
            Remark = 'quiet'
    WHERE   LastOrderOn < DATEADD(DAY, -60, @AsOf);

    -- 5. class
    UPDATE  #score
    SET     ScoreClass = CASE WHEN Points >= 80 THEN 'A'
                              WHEN Points >= 30 THEN 'B'
                              WHEN Points > 0   THEN 'C'
                              ELSE 'D' END;

    -- 6. no order at all
    UPDATE  #score
    SET     ScoreClass = 'N',
            Remark = 'no order in 12 months'
    WHERE   OrderCount = 0;

    -- 7. on hold beats everything; prepayment is only noted
    UPDATE  s
    SET     s.ScoreClass = CASE WHEN c.Status = 'H' THEN 'X' ELSE s.ScoreClass END,
            s.Remark     = ISNULL(s.Remark + ', ', '') + CASE WHEN c.Status = 'H' THEN 'on hold' ELSE 'prepayment' END
    FROM    #score s
            INNER JOIN sales.Customer c ON c.CustomerId = s.CustomerId
    WHERE   c.Status = 'H'
       OR   c.CreditLimit IS NULL;

    DELETE FROM dw.CustomerScore WHERE ScoreDate = @AsOf;

    INSERT INTO dw.CustomerScore (ScoreDate, CustomerId, CustomerCode, OrderCount, NetEUR, LastOrderOn, LateInvoices, Points, ScoreClass, Remark)
    SELECT  @AsOf, CustomerId, CustomerCode, OrderCount, NetEUR, LastOrderOn, LateInvoices, Points, ScoreClass, Remark
    FROM    #score;
END
GO

-- =============================================
-- Author:      mh
-- Create date: 2013-09-02
-- Description: Commission statement of the month of @AsOf, one row a representative with orders.
--              Confirmed and shipped orders count, new and cancelled ones do not.
--              Whoever left during the month still gets the month.
-- =============================================
CREATE PROCEDURE dw.usp_CalcCommission
    @AsOf date
AS
BEGIN
    SET NOCOUNT ON

    DECLARE @Start date, @End date
    DECLARE @EmployeeId int, @Pct decimal(5,4), @Base money, @Orders int

    SET @Start = DATEADD(MONTH, DATEDIFF(MONTH, 0, @AsOf), 0)
    SET @End   = DATEADD(MONTH, 1, @Start)

    DELETE FROM dw.CommissionStatement WHERE PeriodStart = @Start

    DECLARE rep_cursor CURSOR LOCAL FAST_FORWARD FOR
        SELECT  e.EmployeeId, e.CommissionPct
        FROM    sales.Employee e
        WHERE   e.CommissionPct IS NOT NULL
          AND   e.HireDate < @End
          AND   (e.LeaveDate IS NULL OR e.LeaveDate >= @Start)
        ORDER BY e.EmployeeId

    OPEN rep_cursor
    FETCH NEXT FROM rep_cursor INTO @EmployeeId, @Pct

    WHILE @@FETCH_STATUS = 0
    BEGIN
        SELECT  @Orders = COUNT(DISTINCT v.OrderId),
                @Base   = ISNULL(SUM(v.AmountEUR), 0)
        FROM    sales.vOrderLineEUR v
        WHERE   v.SalesRepId = @EmployeeId
          AND   v.Status IN ('C', 'S')
          AND   v.OrderDate >= @Start
          AND   v.OrderDate < @End

        IF @Orders > 0
            INSERT INTO dw.CommissionStatement (PeriodStart, EmployeeId, OrderCount, BaseEUR, CommissionPct, Commission)
            VALUES (@Start, @EmployeeId, @Orders, @Base, @Pct, sales.fn_Commission(@Base, @Pct))

        FETCH NEXT FROM rep_cursor INTO @EmployeeId, @Pct
    END

    CLOSE rep_cursor
    DEALLOCATE rep_cursor
END
GO
