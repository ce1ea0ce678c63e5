/* --------------------------------------------------------------------------
   Warehouse tables.   dw  = what people report on
                       etl = control, log and landing tables of the night job
   2011-03 jk   first version
   2013-09 mh   CustomerScore, CommissionStatement
   2016-05 tl   StockSnapshot moved over from the spreadsheet
   -------------------------------------------------------------------------- */
SET ANSI_NULLS ON
SET QUOTED_IDENTIFIER ON
GO

/* ---------- dimensions ---------- */

CREATE TABLE dw.DimPort (
    PortId        smallint      NOT NULL,
    PortCode      char(5)       NOT NULL,
    PortName      nvarchar(60)  NOT NULL,
    CountryCode   char(2)       NOT NULL,
    Region        varchar(20)   NOT NULL,
    IsWarehouse   bit           NOT NULL,
    LoadedAt      datetime      NOT NULL CONSTRAINT DF_DimPort_LoadedAt DEFAULT (GETDATE()),
    CONSTRAINT PK_DimPort PRIMARY KEY CLUSTERED (PortId)
);
GO

CREATE TABLE dw.DimEmployee (
    EmployeeId      int            NOT NULL,
    FullName        nvarchar(81)   NOT NULL,
    ManagerName     nvarchar(81)   NOT NULL,
    JobTitle        varchar(40)    NOT NULL,
    YearsOfService  int            NOT NULL,
    IsSalesRep      bit            NOT NULL,
    IsActive        bit            NOT NULL,
    AsOfDate        date           NOT NULL,
    CONSTRAINT PK_DimEmployee PRIMARY KEY CLUSTERED (EmployeeId)
);
GO

-- Type 1: always the present values. Key -1 is for lines whose article does not exist.
CREATE TABLE dw.DimProduct (
    ProductKey     int            IDENTITY(1,1) NOT NULL,
    ProductId      int            NOT NULL,
    Sku            varchar(16)    NOT NULL,
    ProductName    nvarchar(80)   NOT NULL,
    CategoryPath   nvarchar(160)  NOT NULL CONSTRAINT DF_DimProduct_Category DEFAULT (N'(none)'),
    SupplierName   nvarchar(80)   NULL,
    UnitOfMeasure  char(3)        NULL,
    PackSize       int            NOT NULL CONSTRAINT DF_DimProduct_PackSize DEFAULT (1),
    StandardCost   money          NULL,
    CostPerPack    AS (StandardCost * PackSize),
    IsActive       bit            NOT NULL,
    FirstLoaded    date           NOT NULL,
    LastChanged    date           NOT NULL,
    CONSTRAINT PK_DimProduct PRIMARY KEY CLUSTERED (ProductKey),
    CONSTRAINT UQ_DimProduct_ProductId UNIQUE (ProductId)
);
GO

-- Type 2. A version is valid from ValidFrom up to, not including, ValidTo; the open one ends 9999-12-31.
CREATE TABLE dw.DimCustomer (
    CustomerKey    int            IDENTITY(1,1) NOT NULL,
    CustomerCode   varchar(10)    NOT NULL,
    CustomerName   nvarchar(80)   NOT NULL,
    City           nvarchar(40)   NULL,
    CountryCode    varchar(5)     NULL,
    CurrencyCode   char(3)        NULL,
    SalesRepId     int            NULL,
    CreditClass    char(1)        NULL,
    Status         char(1)        NULL,
    ValidFrom      date           NOT NULL,
    ValidTo        date           NOT NULL CONSTRAINT DF_DimCustomer_ValidTo DEFAULT ('99991231'),
    IsCurrent      bit            NOT NULL CONSTRAINT DF_DimCustomer_IsCurrent DEFAULT (1),
    LoadedAt       datetime       NOT NULL CONSTRAINT DF_DimCustomer_LoadedAt DEFAULT (GETDATE()),
    CONSTRAINT PK_DimCustomer PRIMARY KEY CLUSTERED (CustomerKey),
    CONSTRAINT CK_DimCustomer_Valid CHECK (ValidTo >= ValidFrom)
);
GO
CREATE NONCLUSTERED INDEX IX_DimCustomer_Code ON dw.DimCustomer (CustomerCode, ValidFrom);
GO

create table dw.DimVessel (
	ImoNumber     int           not null constraint PK_DimVessel primary key,
	VesselName    nvarchar(60)  not null,
	FlagCode      varchar(5)    null,
	VesselType    varchar(20)   not null,
	GrossTonnage  decimal(10,2) null,
	SizeClass     varchar(10)   not null,
	OwnerCode     varchar(10)   null,
	FirstSeen     date          not null,
	LastSeen      date          not null
)
go

/* ---------- facts ---------- */

