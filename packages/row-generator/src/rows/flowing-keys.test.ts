import { type Database, executeSql, loadScripts } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { generateRows } from '../generate-rows.js';

const DAYS = `
CREATE TABLE dbo.Day (Day date NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL);
CREATE TABLE dbo.Item (ItemKey int IDENTITY(1,1) PRIMARY KEY, Code int NOT NULL);
CREATE TABLE dbo.Staged (Id int NOT NULL PRIMARY KEY, Sold datetime2 NULL, Shipped varchar(30) NULL, Code int NULL, ItemKey int NULL);
CREATE TABLE dbo.Sale (Id int NOT NULL, Sold date NOT NULL REFERENCES dbo.Day (Day), Shipped date NULL REFERENCES dbo.Day (Day),
  ItemKey int NULL REFERENCES dbo.Item (ItemKey));
GO
`;

function generated(script: string): Database {
  const { database, diagnostics } = loadScripts([{ name: 'test.sql', text: script }], {
    now: () => Date.UTC(2024, 5, 15),
  });
  expect(diagnostics).toEqual([]);
  generateRows(database);
  return database;
}

describe('a load finds the keys that its target refers to', () => {
  it.each([
    ['INSERT', 'INSERT dbo.Sale (Id, Sold) SELECT Id, CAST(Sold AS date) FROM dbo.Staged'],
    [
      'a text that becomes a day',
      'INSERT dbo.Sale (Id, Sold) SELECT Id, CONVERT(date, ISNULL(Shipped, Sold)) FROM dbo.Staged',
    ],
    [
      'MERGE',
      `MERGE dbo.Sale AS t USING dbo.Staged AS s ON t.Id = s.Id WHEN MATCHED THEN UPDATE SET Shipped = s.Shipped
  WHEN NOT MATCHED THEN INSERT (Id, Sold, Shipped) VALUES (s.Id, s.Sold, s.Shipped)`,
    ],
    [
      'a temporary table',
      `SELECT Id, Sold AS Day INTO #t FROM dbo.Staged;
  CREATE TABLE #u (Id int, Day date); INSERT #u (Id, Day) SELECT Id, Day FROM #t; INSERT dbo.Sale (Id, Sold) SELECT Id, Day FROM #u`,
    ],
    [
      'a default for what is unknown',
      `UPDATE s SET ItemKey = COALESCE((SELECT TOP (1) i.ItemKey FROM dbo.Item i WHERE i.Code = s.Code ORDER BY i.ItemKey), -1) FROM dbo.Staged s;
  INSERT dbo.Sale (Id, Sold, ItemKey) SELECT Id, Sold, CASE WHEN Code > 3 THEN ItemKey ELSE 0 END FROM dbo.Staged`,
    ],
    ['an update', 'UPDATE t SET Shipped = s.Shipped, Sold = s.Sold FROM dbo.Sale t JOIN dbo.Staged s ON s.Id = t.Id'],
  ])('by %s', (_, load) => {
    const database = generated(`${DAYS}CREATE PROCEDURE dbo.LoadAll AS BEGIN\n  ${load};\nEND\nGO\n`);
    const { error, resultSets } = executeSql(
      database,
      'DELETE dbo.Sale WHERE Id NOT IN (SELECT Id FROM dbo.Staged); EXEC dbo.LoadAll; SELECT COUNT(*) FROM dbo.Sale',
    );
    expect(error).toBeUndefined();
    expect(Number(resultSets.at(-1)?.rows[0]?.[0])).toBeGreaterThan(10);
  });

  it('through a table between, and for keys of two columns', () => {
    const database = generated(`
CREATE TABLE dbo.Store (Region int NOT NULL, Number int NOT NULL, PRIMARY KEY (Region, Number));
CREATE TABLE dbo.Raw (Region varchar(10) NULL, Number varchar(10) NULL, Amount decimal(9, 2) NULL);
CREATE TABLE dbo.Clean (Region int NULL, Number int NULL, Amount decimal(9, 2) NULL);
CREATE TABLE dbo.Fact (Region int NOT NULL, Number int NOT NULL, Amount decimal(9, 2) NULL, FOREIGN KEY (Region, Number) REFERENCES dbo.Store);
GO
CREATE PROCEDURE dbo.CleanUp AS INSERT dbo.Clean SELECT Region, Number, Amount FROM dbo.Raw;
GO
CREATE PROCEDURE dbo.LoadAll AS INSERT dbo.Fact SELECT Region, Number, Amount FROM dbo.Clean;
GO
`);
    const { error, resultSets } = executeSql(
      database,
      'EXEC dbo.CleanUp; EXEC dbo.LoadAll; SELECT COUNT(DISTINCT Region), COUNT(DISTINCT Number) FROM dbo.Raw',
    );
    expect(error).toBeUndefined();
    expect(Number(resultSets.at(-1)?.rows[0]?.[0])).toBeGreaterThan(2);
  });
});

describe('a load finds values for what may not be NULL', () => {
  it.each([
    ['of a group', 'INSERT dbo.Total (Id, Most, Sum) SELECT Id, MAX(Price), SUM(Pieces) FROM dbo.Raw GROUP BY Id'],
    ['of a calculation', 'INSERT dbo.Total (Id, Most, Sum) SELECT Id, Price + 1, Pieces * Price FROM dbo.Raw'],
  ])('%s', (_, load) => {
    const database = generated(`
CREATE TABLE dbo.Raw (Id int NOT NULL, Price int NULL, Pieces int NULL, Note int NULL);
CREATE TABLE dbo.Total (Id int NOT NULL, Most int NOT NULL, Sum int NOT NULL);
GO
CREATE PROCEDURE dbo.LoadAll AS ${load};
GO
`);
    const counts = 'SELECT COUNT(*), COUNT(Price), COUNT(Pieces), COUNT(Note) FROM dbo.Raw';
    const { error, resultSets } = executeSql(database, `EXEC dbo.LoadAll; ${counts}`);
    expect(error).toBeUndefined();
    const [all, prices, pieces, notes] = (resultSets.at(-1)?.rows[0] ?? []).map(Number);
    expect([prices, pieces]).toEqual([all, all]);
    expect(notes).toBeLessThan(all ?? 0);
  });
});
