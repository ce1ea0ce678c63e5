/****** Order system: tables of the schemas sales and stock ******/
SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO
SET ANSI_PADDING ON
GO

/****** Object:  Table [sales].[Currency] ******/
CREATE TABLE [sales].[Currency](
	[CurrencyCode] [char](3) NOT NULL,
	[CurrencyName] [nvarchar](40) NOT NULL,
	[Decimals] [tinyint] NOT NULL CONSTRAINT [DF_Currency_Decimals] DEFAULT ((2)),
 CONSTRAINT [PK_Currency] PRIMARY KEY CLUSTERED ([CurrencyCode] ASC)
)
GO

/****** Object:  Table [sales].[ExchangeRate] ******/
CREATE TABLE [sales].[ExchangeRate](
	[CurrencyCode] [char](3) NOT NULL,
	[RateDate] [date] NOT NULL,
	[RateToEUR] [decimal](18, 6) NOT NULL,
	[Source] [varchar](10) NOT NULL CONSTRAINT [DF_ExchangeRate_Source] DEFAULT ('BANK'),
 CONSTRAINT [PK_ExchangeRate] PRIMARY KEY CLUSTERED ([CurrencyCode] ASC, [RateDate] ASC),
 CONSTRAINT [FK_ExchangeRate_Currency] FOREIGN KEY ([CurrencyCode]) REFERENCES [sales].[Currency] ([CurrencyCode]),
 CONSTRAINT [CK_ExchangeRate_Rate] CHECK ([RateToEUR] > (0))
)
GO

/****** Object:  Table [sales].[Port] ******/
CREATE TABLE [sales].[Port](
	[PortId] [smallint] NOT NULL,
	[PortCode] [char](5) NOT NULL,
	[PortName] [nvarchar](60) NOT NULL,
	[CountryCode] [char](2) NOT NULL,
	[Latitude] [float] NULL,
	[Longitude] [float] NULL,
	[IsWarehouse] [bit] NOT NULL CONSTRAINT [DF_Port_IsWarehouse] DEFAULT ((0)),
 CONSTRAINT [PK_Port] PRIMARY KEY CLUSTERED ([PortId] ASC),
 CONSTRAINT [UQ_Port_PortCode] UNIQUE NONCLUSTERED ([PortCode] ASC)
)
GO

/****** Object:  Table [sales].[Employee] ******/
CREATE TABLE [sales].[Employee](
	[EmployeeId] [int] NOT NULL,
	[ManagerId] [int] NULL,
	[FirstName] [nvarchar](40) NOT NULL,
	[LastName] [nvarchar](40) NOT NULL,
	[FullName]  AS ([FirstName] + N' ' + [LastName]),
	[JobTitle] [varchar](40) NOT NULL,
	[HireDate] [date] NOT NULL,
	[LeaveDate] [date] NULL,
	[CommissionPct] [decimal](5, 4) NULL,
	[Phone] [dbo].[PhoneNo] NULL,
	[RowGuid] [uniqueidentifier] NOT NULL CONSTRAINT [DF_Employee_RowGuid] DEFAULT (NEWID()),
 CONSTRAINT [PK_Employee] PRIMARY KEY CLUSTERED ([EmployeeId] ASC),
 CONSTRAINT [FK_Employee_Manager] FOREIGN KEY ([ManagerId]) REFERENCES [sales].[Employee] ([EmployeeId]),
 CONSTRAINT [CK_Employee_Commission] CHECK ([CommissionPct] >= (0) AND [CommissionPct] <= (0.25)),
 CONSTRAINT [CK_Employee_Dates] CHECK ([LeaveDate] IS NULL OR [LeaveDate] >= [HireDate])
)
GO

