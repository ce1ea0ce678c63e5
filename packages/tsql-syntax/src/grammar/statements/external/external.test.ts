import { describe, it } from 'vitest';
import { expectKinds, ofKind } from '../../../testing/round-trip.js';

describe('external data', () => {
  it.each([
    ...ofKind(
      'CreateExternalDataSource',
      "CREATE EXTERNAL DATA SOURCE s WITH (TYPE = HADOOP, LOCATION = N'$(Location)', CREDENTIAL = [c])",
      "CREATE EXTERNAL DATA SOURCE s WITH (LOCATION = 'oracle://a:1521', CONNECTION_OPTIONS = 'x', PUSHDOWN = ON)",
      "CREATE EXTERNAL DATA SOURCE s WITH (TYPE = SHARD_MAP_MANAGER, LOCATION = 'a', DATABASE_NAME = 'd', SHARD_MAP_NAME = 'm')",
    ),
    ...ofKind(
      'AlterExternalDataSource',
      "ALTER EXTERNAL DATA SOURCE s SET LOCATION = 'a', CREDENTIAL = c",
      "ALTER EXTERNAL DATA SOURCE s WITH (TYPE = BLOB_STORAGE, LOCATION = 'a')",
    ),
    ...ofKind('DropExternalDataSource', 'DROP EXTERNAL DATA SOURCE s'),
    ...ofKind(
      'CreateExternalFileFormat',
      "CREATE EXTERNAL FILE FORMAT f WITH (FORMAT_TYPE = DELIMITEDTEXT, FORMAT_OPTIONS (FIELD_TERMINATOR = '|', FIRST_ROW = 2, USE_TYPE_DEFAULT = TRUE), DATA_COMPRESSION = 'gzip')",
      'CREATE EXTERNAL FILE FORMAT f WITH (FORMAT_TYPE = PARQUET)',
    ),
    ...ofKind('DropExternalFileFormat', 'DROP EXTERNAL FILE FORMAT f'),
    ...ofKind(
      'CreateExternalTable',
      "CREATE EXTERNAL TABLE ext.t (a int NOT NULL, b varchar(10) COLLATE Latin1_General_BIN2) WITH (LOCATION = '/a/', DATA_SOURCE = s, FILE_FORMAT = f, REJECT_TYPE = VALUE, REJECT_VALUE = 0)",
      "CREATE EXTERNAL TABLE t (a int) WITH (DATA_SOURCE = s, SCHEMA_NAME = 'x', OBJECT_NAME = 'y', DISTRIBUTION = SHARDED (a))",
      "CREATE EXTERNAL TABLE t WITH (LOCATION = '/o/', DATA_SOURCE = s, FILE_FORMAT = f) AS WITH c AS (SELECT 1 AS a) SELECT a FROM c",
      "CREATE EXTERNAL TABLE t (a, b) WITH (LOCATION = '/o/') AS SELECT 1, 2",
    ),
    ...ofKind('DropExternalTable', 'DROP EXTERNAL TABLE dbo.t'),
    ...ofKind(
      'CreateExternalLibrary',
      "CREATE EXTERNAL LIBRARY l AUTHORIZATION dbo FROM (CONTENT = 0x50, PLATFORM = LINUX) WITH (LANGUAGE = 'R')",
    ),
    ...ofKind('AlterExternalLibrary', "ALTER EXTERNAL LIBRARY l SET (CONTENT = 'a.zip') WITH (LANGUAGE = 'R')"),
    ...ofKind('DropExternalLibrary', 'DROP EXTERNAL LIBRARY l AUTHORIZATION u'),
    ...ofKind(
      'CreateExternalLanguage',
      "CREATE EXTERNAL LANGUAGE j FROM (CONTENT = 'a.zip', FILE_NAME = 'a.dll', PLATFORM = WINDOWS, PARAMETERS = N'{}')",
    ),
    ...ofKind('AlterExternalLanguage', 'ALTER EXTERNAL LANGUAGE j REMOVE PLATFORM LINUX'),
    ...ofKind('DropExternalLanguage', 'DROP EXTERNAL LANGUAGE j'),
    ...ofKind(
      'CreateExternalModel',
      "CREATE EXTERNAL MODEL m AUTHORIZATION u WITH (LOCATION = 'https://a', API_FORMAT = 'OpenAI', MODEL_TYPE = EMBEDDINGS, MODEL = 'ada')",
    ),
    ...ofKind('AlterExternalModel', "ALTER EXTERNAL MODEL m SET (MODEL = 'b')"),
    ...ofKind('DropExternalModel', 'DROP EXTERNAL MODEL m'),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});

describe('bulk loads', () => {
  it.each([
    ...ofKind(
      'BulkInsert',
      "BULK INSERT dbo.t FROM 'a.csv'",
      "BULK INSERT t FROM 'a.csv' WITH (FORMAT = 'CSV', FIRSTROW = 2, FIELDTERMINATOR = ',', ROWTERMINATOR = '0x0a', TABLOCK, CODEPAGE = '65001')",
      "BULK INSERT t FROM 'a' WITH (ORDER (a ASC, b DESC) UNIQUE, CHECK_CONSTRAINTS, FIRE_TRIGGERS, DATA_SOURCE = 'd')",
    ),
    ...ofKind(
      'Copy',
      "COPY INTO dbo.t FROM 'https://a/*.parquet'",
      "COPY INTO t (a DEFAULT 1 2, b) FROM 'https://a', 'https://b' WITH (FILE_TYPE = 'CSV', CREDENTIAL = (IDENTITY = 'x', SECRET = 'y'), MAXERRORS = 10)",
    ),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});

describe('assemblies', () => {
  it.each([
    ...ofKind(
      'CreateAssembly',
      "CREATE ASSEMBLY a AUTHORIZATION dbo FROM 'a.dll' WITH PERMISSION_SET = SAFE",
      'CREATE ASSEMBLY a FROM 0x4D5A90, @b',
    ),
    ...ofKind(
      'AlterAssembly',
      "ALTER ASSEMBLY a FROM 'b.dll' WITH VISIBILITY = ON, UNCHECKED DATA DROP FILE ALL ADD FILE FROM 'p', 0x10 AS 'q'",
    ),
    ...ofKind('DropAssembly', 'DROP ASSEMBLY IF EXISTS a, b WITH NO DEPENDENTS'),
    ...ofKind(
      'CreateAggregate',
      'CREATE AGGREGATE dbo.c (@a nvarchar(4000), @b int NULL) RETURNS nvarchar(4000) EXTERNAL NAME [asm].[ns.cls]',
    ),
    ...ofKind('DropAggregate', 'DROP AGGREGATE IF EXISTS dbo.c'),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});

describe('Synapse', () => {
  it.each([
    ...ofKind('RenameObject', 'RENAME OBJECT dbo.a TO b', 'RENAME OBJECT :: db.dbo.a TO b'),
    ...ofKind('AlterMaterializedView', 'ALTER MATERIALIZED VIEW v REBUILD'),
    ...ofKind('CreateRemoteTable', "CREATE REMOTE TABLE d.s.t AT ('x') AS SELECT 1 AS a"),
    ...ofKind('RenameDatabase', 'RENAME DATABASE a TO b'),
    ...ofKind(
      'CreateMaterializedView',
      'CREATE MATERIALIZED VIEW v WITH (DISTRIBUTION = HASH (a, b), FOR_APPEND) AS SELECT a, b, MAX(c) AS c FROM dbo.t GROUP BY a, b',
    ),
    ...ofKind(
      'CreateTable',
      'CREATE TABLE t WITH (DISTRIBUTION = ROUND_ROBIN, HEAP) AS SELECT 1 AS a',
      'CREATE TABLE t (a int) WITH (DISTRIBUTION = HASH (a), CLUSTERED COLUMNSTORE INDEX)',
      'CREATE TABLE t (a int) WITH (PARTITION (a RANGE RIGHT FOR VALUES (1, 2)), CLUSTERED INDEX (a))',
    ),
  ])('%s: %s', (kind, sql) => expectKinds(sql, [kind]));
});