CREATE TABLE dw.FactSales (
    OrderId        int            NOT NULL,
    LineNum        smallint       NOT NULL,
    DateKey        int            NOT NULL,
    CustomerKey    int            NOT NULL,
    ProductKey     int            NOT NULL,
    SalesRepId     int            NULL,
    PortId         smallint       NULL,
    Quantity       int            NOT NULL,
    Packs          int            NOT NULL,
    NetAmount      money          NOT NULL,
    NetAmountEUR   money          NULL,
    CostAmount     money          NULL,
    IsCancelled    bit            NOT NULL,
    LoadedAt       datetime       NOT NULL DEFAULT (GETDATE()),
    CONSTRAINT PK_FactSales PRIMARY KEY CLUSTERED (OrderId, LineNum),
    CONSTRAINT FK_FactSales_Customer FOREIGN KEY (CustomerKey) REFERENCES dw.DimCustomer (CustomerKey),
    CONSTRAINT FK_FactSales_Product FOREIGN KEY (ProductKey) REFERENCES dw.DimProduct (ProductKey)
);
GO

CREATE TABLE dw.FactInvoice (
    InvoiceNo      varchar(12)    NOT NULL,
    OrderId        int            NOT NULL,
    CustomerCode   varchar(10)    NOT NULL,
    CurrencyCode   char(3)        NOT NULL,
    InvoiceDate    date           NOT NULL,
    DueDate        date           NOT NULL,
    GrossAmount    money          NOT NULL,
    PaidAmount     money          NOT NULL,
    OpenAmount     AS (GrossAmount - PaidAmount) PERSISTED,
    DaysOverdue    int            NOT NULL,
    PayState       varchar(8)     NOT NULL,
    AsOfDate       date           NOT NULL,
    CONSTRAINT PK_FactInvoice PRIMARY KEY CLUSTERED (InvoiceNo),
    CONSTRAINT CK_FactInvoice_State CHECK (PayState IN ('OPEN', 'PART', 'PAID', 'OVERPAID', 'CREDIT'))
);
GO

CREATE TABLE dw.FactPayment (
    PaymentId      bigint         NOT NULL,
    InvoiceNo      varchar(12)    NOT NULL,
    CustomerCode   varchar(10)    NOT NULL,
    PaidOn         date           NOT NULL,
    PaidMonth      char(7)        NOT NULL,
    Amount         money          NOT NULL,
    Method         varchar(12)    NOT NULL,
    DaysToPay      smallint       NULL,
    CONSTRAINT PK_FactPayment PRIMARY KEY CLUSTERED (PaymentId)
);
GO

CREATE TABLE dw.FactStockMovement (
    MovementId     bigint         NOT NULL,
    DateKey        int            NOT NULL,
    ProductKey     int            NOT NULL,
    Warehouse      char(3)        NOT NULL,
    Direction      varchar(5)     NOT NULL,
    Quantity       int            NOT NULL,
    ValueAmount    money          NULL,
    CONSTRAINT PK_FactStockMovement PRIMARY KEY CLUSTERED (MovementId),
    CONSTRAINT FK_FactStockMovement_Product FOREIGN KEY (ProductKey) REFERENCES dw.DimProduct (ProductKey)
);
GO

-- every price we have ever quoted; rows are only added
CREATE TABLE dw.PriceHistory (
    ProductId      int            NOT NULL,
    CurrencyCode   char(3)        NOT NULL,
    MinQty         int            NOT NULL,
    ValidFrom      date           NOT NULL,
    UnitPrice      money          NOT NULL,
    PricePerPack   money          NULL,
    SeenOn         date           NOT NULL CONSTRAINT DF_PriceHistory_SeenOn DEFAULT (GETDATE()),
    CONSTRAINT PK_PriceHistory PRIMARY KEY CLUSTERED (ProductId, CurrencyCode, MinQty, ValidFrom, UnitPrice)
);
GO

create table dw.StockSnapshot (
	SnapshotDate   date      not null,
	Warehouse      char(3)   not null,
	ProductId      int       not null,
	OnHand         int       not null,
	FullPacks      int       not null,
	StockValue     money     null,
	DaysSinceMove  int       null,
	ReorderFlag    char(1)   not null,
	constraint PK_StockSnapshot primary key (SnapshotDate, Warehouse, ProductId)
)
go

/* ---------- monthly figures ---------- */

CREATE TABLE dw.SalesMonthly (
    MonthStart     date           NOT NULL,
    CustomerCode   varchar(10)    NOT NULL,
    OrderCount     int            NOT NULL,
    LineCount      int            NOT NULL,
    NetEUR         money          NOT NULL,
    PrevMonthEUR   money          NOT NULL CONSTRAINT DF_SalesMonthly_Prev DEFAULT (0),
    GrowthPct      decimal(9,2)   NULL,
    SharePct       decimal(9,4)   NULL,
    RankInMonth    int            NOT NULL,
    TopCategory    nvarchar(50)   NULL,
    CONSTRAINT PK_SalesMonthly PRIMARY KEY CLUSTERED (MonthStart, CustomerCode)
);
GO

CREATE TABLE dw.CustomerScore (
    ScoreDate      date           NOT NULL,
    CustomerId     int            NOT NULL,
    CustomerCode   varchar(10)    NOT NULL,
    OrderCount     int            NOT NULL,
    NetEUR         money          NOT NULL,
    LastOrderOn    date           NULL,
    LateInvoices   int            NOT NULL,
    Points         int            NOT NULL,
    ScoreClass     char(1)        NOT NULL,
    Remark         varchar(40)    NULL,
    CONSTRAINT PK_CustomerScore PRIMARY KEY CLUSTERED (ScoreDate, CustomerId)
);
GO