/****** Object:  Table [sales].[Customer] ******/
CREATE TABLE [sales].[Customer](
	[CustomerId] [int] IDENTITY(1,1) NOT NULL,
	[CustomerCode] [varchar](10) NOT NULL,
	[CustomerName] [nvarchar](80) NOT NULL,
	[City] [nvarchar](40) NULL,
	[CountryCode] [varchar](5) NULL,
	[CurrencyCode] [char](3) NOT NULL,
	[CreditLimit] [money] NULL,
	[PaymentDays] [smallint] NOT NULL CONSTRAINT [DF_Customer_PaymentDays] DEFAULT ((30)),
	[SalesRepId] [int] NULL,
	[Phone] [dbo].[PhoneNo] NULL,
	[Status] [char](1) NOT NULL CONSTRAINT [DF_Customer_Status] DEFAULT ('A'),
	[CreatedAt] [datetime] NOT NULL CONSTRAINT [DF_Customer_CreatedAt] DEFAULT (GETDATE()),
	[Notes] [nvarchar](max) NULL,
 CONSTRAINT [PK_Customer] PRIMARY KEY CLUSTERED ([CustomerId] ASC),
 CONSTRAINT [UQ_Customer_Code] UNIQUE NONCLUSTERED ([CustomerCode] ASC),
 CONSTRAINT [FK_Customer_Currency] FOREIGN KEY ([CurrencyCode]) REFERENCES [sales].[Currency] ([CurrencyCode]),
 CONSTRAINT [FK_Customer_SalesRep] FOREIGN KEY ([SalesRepId]) REFERENCES [sales].[Employee] ([EmployeeId]),
 -- A active, H on hold (no new orders), C closed
 CONSTRAINT [CK_Customer_Status] CHECK ([Status] IN ('A', 'H', 'C'))
)
GO

/****** Object:  Table [sales].[Vessel] ******/
CREATE TABLE [sales].[Vessel](
	[VesselId] [int] IDENTITY(1,1) NOT NULL,
	[ImoNumber] [int] NOT NULL,
	[VesselName] [nvarchar](60) NOT NULL,
	[CustomerId] [int] NOT NULL,
	[VesselType] [varchar](20) NULL,
	[GrossTonnage] [decimal](10, 2) NULL,
	[BuiltYear] [smallint] NULL,
	[HomePortId] [smallint] NULL,
 CONSTRAINT [PK_Vessel] PRIMARY KEY CLUSTERED ([VesselId] ASC),
 CONSTRAINT [UQ_Vessel_Imo] UNIQUE NONCLUSTERED ([ImoNumber] ASC),
 CONSTRAINT [FK_Vessel_Customer] FOREIGN KEY ([CustomerId]) REFERENCES [sales].[Customer] ([CustomerId]),
 CONSTRAINT [FK_Vessel_Port] FOREIGN KEY ([HomePortId]) REFERENCES [sales].[Port] ([PortId]),
 CONSTRAINT [CK_Vessel_Imo] CHECK ([ImoNumber] BETWEEN 1000000 AND 9999999)
)
GO

-- ---------------------------------------------------------------- stock
create table stock.Category
(
    CategoryId    smallint      not null constraint PK_Category primary key,
    ParentId      smallint      null     constraint FK_Category_Parent references stock.Category (CategoryId),
    CategoryName  nvarchar(50)  not null,
    VatPct        decimal(5,2)  not null default 25      -- unnamed on purpose? nobody knows. jk 2011
)
go

create table stock.Supplier
(
    SupplierId    int           not null constraint PK_Supplier primary key,
    SupplierName  nvarchar(80)  not null,
    CountryCode   char(2)       null,
    LeadTimeDays  tinyint       not null constraint DF_Supplier_LeadTime default 14,
    Phone         dbo.PhoneNo,
    IsActive      bit           not null constraint DF_Supplier_IsActive default 1
)
go

create table stock.Product
(
    ProductId      int            not null constraint PK_Product primary key,
    Sku            varchar(16)    not null constraint UQ_Product_Sku unique,
    ProductName    nvarchar(80)   not null,
    CategoryId     smallint       null     constraint FK_Product_Category references stock.Category (CategoryId),
    SupplierId     int            null     constraint FK_Product_Supplier references stock.Supplier (SupplierId),
    UnitOfMeasure  char(3)        not null default 'PCS',
    PackSize       int            not null constraint DF_Product_PackSize default 1,
    StandardCost   money          null,
    ReorderLevel   smallint       null,
    HazardClass    varchar(4)     null,                  -- '' = checked, not hazardous; NULL = nobody has checked
    Thumbnail      varbinary(32)  null,                  -- first bytes of the picture, for the hand-held scanners
    Discontinued   bit            not null constraint DF_Product_Discontinued default 0,
    constraint CK_Product_PackSize check (PackSize > 0)
)
go

