import { type Database, executeSql, loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { generateRows } from '../generate-rows.js';

function generated(script: string): Database {
  const { database, diagnostics } = loadScripts([{ name: 'test.sql', text: script }], {
    now: () => Date.UTC(2024, 5, 15),
  });
  expect(diagnostics).toEqual([]);
  generateRows(database);
  return database;
}

it.each([
  ['a key', 'Code nvarchar(20) NOT NULL PRIMARY KEY', 'SELECT CONVERT(int, Code) AS N FROM dbo.T'],
  ['a key in COALESCE', 'Code nvarchar(20) NOT NULL UNIQUE', 'SELECT COALESCE(Code, 0) AS N FROM dbo.T'],
  ['a day', 'Code varchar(30) NOT NULL UNIQUE', 'SELECT CAST(Code AS date) AS N FROM dbo.T'],
  ['a decimal', 'Code varchar(30) NOT NULL', 'SELECT CAST(Code AS decimal(9, 2)) AS N FROM dbo.T'],
  ['a short text of a moment', 'Code char(8) NOT NULL UNIQUE', 'SELECT CAST(Code AS datetime2) AS N FROM dbo.T'],
  [
    'a text of a day beside one of a time',
    'Code varchar(16) NOT NULL UNIQUE, At varchar(16) NOT NULL',
    "SELECT CAST(CONCAT(Code, ' ', At) AS datetimeoffset) AS N FROM dbo.T",
  ],
  [
    'a day in parts',
    'Code int NOT NULL UNIQUE, M int NOT NULL CHECK (M BETWEEN 1 AND 12)',
    "SELECT CAST(CONCAT('2024-', M, '-01') AS date) AS N FROM dbo.T",
  ],
  [
    'a key that joins to a text',
    'Code varchar(20) NOT NULL PRIMARY KEY',
    "SELECT CAST(t.Code AS int) AS N FROM dbo.T t JOIN dbo.Other o ON o.Code = t.Code WHERE o.Code <> 'n/a'",
  ],
])('texts that are converted are such as can be: %s', (_, column, query) => {
  const database = generated(`CREATE TABLE dbo.Other (Code varchar(20) NOT NULL);
CREATE TABLE dbo.T (${column}, Name varchar(10) NULL);
GO
CREATE VIEW dbo.V AS ${query};
GO
`);
  const { error, resultSets } = executeSql(database, 'SELECT COUNT(N), COUNT(DISTINCT N) FROM dbo.V');
  expect(error).toBeUndefined();
  const [count, distinct] = resultSets[0]?.rows[0]?.map(Number) ?? [];
  expect(count).toBeGreaterThan(3);
  expect(distinct).toBeGreaterThan(2);
});

it('where a column of another type takes them, in the end', () => {
  const database =
    generated(`CREATE TABLE dbo.Raw (Amount varchar(20) NULL, Day varchar(20) NULL, Code varchar(20) NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Copy (Amount varchar(20) NULL, Day varchar(20) NULL, Code varchar(20) NOT NULL);
CREATE TABLE dbo.Clean (Amount decimal(9, 2) NULL, Day date NULL, Code int NOT NULL);
GO
CREATE PROCEDURE dbo.First AS INSERT dbo.Copy SELECT Amount, Day, Code FROM dbo.Raw;
GO
CREATE PROCEDURE dbo.Second AS INSERT dbo.Clean SELECT Amount, Day, Code FROM dbo.Copy;
GO
`);
  const { error } = executeSql(database, 'EXEC dbo.First; EXEC dbo.Second');
  expect(error).toBeUndefined();
});
