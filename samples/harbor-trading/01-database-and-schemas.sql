/* =====================================================================================
   HarborTrading - database, schemas, alias type
   Harbor Trading wholesales ship's supplies: rope, paint, provisions, safety gear.
   The order system went live in 2009, the warehouse (schemas dw and etl) in 2011.

   Run the scripts of this folder in alphabetical order, on an empty database,
   with the collation below. SQL Server 2017 or later (one view uses STRING_AGG).
   ===================================================================================== */

/* -- only for a new server; on the shared test server the DBAs create the database
CREATE DATABASE HarborTrading COLLATE SQL_Latin1_General_CP1_CI_AS;
ALTER DATABASE HarborTrading SET RECOVERY SIMPLE;
*/
USE HarborTrading
GO

SET ANSI_NULLS ON
GO
SET QUOTED_IDENTIFIER ON
GO

CREATE SCHEMA sales AUTHORIZATION dbo
GO
CREATE SCHEMA stock AUTHORIZATION dbo
GO
CREATE SCHEMA dw AUTHORIZATION dbo
GO
CREATE SCHEMA etl AUTHORIZATION dbo
GO

-- Phone numbers are text: extensions ('x12'), a leading +, blanks as the customer wrote them.
CREATE TYPE dbo.PhoneNo FROM varchar(24) NULL
GO

EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Order entry, shipping, invoices and payments.', @level0type = N'SCHEMA', @level0name = N'sales'
GO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Products, suppliers and stock movements.', @level0type = N'SCHEMA', @level0name = N'stock'
GO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Data warehouse: dimensions, facts and monthly figures. Written by the nightly job only.', @level0type = N'SCHEMA', @level0name = N'dw'
GO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'Load control, load log and landing tables of the nightly job.', @level0type = N'SCHEMA', @level0name = N'etl'
GO