create table stock.StockMovement
(
    MovementId   bigint        identity(1,1) not null constraint PK_StockMovement primary key,
    ProductId    int           not null constraint FK_StockMovement_Product references stock.Product (ProductId),
    Warehouse    char(3)       not null,                 -- BGO Bergen, RTM Rotterdam, HAM Hamburg
    MovedAt      datetime      not null constraint DF_StockMovement_MovedAt default getdate(),
    Quantity     int           not null,                 -- signed: receipts positive, picks negative, 0 = counted and correct
    MoveType     char(2)       not null constraint CK_StockMovement_Type check (MoveType in ('RC', 'PK', 'AD', 'CN')),
    Reference    varchar(20)   null
)
go

/****** Object:  Table [sales].[PriceList] ******/
CREATE TABLE [sales].[PriceList](
	[ProductId] [int] NOT NULL,
	[CurrencyCode] [char](3) NOT NULL,
	[MinQty] [int] NOT NULL CONSTRAINT [DF_PriceList_MinQty] DEFAULT ((1)),
	[ValidFrom] [date] NOT NULL,
	[ValidTo] [date] NULL,
	[UnitPrice] [money] NOT NULL,
 CONSTRAINT [PK_PriceList] PRIMARY KEY CLUSTERED ([ProductId] ASC, [CurrencyCode] ASC, [MinQty] ASC, [ValidFrom] ASC),
 CONSTRAINT [FK_PriceList_Product] FOREIGN KEY ([ProductId]) REFERENCES [stock].[Product] ([ProductId]),
 CONSTRAINT [FK_PriceList_Currency] FOREIGN KEY ([CurrencyCode]) REFERENCES [sales].[Currency] ([CurrencyCode]),
 CONSTRAINT [CK_PriceList_Dates] CHECK ([ValidTo] IS NULL OR [ValidTo] >= [ValidFrom])
)
GO

/****** Object:  Table [sales].[OrderHeader] ******/
CREATE TABLE [sales].[OrderHeader](
	[OrderId] [int] IDENTITY(1001,1) NOT NULL,
	[OrderNo]  AS ('HT-' + RIGHT('000000' + CONVERT([varchar](6), [OrderId]), 6)) PERSISTED,
	[CustomerId] [int] NOT NULL,
	[VesselId] [int] NULL,
	[SalesRepId] [int] NULL,
	[PortId] [smallint] NULL,
	[OrderDate] [datetime] NOT NULL,
	[RequiredBy] [smalldatetime] NULL,
	[CurrencyCode] [char](3) NOT NULL,
	[Status] [char](1) NOT NULL CONSTRAINT [DF_OrderHeader_Status] DEFAULT ('N'),
	[CustomerRef] [varchar](30) NULL,
	[IsRush] [bit] NOT NULL CONSTRAINT [DF_OrderHeader_IsRush] DEFAULT ((0)),
	[ModifiedAt] [datetime2](3) NOT NULL CONSTRAINT [DF_OrderHeader_ModifiedAt] DEFAULT (SYSDATETIME()),
 CONSTRAINT [PK_OrderHeader] PRIMARY KEY CLUSTERED ([OrderId] ASC),
 CONSTRAINT [FK_OrderHeader_Customer] FOREIGN KEY ([CustomerId]) REFERENCES [sales].[Customer] ([CustomerId]),
 CONSTRAINT [FK_OrderHeader_Vessel] FOREIGN KEY ([VesselId]) REFERENCES [sales].[Vessel] ([VesselId]),
 CONSTRAINT [FK_OrderHeader_SalesRep] FOREIGN KEY ([SalesRepId]) REFERENCES [sales].[Employee] ([EmployeeId]),
 CONSTRAINT [FK_OrderHeader_Port] FOREIGN KEY ([PortId]) REFERENCES [sales].[Port] ([PortId]),
 CONSTRAINT [FK_OrderHeader_Currency] FOREIGN KEY ([CurrencyCode]) REFERENCES [sales].[Currency] ([CurrencyCode]),
 -- N new, C confirmed, S shipped, X cancelled
 CONSTRAINT [CK_OrderHeader_Status] CHECK ([Status] IN ('N', 'C', 'S', 'X'))
)
GO
CREATE NONCLUSTERED INDEX [IX_OrderHeader_ModifiedAt] ON [sales].[OrderHeader] ([ModifiedAt] ASC) INCLUDE ([CustomerId], [Status])
GO

