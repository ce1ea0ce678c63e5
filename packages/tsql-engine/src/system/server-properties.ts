import type { SqlValue } from '../values/sql-value.js';

/** What the engine says that it is: SQL Server 2022, whose T-SQL it runs, by its own name. */
const VERSION = '16.0.4000.1';

/** @@VERSION: tools look for the product and its year in it. */
export const VERSION_TEXT = `Microsoft SQL Server 2022 (RTM) - ${VERSION} (X64)\n\tReference engine of DataMigrate, in memory`;

const text = (inner: string): SqlValue => ({ type: { name: 'nvarchar', length: 128 }, inner });
const int = (inner: bigint): SqlValue => ({ type: { name: 'int' }, inner });

/** Source: learn.microsoft.com/sql/t-sql/functions/serverproperty-transact-sql */
export const SERVER_PROPERTIES: Readonly<Record<string, SqlValue | undefined>> = {
  PRODUCTVERSION: text(VERSION),
  PRODUCTMAJORVERSION: text('16'),
  PRODUCTMINORVERSION: text('0'),
  PRODUCTBUILD: text('4000'),
  PRODUCTLEVEL: text('RTM'),
  EDITION: text('Developer Edition (64-bit)'),
  EDITIONID: { type: { name: 'bigint' }, inner: -2_117_995_310n },
  /** 3 is Enterprise, which Developer counts as. */
  ENGINEEDITION: int(3n),
  SERVERNAME: text('SERVER'),
  MACHINENAME: text('SERVER'),
  INSTANCENAME: null,
  COLLATION: text('SQL_Latin1_General_CP1_CI_AS'),
  ISCLUSTERED: int(0n),
  ISHADRENABLED: int(0n),
  ISINTEGRATEDSECURITYONLY: int(0n),
  ISSINGLEUSER: int(0n),
  ISFULLTEXTINSTALLED: int(0n),
  ISPOLYBASEINSTALLED: int(0n),
  LCID: int(1033n),
  RESOURCEVERSION: text('16.00.4000'),
};