CREATE TABLE dw.CommissionStatement (
    PeriodStart    date              NOT NULL,
    EmployeeId     int               NOT NULL,
    StatementId    uniqueidentifier  NOT NULL CONSTRAINT DF_Commission_Id DEFAULT (NEWID()),
    OrderCount     int               NOT NULL,
    BaseEUR        money             NOT NULL,
    CommissionPct  decimal(5,4)      NOT NULL,
    Commission     money             NOT NULL,
    CONSTRAINT PK_CommissionStatement PRIMARY KEY CLUSTERED (PeriodStart, EmployeeId)
);
GO

/* ---------- etl ---------- */

CREATE TABLE etl.LoadControl (
    LoadName       varchar(40)    NOT NULL PRIMARY KEY,
    LastValue      datetime2(3)   NULL,              -- high-water mark of the last good run
    LastRows       int            NULL,
    UpdatedAt      datetime       NOT NULL DEFAULT (GETDATE())
);
GO

CREATE TABLE etl.LoadLog (
    LogId          int            IDENTITY(1,1) NOT NULL PRIMARY KEY,
    ProcName       varchar(60)    NOT NULL,
    LoggedAt       datetime       NOT NULL DEFAULT (GETDATE()),
    RowsWritten    int            NULL,
    Outcome        varchar(10)    NOT NULL,
    Message        nvarchar(400)  NULL
);
GO

-- Landing table of the vessel register file. Everything is text but the two counters, no key:
-- the same vessel comes several times, in one file and in several.
CREATE TABLE etl.StageVessel (
    FileId         int            NOT NULL,
    LineNum        int            NOT NULL,
    ImoText        varchar(14)    NULL,
    VesselName     nvarchar(60)   NULL,
    FlagCode       varchar(5)     NULL,
    VesselType     varchar(20)    NULL,
    GrossTonnage   varchar(14)    NULL,
    ReceivedAt     datetime       NOT NULL
);
GO

/* ---------- descriptions ---------- */
exec sys.sp_addextendedproperty 'MS_Description', 'Ports with their sales region. Replaced every night.', 'SCHEMA', 'dw', 'TABLE', 'DimPort'
exec sys.sp_addextendedproperty 'MS_Description', 'Staff with the name of the manager and the full years of service. Replaced every night.', 'SCHEMA', 'dw', 'TABLE', 'DimEmployee'
exec sys.sp_addextendedproperty 'MS_Description', 'Articles, present values only. -1 = article unknown.', 'SCHEMA', 'dw', 'TABLE', 'DimProduct'
exec sys.sp_addextendedproperty 'MS_Description', 'Date of the night run that last changed this row.', 'SCHEMA', 'dw', 'TABLE', 'DimProduct', 'COLUMN', 'LastChanged'
exec sys.sp_addextendedproperty 'MS_Description', 'Customers with history, one row a version. -1 = customer unknown.', 'SCHEMA', 'dw', 'TABLE', 'DimCustomer'
exec sys.sp_addextendedproperty 'MS_Description', 'First day on which the version no longer holds; 9999-12-31 while it is the current one.', 'SCHEMA', 'dw', 'TABLE', 'DimCustomer', 'COLUMN', 'ValidTo'
exec sys.sp_addextendedproperty 'MS_Description', 'Vessels from the register file, our customer''s code where we know the vessel.', 'SCHEMA', 'dw', 'TABLE', 'DimVessel'
exec sys.sp_addextendedproperty 'MS_Description', 'One row an order line. Cancelled orders stay, marked.', 'SCHEMA', 'dw', 'TABLE', 'FactSales'
exec sys.sp_addextendedproperty 'MS_Description', 'Full packs only: 25 pieces in packs of 10 are 2.', 'SCHEMA', 'dw', 'TABLE', 'FactSales', 'COLUMN', 'Packs'
exec sys.sp_addextendedproperty 'MS_Description', 'Net amount in euro at the rate of the order day. NULL when there is no rate.', 'SCHEMA', 'dw', 'TABLE', 'FactSales', 'COLUMN', 'NetAmountEUR'
exec sys.sp_addextendedproperty 'MS_Description', 'Invoices with what was paid up to the day of the load.', 'SCHEMA', 'dw', 'TABLE', 'FactInvoice'
exec sys.sp_addextendedproperty 'MS_Description', 'Stock in pieces and in full packs, one row a day, warehouse and article.', 'SCHEMA', 'dw', 'TABLE', 'StockSnapshot'
exec sys.sp_addextendedproperty 'MS_Description', 'Sales by month and customer, with growth, share and rank.', 'SCHEMA', 'dw', 'TABLE', 'SalesMonthly'
exec sys.sp_addextendedproperty 'MS_Description', 'High-water marks of the incremental loads.', 'SCHEMA', 'etl', 'TABLE', 'LoadControl'
GO