/****** Object:  Table [sales].[OrderLine] ******/
-- No foreign key on ProductId: lines of the old order system came over with article numbers
-- that were never created here (see 2009 cut-over notes). They still have to be invoiced.
CREATE TABLE [sales].[OrderLine](
	[OrderId] [int] NOT NULL,
	[LineNum] [smallint] NOT NULL,
	[ProductId] [int] NOT NULL,
	[Quantity] [int] NOT NULL,
	[UnitPrice] [money] NOT NULL,
	[DiscountPct] [decimal](5, 2) NOT NULL CONSTRAINT [DF_OrderLine_Discount] DEFAULT ((0)),
	[LineAmount]  AS (CONVERT([money], ROUND([Quantity] * [UnitPrice] * ((1) - [DiscountPct] / (100)), 2))) PERSISTED,
	[Remark] [nvarchar](60) NULL,
 CONSTRAINT [PK_OrderLine] PRIMARY KEY CLUSTERED ([OrderId] ASC, [LineNum] ASC),
 CONSTRAINT [FK_OrderLine_OrderHeader] FOREIGN KEY ([OrderId]) REFERENCES [sales].[OrderHeader] ([OrderId]),
 CONSTRAINT [CK_OrderLine_Discount] CHECK ([DiscountPct] >= (0) AND [DiscountPct] <= (100))
)
GO

/****** Object:  Table [sales].[Shipment] ******/
CREATE TABLE [sales].[Shipment](
	[ShipmentId] [int] IDENTITY(1,1) NOT NULL,
	[OrderId] [int] NOT NULL,
	[PortId] [smallint] NOT NULL,
	[Carrier] [varchar](30) NULL,
	[ShippedAt] [datetime] NOT NULL,
	[DeliveredAt] [datetime] NULL,
	[WeightKg] [numeric](9, 3) NULL,
	[TrackingId] [uniqueidentifier] NOT NULL DEFAULT (NEWID()),
 CONSTRAINT [PK_Shipment] PRIMARY KEY CLUSTERED ([ShipmentId] ASC),
 CONSTRAINT [FK_Shipment_Order] FOREIGN KEY ([OrderId]) REFERENCES [sales].[OrderHeader] ([OrderId]),
 CONSTRAINT [FK_Shipment_Port] FOREIGN KEY ([PortId]) REFERENCES [sales].[Port] ([PortId]),
 CONSTRAINT [CK_Shipment_Delivered] CHECK ([DeliveredAt] >= [ShippedAt])
)
GO

/****** Object:  Table [sales].[Invoice] ******/
CREATE TABLE [sales].[Invoice](
	[InvoiceNo] [varchar](12) NOT NULL,
	[OrderId] [int] NOT NULL,
	[InvoiceDate] [date] NOT NULL,
	[DueDate] [date] NOT NULL,
	[NetAmount] [money] NOT NULL,
	[VatAmount] [money] NOT NULL CONSTRAINT [DF_Invoice_Vat] DEFAULT ((0)),
	[GrossAmount]  AS ([NetAmount] + [VatAmount]),
	[CurrencyCode] [char](3) NOT NULL,
	[CreditNote] [bit] NOT NULL CONSTRAINT [DF_Invoice_CreditNote] DEFAULT ((0)),
 CONSTRAINT [PK_Invoice] PRIMARY KEY CLUSTERED ([InvoiceNo] ASC),
 CONSTRAINT [FK_Invoice_Order] FOREIGN KEY ([OrderId]) REFERENCES [sales].[OrderHeader] ([OrderId]),
 CONSTRAINT [FK_Invoice_Currency] FOREIGN KEY ([CurrencyCode]) REFERENCES [sales].[Currency] ([CurrencyCode]),
 CONSTRAINT [CK_Invoice_Due] CHECK ([DueDate] >= [InvoiceDate])
)
GO

