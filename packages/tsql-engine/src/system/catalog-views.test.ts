import { describe, expect, it } from 'vitest';
import { executeSql } from '../exec/execute-sql.js';
import { loadScripts } from '../exec/load-scripts.js';

const SCRIPT = `
CREATE SCHEMA sales;
GO
CREATE TYPE dbo.Code FROM varchar(12) NOT NULL;
CREATE TYPE dbo.Ids AS TABLE (Id int NOT NULL PRIMARY KEY, Note nvarchar(10) NULL);
CREATE SEQUENCE sales.Numbers AS int START WITH 10 INCREMENT BY 5;
GO
CREATE TABLE sales.Customer (
  Id int IDENTITY(100,2) NOT NULL CONSTRAINT PK_Customer PRIMARY KEY,
  Code dbo.Code,
  Name nvarchar(40) COLLATE Latin1_General_CS_AS NOT NULL CONSTRAINT UQ_Name UNIQUE,
  Credit decimal(12,3) NULL CONSTRAINT DF_Credit DEFAULT (0) CONSTRAINT CK_Credit CHECK (Credit >= 0),
  Label AS (UPPER(Name)) PERSISTED
);
CREATE TABLE dbo.[Order] (
  Id int NOT NULL,
  Customer int NULL CONSTRAINT FK_Customer REFERENCES sales.Customer (Id) ON DELETE SET NULL,
  Placed datetime2(3) NOT NULL DEFAULT (SYSUTCDATETIME()),
  Amount money NULL
);
CREATE UNIQUE INDEX IX_Order ON dbo.[Order] (Placed, Id) INCLUDE (Amount) WHERE (Amount IS NOT NULL);
CREATE SYNONYM dbo.Buyers FOR sales.Customer;
GO
CREATE VIEW sales.Rich AS SELECT Id, Name AS Who, Credit * 2 AS Twice FROM sales.Customer;
GO
CREATE PROCEDURE dbo.Raise @by decimal(5,2), @rows int = 1 OUTPUT AS UPDATE sales.Customer SET Credit = Credit + @by; EXEC dbo.Later;
GO
CREATE FUNCTION dbo.Twice (@a int) RETURNS bigint AS BEGIN RETURN 2 * @a END
GO
CREATE PROCEDURE dbo.Hidden WITH ENCRYPTION AS SELECT 1;
GO
CREATE TRIGGER sales.Guard ON sales.Customer AFTER INSERT, DELETE AS PRINT 'x';
GO
EXEC sp_addextendedproperty 'MS_Description', 'Who pays', 'SCHEMA', 'sales', 'TABLE', 'Customer';
EXEC sp_addextendedproperty 'MS_Description', 'How much', 'SCHEMA', 'sales', 'TABLE', 'Customer', 'COLUMN', 'Credit';
INSERT sales.Customer (Code, Name) VALUES ('A', 'Anna'), ('B', 'Bo');
`;

const { database, diagnostics } = loadScripts([{ name: 'shop.sql', text: SCRIPT }], { name: 'Shop' });

function rows(sql: string): readonly (readonly (string | null)[])[] {
  const result = executeSql(database, sql);
  if (result.error) throw new Error(result.error.message);
  if (result.refusal) throw new Error(result.refusal.construct);
  return result.resultSets[0]?.rows ?? [];
}

