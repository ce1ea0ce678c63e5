/* Master data: currencies, rates, ports, staff, customers, vessels */
SET NOCOUNT ON
SET QUOTED_IDENTIFIER ON
GO

INSERT INTO sales.Currency (CurrencyCode, CurrencyName, Decimals) VALUES
('EUR', N'Euro', 2),
('NOK', N'Norwegian krone', 2),
('USD', N'US dollar', 2),
('GBP', N'Pound sterling', 2),
('DKK', N'Danish krone', 2),
('PLN', N'Polish złoty', 2);
INSERT sales.Currency VALUES ('JPY', N'Japanese yen', 0)      -- no rates yet, nobody has quoted in yen
GO

-- The bank sends one rate a bank day; only the days somebody needed were kept when the table was cleaned in 2023.
INSERT INTO sales.ExchangeRate (CurrencyCode, RateDate, RateToEUR) VALUES
('NOK', '20231031', 0.084345),
('NOK', '20231130', 0.085482),
('NOK', '20231229', 0.088964),
('NOK', '20240115', 0.087610),
('NOK', '20240131', 0.088032),
('NOK', '20240214', 0.087745),
('NOK', '20240229', 0.086963),
('NOK', '20240315', 0.086750),
('USD', '20231031', 0.941354),
('USD', '20231130', 0.915332),
('USD', '20231229', 0.904977),
('USD', '20240131', 0.922765),
('USD', '20240229', 0.923788),
('USD', '20240315', 0.918442),
('GBP', '20231031', 1.144820),
('GBP', '20231229', 1.150682),
('GBP', '20240131', 1.171097),
('GBP', '20240229', 1.168087),
('DKK', '20231031', 0.133975),
('DKK', '20231229', 0.134165),
('DKK', '20240131', 0.134147),
('DKK', '20240229', 0.134156);
INSERT INTO sales.ExchangeRate (CurrencyCode, RateDate, RateToEUR, Source)
SELECT 'PLN', '20231031', 0.225225, 'MANUAL' UNION ALL
SELECT 'PLN', '20231229', 0.230437, 'MANUAL' UNION ALL
SELECT 'PLN', '20240229', 0.231765, 'MANUAL';
GO

INSERT INTO sales.Port (PortId, PortCode, PortName, CountryCode, Latitude, Longitude, IsWarehouse) VALUES
( 1, 'NOBGO', N'Bergen',        'NO',  60.3971,   5.3245, 1),
( 2, 'NOOSL', N'Oslo',          'NO',  59.9045,  10.7388, 0),
( 3, 'NOSVG', N'Stavanger',     'NO',  58.9722,   5.7311, 0),
( 4, 'NOAES', N'Ålesund',       'NO',  62.4700,   6.1500, 0),
( 5, 'NOTOS', N'Tromsø',        'no',  69.6480,  18.9600, 0),
( 6, 'DKCPH', N'København',     'DK',  55.6900,  12.6000, 0),
( 7, 'DKAAR', N'Århus',         'DK',  56.1500,  10.2167, 0),
( 8, 'SEGOT', N'Göteborg',      'SE',  57.6900,  11.8500, 0),
( 9, 'NLRTM', N'Rotterdam',     'NL',  51.9500,   4.1333, 1),
(10, 'DEHAM', N'Hamburg',       'DE',  53.5333,   9.9833, 1),
(11, 'PLGDY', N'Gdynia',        'PL',  54.5333,  18.5500, 0),
(12, 'GBABD', N'Aberdeen',      'GB',  57.1437,  -2.0784, 0),
(13, 'FRLEH', N'Le Havre',      'FR',  49.4833,   0.1000, 0),
(14, 'CLVAP', N'Valparaíso',    'CL', -33.0333, -71.6333, 0),
(15, 'SGSIN', N'Singapore',     'SG',   1.2644, 103.8400, 0),
(16, 'XXOPL', N'Off port limits', 'XX', NULL,     NULL,   0);
GO