/****** Object:  Table [sales].[Payment] ******/
CREATE TABLE [sales].[Payment](
	[PaymentId] [bigint] IDENTITY(1,1) NOT NULL,
	[InvoiceNo] [varchar](12) NOT NULL,
	[PaidAt] [datetime] NOT NULL,
	[Amount] [money] NOT NULL,
	[Method] [varchar](12) NULL,
	[BankText] [nvarchar](140) NULL,
 CONSTRAINT [PK_Payment] PRIMARY KEY CLUSTERED ([PaymentId] ASC),
 CONSTRAINT [FK_Payment_Invoice] FOREIGN KEY ([InvoiceNo]) REFERENCES [sales].[Invoice] ([InvoiceNo])
)
GO

-- The reporting tool of 2010 knew the movements under this name; the handhelds still use it.
CREATE SYNONYM dbo.StockLedger FOR stock.StockMovement
GO

/****** Descriptions ******/
EXEC sys.sp_addextendedproperty N'MS_Description', N'Rate of one unit of the currency in euro, one row a bank day. No row at weekends: take the last one before.', N'SCHEMA', N'sales', N'TABLE', N'ExchangeRate'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Ports we deliver to, and our own warehouses.', N'SCHEMA', N'sales', N'TABLE', N'Port'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Five-letter UN/LOCODE style code without the blank.', N'SCHEMA', N'sales', N'TABLE', N'Port', N'COLUMN', N'PortCode'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Staff. Only people with a commission rate are sales representatives.', N'SCHEMA', N'sales', N'TABLE', N'Employee'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Commission as a fraction of net sales (0.0250 = 2.5 percent). NULL = not entitled.', N'SCHEMA', N'sales', N'TABLE', N'Employee', N'COLUMN', N'CommissionPct'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Ship owners, managers and agents who order from us.', N'SCHEMA', N'sales', N'TABLE', N'Customer'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Code printed on every document; the business key of the warehouse.', N'SCHEMA', N'sales', N'TABLE', N'Customer', N'COLUMN', N'CustomerCode'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Two- or three-letter country code, typed by hand, upper and lower case, some with blanks behind.', N'SCHEMA', N'sales', N'TABLE', N'Customer', N'COLUMN', N'CountryCode'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Highest open balance in the customer''s currency. NULL = prepayment only.', N'SCHEMA', N'sales', N'TABLE', N'Customer', N'COLUMN', N'CreditLimit'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'One row an order. Cancelled orders stay, with status X.', N'SCHEMA', N'sales', N'TABLE', N'OrderHeader'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Set by every program that changes the order or one of its lines.', N'SCHEMA', N'sales', N'TABLE', N'OrderHeader', N'COLUMN', N'ModifiedAt'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Order lines. A negative quantity is a return.', N'SCHEMA', N'sales', N'TABLE', N'OrderLine'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Quantity times price less discount, rounded to cents, in the currency of the order.', N'SCHEMA', N'sales', N'TABLE', N'OrderLine', N'COLUMN', N'LineAmount'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Invoices and credit notes. Credit notes have negative amounts.', N'SCHEMA', N'sales', N'TABLE', N'Invoice'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Articles we sell. Never deleted, only discontinued.', N'SCHEMA', N'stock', N'TABLE', N'Product'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Pieces in one sales pack. Stock is counted in pieces.', N'SCHEMA', N'stock', N'TABLE', N'Product', N'COLUMN', N'PackSize'
GO
EXEC sys.sp_addextendedproperty N'MS_Description', N'Signed stock ledger; the balance is the sum.', N'SCHEMA', N'stock', N'TABLE', N'StockMovement'
GO