const VIEWS: readonly (readonly [string, readonly (readonly (string | null)[])[]])[] = [
  [
    "SELECT schema_name(schema_id), name, type FROM sys.objects WHERE is_ms_shipped = 0 AND parent_object_id = 0 AND type <> 'TT' ORDER BY 1, 2",
    [
      ['dbo', 'Buyers', 'SN'],
      ['dbo', 'Hidden', 'P '],
      ['dbo', 'Order', 'U '],
      ['dbo', 'Raise', 'P '],
      ['dbo', 'Twice', 'FN'],
      ['sales', 'Customer', 'U '],
      ['sales', 'Numbers', 'SO'],
      ['sales', 'Rich', 'V '],
    ],
  ],
  [
    "SELECT c.name, t.name, c.max_length, c.precision, c.scale, c.is_nullable, c.is_identity, c.is_computed FROM sys.columns c JOIN sys.types t ON t.user_type_id = c.user_type_id WHERE c.object_id = OBJECT_ID(N'sales.Customer') ORDER BY c.column_id",
    [
      ['Id', 'int', '4', '10', '0', '0', '1', '0'],
      ['Code', 'Code', '12', '0', '0', '0', '0', '0'],
      ['Name', 'nvarchar', '80', '0', '0', '0', '0', '0'],
      ['Credit', 'decimal', '9', '12', '3', '1', '0', '0'],
      ['Label', 'nvarchar', '80', '0', '0', '0', '0', '1'],
    ],
  ],
  [
    "SELECT name, TYPE_NAME(user_type_id) FROM sys.columns WHERE object_id = OBJECT_ID('sales.Rich')",
    [
      ['Id', 'int'],
      ['Who', 'nvarchar'],
      ['Twice', 'decimal'],
    ],
  ],
  ['SELECT name, seed_value, increment_value, last_value FROM sys.identity_columns', [['Id', '100', '2', '102']]],
  ['SELECT name, definition, is_persisted FROM sys.computed_columns', [['Label', '((UPPER(Name)))', '1']]],
  [
    "SELECT name, definition, COL_NAME(parent_object_id, parent_column_id) FROM sys.default_constraints WHERE name = 'DF_Credit'",
    [['DF_Credit', '((0))', 'Credit']],
  ],
  [
    "SELECT COUNT(*) FROM sys.default_constraints WHERE is_system_named = 1 AND name LIKE 'DF[_][_]Order[_][_]Place[_][_]%'",
    [['1']],
  ],
  ['SELECT name, definition FROM sys.check_constraints', [['CK_Credit', '(Credit >= 0)']]],
  [
    'SELECT name, type, OBJECT_NAME(parent_object_id) FROM sys.key_constraints ORDER BY name',
    [
      ['PK_Customer', 'PK', 'Customer'],
      ['UQ_Name', 'UQ', 'Customer'],
    ],
  ],
  [
    'SELECT f.name, OBJECT_NAME(f.referenced_object_id), f.delete_referential_action_desc, COL_NAME(c.parent_object_id, c.parent_column_id), COL_NAME(c.referenced_object_id, c.referenced_column_id) FROM sys.foreign_keys f JOIN sys.foreign_key_columns c ON c.constraint_object_id = f.object_id',
    [['FK_Customer', 'Customer', 'SET_NULL', 'Customer', 'Id']],
  ],
  [
    "SELECT i.name, i.type_desc, i.is_unique, i.filter_definition, COL_NAME(c.object_id, c.column_id), c.key_ordinal, c.is_included_column FROM sys.indexes i LEFT JOIN sys.index_columns c ON c.object_id = i.object_id AND c.index_id = i.index_id WHERE i.object_id = OBJECT_ID('dbo.[Order]') ORDER BY i.index_id, c.index_column_id",
    [
      [null, 'HEAP', '0', null, null, null, null],
      ['IX_Order', 'NONCLUSTERED', '1', '((Amount IS NOT NULL))', 'Placed', '1', '0'],
      ['IX_Order', 'NONCLUSTERED', '1', '((Amount IS NOT NULL))', 'Id', '2', '0'],
      ['IX_Order', 'NONCLUSTERED', '1', '((Amount IS NOT NULL))', 'Amount', '0', '1'],
    ],
  ],
  [
    'SELECT OBJECT_NAME(object_id), SUM(rows) FROM sys.partitions WHERE index_id IN (0, 1) GROUP BY object_id ORDER BY 1',
    [
      ['Customer', '2'],
      ['Order', '0'],
    ],
  ],
  ['SELECT name, base_object_name FROM sys.synonyms', [['Buyers', 'sales.Customer']]],
  ['SELECT name, start_value, increment, TYPE_NAME(user_type_id) FROM sys.sequences', [['Numbers', '10', '5', 'int']]],
  [
    'SELECT t.name, c.name, c.is_nullable FROM sys.table_types t JOIN sys.columns c ON c.object_id = t.type_table_object_id ORDER BY c.column_id',
    [
      ['Ids', 'Id', '0'],
      ['Ids', 'Note', '1'],
    ],
  ],
  [
    'SELECT t.name, COL_NAME(i.object_id, c.column_id), c.column_id FROM sys.table_types t JOIN sys.indexes i ON i.object_id = t.type_table_object_id AND i.is_primary_key = 1 JOIN sys.index_columns c ON c.object_id = i.object_id AND c.index_id = i.index_id',
    [['Ids', null, '1']],
  ],
  [
    "SELECT name, TYPE_NAME(user_type_id), precision, is_output FROM sys.parameters WHERE object_id = OBJECT_ID('dbo.Raise', 'P') ORDER BY parameter_id",
    [
      ['@by', 'decimal', '5', '0'],
      ['@rows', 'int', '10', '1'],
    ],
  ],
  [
    "SELECT OBJECT_NAME(object_id), LEFT(definition, 16) FROM sys.sql_modules WHERE OBJECT_NAME(object_id) IN ('Rich', 'Hidden') ORDER BY 1",
    [
      ['Hidden', null],
      ['Rich', 'CREATE VIEW sale'],
    ],
  ],
  [
    'SELECT t.name, OBJECT_NAME(t.parent_id), t.is_instead_of_trigger, e.type_desc FROM sys.triggers t JOIN sys.trigger_events e ON e.object_id = t.object_id ORDER BY e.type',
    [
      ['Guard', 'Customer', '0', 'INSERT'],
      ['Guard', 'Customer', '0', 'DELETE'],
    ],
  ],
  [
    'SELECT OBJECT_NAME(major_id), COL_NAME(major_id, minor_id), name, value FROM sys.extended_properties ORDER BY minor_id',
    [
      ['Customer', null, 'MS_Description', 'Who pays'],
      ['Customer', 'Credit', 'MS_Description', 'How much'],
    ],
  ],
  [
    "SELECT referenced_schema_name, referenced_entity_name, OBJECT_NAME(referenced_id) FROM sys.sql_expression_dependencies WHERE referencing_id = OBJECT_ID('dbo.Raise') ORDER BY 2",
    [
      ['sales', 'Customer', 'Customer'],
      ['dbo', 'Later', null],
    ],
  ],
  [
    'SELECT name, database_id, compatibility_level FROM sys.databases WHERE database_id = DB_ID()',
    [['Shop', '5', '160']],
  ],
  ['SELECT name FROM sys.schemas WHERE schema_id BETWEEN 5 AND 16000', [['sales']]],
  [
    "SELECT c.name FROM sys.all_columns c JOIN sys.all_objects o ON o.object_id = c.object_id WHERE o.name = 'periods' AND o.schema_id = 4 AND c.column_id <= 2",
    [['name'], ['period_type']],
  ],
  [
    "SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, IS_NULLABLE, DOMAIN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'Customer' AND ORDINAL_POSITION <= 4 ORDER BY ORDINAL_POSITION",
    [
      ['Id', 'int', null, '10', 'NO', null],
      ['Code', 'varchar', '12', null, 'NO', 'Code'],
      ['Name', 'nvarchar', '40', null, 'NO', null],
      ['Credit', 'decimal', null, '12', 'YES', null],
    ],
  ],
  [
    'SELECT CONSTRAINT_NAME, UNIQUE_CONSTRAINT_NAME, DELETE_RULE FROM INFORMATION_SCHEMA.REFERENTIAL_CONSTRAINTS',
    [['FK_Customer', 'PK_Customer', 'SET NULL']],
  ],
  [
    "SELECT OBJECT_ID('FK_Customer'), OBJECT_ID('dbo.[Order]', 'V'), OBJECTPROPERTY(OBJECT_ID('sales.Rich'), 'IsView'), SCHEMA_ID('nope'), DB_ID('nope'), DATABASEPROPERTYEX('Shop', 'Collation'), COLUMNPROPERTY(OBJECT_ID('sales.Customer'), 'Id', 'IsIdentity'), HAS_PERMS_BY_NAME(NULL, 'DATABASE', 'VIEW DEFINITION')",
    [[expect.any(String), null, '1', null, null, 'SQL_Latin1_General_CP1_CI_AS', '1', '1']] as never,
  ],
  ["SELECT SERVERPROPERTY('EngineEdition'), LEFT(@@VERSION, 25)", [['3', 'Microsoft SQL Server 2022']]],
];

