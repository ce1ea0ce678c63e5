/* What the warehouse starts with: the 'unknown' members, some history of the old loads, one delivery of the vessel register */
SET NOCOUNT ON
SET QUOTED_IDENTIFIER ON
GO

-- ---------------------------------------------------------------- unknown members, keys fixed for ever
SET IDENTITY_INSERT dw.DimCustomer ON
INSERT INTO dw.DimCustomer (CustomerKey, CustomerCode, CustomerName, ValidFrom, ValidTo, IsCurrent, LoadedAt)
VALUES (-1, '?', N'Unknown', '19000101', '99991231', 1, '20110301')
-- versions taken over from the first warehouse (November 2023 state)
INSERT INTO dw.DimCustomer (CustomerKey, CustomerCode, CustomerName, City, CountryCode, CurrencyCode, SalesRepId, CreditClass, Status, ValidFrom, ValidTo, IsCurrent, LoadedAt) VALUES
(1, 'SKARV',  N'Skarvøy Shipping AS',          N'Bergen',    'NO',  'NOK', 102, 'L', 'A', '20110301', '99991231', 1, '20231101 02:00:00'),
(2, 'LOMTVE', N'Lommen & Tveitmark',           N'Oslo',      'NOR', 'NOK', 102, 'M', 'A', '20110301', '20190615', 0, '20231101 02:00:00'),
(3, 'LOMTVE', N'Lommen & Tveitmark Rederi',    N'Oslo',      'NOR', 'NOK', 102, 'L', 'A', '20190615', '99991231', 1, '20231101 02:00:00'),
(4, 'KVITB',  N'Kvitholm Bulk AS',             N'Oslo',      'NOR', 'NOK', 101, 'L', 'A', '20110301', '99991231', 1, '20231101 02:00:00'),
(5, 'GRONF',  N'Grønfjell Tankers AS',         N'Stavanger', 'NOR', 'USD', 102, 'L', 'A', '20200229', '99991231', 1, '20231101 02:00:00'),
(6, 'PLOTK',  N'Płotkowo Żegluga Sp. z o.o.',  N'Gdynia',    'PL',  'PLN', 105, 'S', 'A', '20140912', '99991231', 1, '20231101 02:00:00'),
(7, 'FJORDS', N'Fjordstubben Småfrakt',         N'Bergen',    'NO',  'NOK', NULL, 'S', 'H', '20110301', '99991231', 1, '20231101 02:00:00')
SET IDENTITY_INSERT dw.DimCustomer OFF
GO

SET IDENTITY_INSERT dw.DimProduct ON
INSERT INTO dw.DimProduct (ProductKey, ProductId, Sku, ProductName, IsActive, FirstLoaded, LastChanged)
VALUES (-1, -1, '?', N'Unknown article', 0, '19000101', '19000101')
INSERT INTO dw.DimProduct (ProductKey, ProductId, Sku, ProductName, CategoryPath, SupplierName, UnitOfMeasure, PackSize, StandardCost, IsActive, FirstLoaded, LastChanged) VALUES
(1, 501, 'ROP-PP-24', N'Polyprop rope 24 mm, 220 m coil', N'Deck / Rope and wire / Mooring rope', N'Taurep Fabrikk Vestnes AS', 'COI', 1, 182.5000, 1, '20110301', '20230101'),
(2, 504, 'WIR-ST-16', N'Steel wire rope 16 mm, per metre', N'Deck / Rope and wire / Wire rope', N'Taurep Fabrikk Vestnes AS', 'MTR', 100, 3.9950, 1, '20110301', '20220331'),
(3, 499, 'ROP-HM-20', N'Hemp rope 20 mm', N'Deck / Rope and wire', NULL, 'MTR', 50, 2.1000, 1, '20110301', '20150101')
SET IDENTITY_INSERT dw.DimProduct OFF
GO

-- ---------------------------------------------------------------- facts before the cut-over of 1 November 2023
INSERT INTO dw.FactSales (OrderId, LineNum, DateKey, CustomerKey, ProductKey, SalesRepId, PortId, Quantity, Packs, NetAmount, NetAmountEUR, CostAmount, IsCancelled, LoadedAt) VALUES
(911, 1, 20230929, 1,  1, 102, 1, 3,   3,  8388.0000, 744.8500, 547.5000, 0, '20231101 02:10:00'),
(911, 2, 20230929, 1, -1, 102, 1, 1,   1,   140.0000,  12.4300, NULL,     0, '20231101 02:10:00'),
(912, 1, 20230930, 4,  2, NULL, 2, 250, 2, 18125.0000, NULL,    998.7500, 1, '20231101 02:10:00');
GO