INSERT INTO sales.Employee (EmployeeId, ManagerId, FirstName, LastName, JobTitle, HireDate, LeaveDate, CommissionPct, Phone, RowGuid) VALUES
(100, NULL, N'Ingrid',   N'Sælemyr',      'Managing director',    '20090302', NULL,       NULL,   '+47 55 00 01 00', '6F1D2C8A-0B1E-4C55-9A70-1D0C5A9E0100'),
(101, 100,  N'Torbjørn', N'Vadseth',      'Sales manager',        '20090302', NULL,       0.0100, '+47 55 00 01 01', '6F1D2C8A-0B1E-4C55-9A70-1D0C5A9E0101'),
(102, 101,  N'Åse',      N'Lillebråten',  'Sales representative', '20120229', NULL,       0.0250, '+47 55 00 01 02', '6F1D2C8A-0B1E-4C55-9A70-1D0C5A9E0102'),
(103, 101,  N'Pieter',   N'Zandveldt',    'Sales representative', '20150901', NULL,       0.0250, '+31 10 000 0103', '6F1D2C8A-0B1E-4C55-9A70-1D0C5A9E0103'),
(104, 101,  N'Jürgen',   N'Deichmoor',    'sales representative', '20180115', '20231231', 0.0200, '+49 40 000 0104', '6F1D2C8A-0B1E-4C55-9A70-1D0C5A9E0104'),
(105, 101,  N'Zofia',    N'Wrzosek-Lis',  'Sales representative', '20200601', NULL,       0.0300, NULL,              '6F1D2C8A-0B1E-4C55-9A70-1D0C5A9E0105'),
(106, 103,  N'Hélène',   N'Marchepied',   'Junior representative','20220228', '20240229', 0.0150, '',                '6F1D2C8A-0B1E-4C55-9A70-1D0C5A9E0106');
INSERT INTO sales.Employee (EmployeeId, ManagerId, FirstName, LastName, JobTitle, HireDate, Phone)
SELECT 107, 100, N'Odd',    N'Krakstøl',  'Warehouse manager', '20101231', '+47 55 00 01 07 x2' UNION ALL
SELECT 108, 107, N'Marit',  N'Fjøslid',   'Storekeeper',       '20160229', NULL UNION ALL
SELECT 109, 100, N'Bengt',  N'Öhrnell',   'Accountant',        '20140101', '+47 55 00 01 09';
INSERT INTO sales.Employee (EmployeeId, ManagerId, FirstName, LastName, JobTitle, HireDate, CommissionPct)
VALUES (110, 102, N'Sunniva', N'Tøssdal', 'Junior representative', '20240229', 0.0150)
INSERT INTO sales.Employee (EmployeeId, ManagerId, FirstName, LastName, JobTitle, HireDate)
VALUES (111, 109, N'Kaare ', N'Nygaardseter', 'Trainee', '20240102')
GO