describe('the catalog views', () => {
  it('stand on a script that runs', () => {
    expect(diagnostics).toEqual([]);
  });

  it.each(VIEWS)('%s', (sql, expected) => {
    expect(rows(sql)).toEqual(expected);
  });

  it('have procedures that report from them', () => {
    expect(rows("EXEC sp_tables @table_owner = 'sales'")).toEqual([
      ['Shop', 'sales', 'Customer', 'TABLE', null],
      ['Shop', 'sales', 'Rich', 'VIEW', null],
    ]);
    expect(rows("EXEC sp_pkeys 'Customer'")).toEqual([['Shop', 'sales', 'Customer', 'Id', '1', 'PK_Customer']]);
    expect(rows("EXEC sp_helptext 'dbo.Twice'")).toEqual([
      ['CREATE FUNCTION dbo.Twice (@a int) RETURNS bigint AS BEGIN RETURN 2 * @a END'],
    ]);
    expect(executeSql(database, "EXEC sp_helptext 'dbo.Hidden'").messages).toEqual([
      "The text for object 'dbo.Hidden' is encrypted.",
    ]);
    expect(executeSql(database, "EXEC sp_helptext 'dbo.None'").error?.number).toBe(15009);
    expect(executeSql(database, "EXEC sp_helptext 'sales.Customer'").error?.number).toBe(15197);
  });

  it('refuse a column that they know nothing of, and only when it is read', () => {
    expect(rows('SELECT COUNT(*) FROM sys.tables')).toEqual([['2']]);
    expect(executeSql(database, 'SELECT text_in_row_limit FROM sys.tables').refusal?.construct).toContain(
      'text_in_row_limit',
    );
  });

  it('give the numbers back that they gave', () => {
    const sql = 'SELECT COUNT(*), COUNT(DISTINCT object_id) FROM sys.all_objects';
    const [[all, different] = []] = rows(sql);
    expect(all).toBe(different);
    expect(
      rows("SELECT OBJECT_NAME(OBJECT_ID('CK_Credit')), OBJECT_SCHEMA_NAME(OBJECT_ID('sales.CK_Credit'))"),
    ).toEqual([[null, 'sales']]);
  });
});