INSERT dw.PriceHistory (ProductId, CurrencyCode, MinQty, ValidFrom, UnitPrice, PricePerPack, SeenOn)
SELECT 501, 'EUR', 1,   '20220101', 235.0000, 235.0000, '20220103' UNION ALL
SELECT 501, 'EUR', 1,   '20230101', 249.0000, 249.0000, '20230102' UNION ALL
SELECT 507, 'EUR', 1,   '20230101', 25.0000,  100.0000, '20230102' UNION ALL
SELECT 504, 'EUR', 500, '20230101', 5.8000,   580.0000, '20230102'      -- corrected a week later, both were quoted
GO

INSERT INTO dw.SalesMonthly (MonthStart, CustomerCode, OrderCount, LineCount, NetEUR, PrevMonthEUR, GrowthPct, SharePct, RankInMonth, TopCategory) VALUES
('20231001', 'GRONF', 3, 8, 21400.5000, 19800.0000, 8.08, 0.6205, 1, N'Engine'),
('20231001', 'SKARV', 2, 5,  9120.0000, DEFAULT,    NULL, 0.2645, 2, N'Deck'),
('20231001', 'PLONK', 1, 2,  3966.1000,  4200.0000, -5.57, 0.1150, 3, NULL);
GO

-- two vessels of the register as it was in 2022
INSERT INTO dw.DimVessel VALUES (1001011, N'Skarvøy Pioneer', 'NO', 'Bulk carrier', 28450.00, 'LARGE', 'SKARV', '20220131', '20220131')
INSERT INTO dw.DimVessel VALUES (1000990, N'Fjordstubben 4', NULL, 'Ferry', NULL, 'UNKNOWN', NULL, '20220131', '20220131')
GO

INSERT INTO etl.LoadControl (LoadName, LastValue, LastRows, UpdatedAt) VALUES ('FactSales', NULL, NULL, '20231101')
GO

-- ---------------------------------------------------------------- vessel register, files 31 and 32
INSERT INTO etl.StageVessel (FileId, LineNum, ImoText, VesselName, FlagCode, VesselType, GrossTonnage, ReceivedAt) VALUES
(31,  1, '1001011',     N'Skarvøy Pioner',     'NO',  'Bulk carrier', '28450',     '20240115 06:00:00'),
(31,  2, 'IMO 1001023', N'Skarvøy Junior',     'NO',  'BULK CARRIER', '6120.5',    '20240115 06:00:00'),
(31,  3, 'IMO1001035 ', N'Lommeprins',         'NO ', 'Coaster',      '2998.00',   '20240115 06:00:00'),
(31,  4, 'imo 1001047', N'Kvitholm Sol',       'NIS', 'Bulk carrier', '41200',     '20240115 06:00:00'),
(31,  5, ' 1001059',    N'Kvitholm Måne',      'NIS', 'Bulk carrier', '41200',     '20240115 06:00:00'),
(31,  6, '1001061',     N'Grønfjell Alfa',     'NIS', 'Tanker',       '104300',    '20240115 06:00:00'),
(31,  7, '1001061',     N'GRØNFJELL ALFA',     'NIS', 'Tanker',       '104300.00', '20240115 06:00:00'),   -- twice in one file
(31,  8, 'n/a',         N'Barge 7',            NULL,  'Barge',        '880',       '20240115 06:00:00'),
(31,  9, '',            N'no name',            '',    NULL,           '',          '20240115 06:00:00'),
(31, 10, '1001102',     N'Brackwater Belle',   'GB',  'Ferry',        '12 800',    '20240115 06:00:00'),   -- blank as thousands mark: tonnage is lost
(31, 11, '1001176',     N'Sorrel Star',        'CL',  NULL,           NULL,        '20240115 06:00:00'),
(32,  1, '1001061',     N'Grønfjell Alpha',    'NIS', 'Tanker',       '104300',    '20240131 23:59:59.997'),
(32,  2, '1001231',     N'Kumoyuki Maru',      'SG',  'Ro-ro',        '55000',     '20240131 23:59:59.997'),
(32,  3, '1001231',     N'Kumoyuki Maru',      'SG',  'Ro-ro',        '55012.755', '20240131 23:59:59.997'),
(32,  4, NULL,          NULL,                  NULL,  NULL,           NULL,        '20240131 23:59:59.997'),
(32,  5, '1009999',     N'Alkerak',              '',    '',             '0',         '20240131 23:59:59.997');
GO
