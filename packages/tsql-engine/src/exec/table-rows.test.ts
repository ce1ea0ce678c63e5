import { expect, it } from 'vitest';
import { Database } from '../database/database.js';
import { executeSql } from './execute-sql.js';
import { loadScripts } from './load-scripts.js';
import { tableRows, tableRowsOneByOne } from './table-rows.js';

it('reads a table however little a script may go through', () => {
  const database = new Database({ rowLimit: 1000 });
  executeSql(database, 'CREATE TABLE dbo.T (a int); INSERT dbo.T VALUES (1), (2), (3)');
  const [table] = database.catalog.tables;
  if (!table) throw new Error('there is no table');
  for (let i = 0; i < 400; i++) expect(tableRows(database, table)).toHaveLength(3);
  expect(executeSql(database, 'SELECT COUNT(*) FROM dbo.T').resultSets[0]?.rows).toEqual([['3']]);
});

it('counts the rows of each text for itself', () => {
  const database = new Database({ rowLimit: 1000 });
  executeSql(database, 'CREATE TABLE dbo.T (a int); INSERT dbo.T SELECT value FROM GENERATE_SERIES(1, 30)');
  for (let i = 0; i < 40; i++) {
    expect(executeSql(database, 'SELECT COUNT(*) FROM dbo.T').resultSets[0]?.rows).toEqual([['30']]);
  }
  const { refusal } = executeSql(database, 'SELECT COUNT(*) FROM dbo.T a CROSS JOIN dbo.T b CROSS JOIN dbo.T c');
  expect(refusal).toEqual({ construct: 'A statement that goes through more than 1000 rows' });
});

it('makes no product that takes all the memory', () => {
  const database = new Database();
  executeSql(database, 'CREATE TABLE dbo.T (a int); INSERT dbo.T SELECT value FROM GENERATE_SERIES(1, 2300)');
  const product = 'SELECT COUNT(*) FROM dbo.T a CROSS JOIN dbo.T b';
  const refusal = { construct: 'A join of more than 5000000 rows' };
  expect(executeSql(database, product)).toMatchObject({ refusal });
  const copy = database.copy(() => new Database());
  expect(executeSql(copy, `${product} WHERE a.a = 1`).resultSets[0]?.rows).toEqual([['2300']]);
  expect(executeSql(copy, product)).toMatchObject({ refusal });
});

it('computes columns by functions for all rows, however few statements a script may run', () => {
  const text = `
CREATE FUNCTION dbo.Padded (@n int) RETURNS varchar(8) AS BEGIN
  DECLARE @t varchar(8) = CONVERT(varchar(8), @n); SET @t = 'A' + @t; RETURN @t; END
GO
CREATE TABLE dbo.Customer (Id int NOT NULL, Number AS (dbo.Padded(Id)))
GO
INSERT INTO dbo.Customer (Id) SELECT value FROM GENERATE_SERIES(1, 500)
GO`;
  const { catalog, database } = loadScripts([{ name: 'all.sql', text }]);
  const [customer] = catalog.tables;
  database.statementLimit = 100;
  const rows = customer && tableRows(database, customer);
  expect(rows?.length).toBe(500);
  expect(rows?.at(-1)).toEqual(['500', 'A500']);
  expect(database.statementLimit).toBe(100);
});

it.each([
  [
    'every kind of value',
    "CREATE TABLE dbo.T (a int NULL, b decimal(9,2), c datetime, d nvarchar(9), e varbinary(3), f float);\nINSERT dbo.T VALUES (1, 2, '20240229', N'é', 0xAB, 0.1), (NULL, NULL, NULL, NULL, NULL, NULL)",
  ],
  [
    'computed columns',
    'CREATE TABLE dbo.T (a int, b AS a * 2, c AS a + 1 PERSISTED);\nINSERT dbo.T (a) VALUES (1), (2)',
  ],
  [
    'columns that an asterisk leaves out',
    `CREATE TABLE dbo.T (a int PRIMARY KEY, f datetime2(0) GENERATED ALWAYS AS ROW START HIDDEN NOT NULL,
t datetime2(0) GENERATED ALWAYS AS ROW END HIDDEN NOT NULL, PERIOD FOR SYSTEM_TIME (f, t));\nINSERT dbo.T (a) VALUES (1)`,
  ],
])('gives %s one by one as it gives them all', (_, text) => {
  const { catalog, database, diagnostics } = loadScripts([{ name: 'all.sql', text }]);
  expect(diagnostics).toEqual([]);
  const [table] = catalog.tables;
  if (!table) throw new Error('there is no table');
  const all = tableRows(database, table);
  expect(all?.length).toBeGreaterThan(0);
  expect(all?.[0]).toHaveLength(table.columns.length);
  expect([...(tableRowsOneByOne(database, table) ?? [])]).toEqual(all);
});