SET IDENTITY_INSERT sales.Customer ON
GO
INSERT INTO sales.Customer (CustomerId, CustomerCode, CustomerName, City, CountryCode, CurrencyCode, CreditLimit, PaymentDays, SalesRepId, Phone, Status, CreatedAt, Notes) VALUES
( 1, 'SKARV',   N'Skarvøy Shipping AS',            N'Bergen',      'NO',   'NOK', 500000,     30, 102,  '+47 55 10 00 01', 'A', '20090415 08:30:00', NULL),
( 2, 'LOMTVE',  N'Lommen & Tveitmark Rederi',      N'Oslo',        'NOR',  'NOK', 250000,     30, 102,  '+47 22 10 00 02', 'A', '20090415 08:31:00', N'Invoice by post, not by e-mail.'),
( 3, 'KVITB',   N'Kvitholm Bulk AS',               N'OSLO',        'nor',  'NOK', 250000,     45, 101,  NULL,              'A', '20100201 00:00:00', N''),
( 4, 'GRONF',   N'Grønfjell Tankers AS',           N'Stavanger',   'NOR ', 'USD', 900000,     60, 101,  '+47 51 10 00 04', 'A', '20101231 23:59:59.997', N'Group contract 2010-77.
Deliveries offshore only with a signed manifest.'),
( 5, 'ISBJ',    N'Isbjørnvik Havfiske',            N'Tromsø',      'no',   'NOK', 80000,      14, 102,  '+47 77 10 00 05', 'A', '20110630 12:00:00', NULL),
( 6, 'OSTVK',   N'Østervik Fiskeri A/S',           N'Århus',       'DK',   'DKK', 120000.5,   30, 104,  '+45 86 10 00 06', 'A', '20120229 09:15:00', NULL),
( 7, 'BRACK',   N'Brackwater Ferries Ltd',         N'Aberdeen',    'GB',   'GBP', 75000,      30, 103,  '+44 1224 00 007', 'A', '20120301 09:15:00', N'Calls twice a day.'),
( 8, 'PLONK',   N'Van der Plonk Maritiem BV',      N'Rotterdam',   'NL',   'EUR', 300000,     30, 103,  '+31 10 10 00 08', 'A', '20120315 10:00:00', NULL),
( 9, 'OSTMO',   N'Ostermoor Reederei GmbH',        N'Hamburg',     'DE',   'EUR', 150000,     30, 104,  '+49 40 10 00 09', 'A', '20130101 00:00:00', NULL),
(10, 'MUELL',   N'Müllenhafen Schiffahrt KG',      N'Hamburg',     'DE ',  'EUR', 20000,      14, 104,  '',                'H', '20130704 14:45:10', N'On hold since the December reminder.'),
(11, 'PLOTK',   N'Płotkowo Żegluga Sp. z o.o.',    N'Gdynia',      'PL',   'PLN', 60000,      30, 105,  '+48 58 100 0011', 'A', '20140912 11:11:11', NULL),
(12, 'HERON',   N'Baltic Heronline OÜ',            N'Tallinn',     'EE',   'EUR', NULL,       30, 105,  '+372 600 0012',   'A', '20150501 08:00:00', N'Prepayment.'),
(13, 'RADE',    N'Café de la Radelle SARL',        N'Le Havre',    'FR',   'EUR', 5000,       30, 106,  '+33 2 35 00 0013','A', '20160101 00:00:00', N'Orders galley goods only'),
(14, 'PELIC',   N'Pelicandra Charter Pte',         N'Singapore',   'SG',   'USD', 100000,     60, NULL, '+65 6000 0014',   'A', '20160606 06:06:06', NULL),
(15, 'SORREL',  N'Sorrelpoint Agencies',           N'Valparaíso',  'CL',   'USD', 40000.1234, 45, NULL, NULL,              'A', '20170228 23:59:59.997', NULL),
(16, 'ASTRA',   N'Åstrandvåg Offshore',            N'oslo',        'NO',   'NOK', 1000000,    30, 101,  '+47 22 10 00 16', 'A', '20180331 16:20:00', NULL),
(17, 'astor',   N'Astorholm Cruise AB',            N'Göteborg',    'SE',   'EUR', 200000,     30, 102,  '+46 31 10 00 17', 'A', '20180401 07:00:00', NULL),
(18, 'TANG',    N'Tangloppe Taubåt AS',            N'Bergen ',     'NO',   'NOK', 0,          14, 102,  '+47 55 10 00 18', 'A', '20190510 13:37:00', N'Cash on delivery, limit 0 is right.'),
(19, 'DUNLIN',  N'Dunlinmere Dredging Ltd',        N'Aberdeen',    'gb',   'GBP', 50000,      30, 103,  '+44 1224 00 019', 'A', '20200229 10:10:10', NULL),
(20, 'KORALL',  N'Korallgrunn Dykk AS',            NULL,           NULL,   'NOK', 25000,      30, NULL, NULL,              'A', '20201130 15:00:00', NULL);
GO
SET IDENTITY_INSERT sales.Customer OFF
GO
-- since the 2021 release the application numbers the customers itself (identity), order as entered
INSERT INTO sales.Customer (CustomerCode, CustomerName, City, CountryCode, CurrencyCode, CreditLimit, SalesRepId, CreatedAt) VALUES
('SILDK',   N'Sildekongen Export AS', N'Ålesund',   'NO', 'NOK', 60000,  102,  '20210104 08:00:00'),
('ZEEHND',  N'Zeehondje Chartering',  N'Rotterdam', 'NL', 'EUR', 35000,  103,  '20210630 17:30:00'),
('TORSKEN', N'Torskenes Lineklubb',   N'Tromsø',    '',   'NOK', 12000,  102,  '20220131 09:00:00'),
('NORDLUX', N'Nordluxhavn Yachts',    N'København', 'DK', 'DKK', 45000,  104,  '20220930 23:59:59.997'),
('KUMOY',   N'Kumoyuki Ro-Ro Desk',   N'Singapore', 'SG', 'JPY', 90000,  NULL, '20230228 04:00:00'),
('HAVFRU',  N'Havfruebukta Turbåter', N'Bergen',    'NO', 'NOK', 15000,  110,  '20240229 11:00:00');
INSERT INTO sales.Customer (CustomerCode, CustomerName, City, CountryCode, CurrencyCode, CreditLimit, Status, CreatedAt)
VALUES ('OLDMILL', N'Oldmillquay Stores', N'Aberdeen', 'GB', 'GBP', 1000, 'C', '20100101 00:00:00')      -- never ordered
INSERT INTO sales.Customer (CustomerCode, CustomerName, CurrencyCode, CreatedAt)
VALUES ('PROSP1', N'Prospect (boat show)', 'EUR', '20240115 10:00:00')                                   -- never ordered, no address yet
GO

SET IDENTITY_INSERT sales.Vessel ON
INSERT INTO sales.Vessel (VesselId, ImoNumber, VesselName, CustomerId, VesselType, GrossTonnage, BuiltYear, HomePortId) VALUES
( 1, 1001011, N'Skarvøy Pioner',    1, 'Bulk carrier',  28450.00, 2006, 1),
( 2, 1001023, N'Skarvøy Junior',    1, 'bulk carrier',   6120.50, 2014, 1),
( 3, 1001035, N'Lommeprins',        2, 'Coaster',        2998.00, 1999, 2),
( 4, 1001047, N'Kvitholm Sol',      3, 'Bulk carrier',  41200.00, 2010, 2),
( 5, 1001059, N'Kvitholm Måne',     3, 'Bulk carrier',  41200.00, 2011, 2),
( 6, 1001061, N'Grønfjell Alfa',    4, 'Tanker',       104300.00, 2016, 3),
( 7, 1001073, N'Grønfjell Beta',    4, 'TANKER',       104300.00, 2017, 3),
( 8, 1001085, N'Isbjørnvik',        5, 'Trawler',        1450.75, 1988, 5),
( 9, 1001097, N'Østervik I',        6, 'Trawler ',        620.00, 1979, 7),
(10, 1001102, N'Brackwater Belle',  7, 'Ferry',         12800.00, 2003, 12),
(11, 1001114, N'Plonk''s Trots',    8, 'Coaster',        3105.00, 2001, 9),
(12, 1001126, N'Ostermoor',         9, 'Container',     35000.00, 2012, 10),
(13, 1001138, N'Müllenhafen II',   10, 'Coaster',        1999.99, 1995, 10),
(14, 1001140, N'Żegluga Jeden',    11, 'Container',     18500.00, 2008, 11),
(15, 1001152, N'Heronline Express',12, 'Ro-ro',         24000.00, 2015, NULL),
(16, 1001164, N'Pelicandra',       14, 'Yacht',           499.00, 2020, 15),
(17, 1001176, N'Sorrel Star',      15, NULL,              NULL,   NULL, 14),
(18, 1001188, N'Åstrandvåg Server',16, 'Offshore supply', 5800.00, 2019, 3),
(19, 1001190, N'Åstrandvåg Sentry',16, 'Offshore supply', 5800.00, 2021, 3),
(20, 1001205, N'Astorholm Aurora', 17, 'Cruise',        68900.00, 2009, 8);
SET IDENTITY_INSERT sales.Vessel OFF
INSERT INTO sales.Vessel VALUES (1001217, N'Tangloppe',     18, 'Tug',     310.00, 2005, 1)
INSERT INTO sales.Vessel VALUES (1001229, N'Dunlinmere',    19, 'Dredger', 4100.00, 1992, 12)
INSERT INTO sales.Vessel VALUES (1001231, N'Kumoyuki Maru', 25, 'Ro-ro',   55000.00, 2018, 15)
GO
