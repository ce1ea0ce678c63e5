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

const STAGED = `
CREATE TABLE dbo.Staged (Code varchar(20) NULL, Day date NULL, Amount int NULL);
CREATE TABLE dbo.Clean (Code varchar(20) NOT NULL, Day date NOT NULL, Amount int NULL, LoadedAt datetime NULL, PRIMARY KEY (Code, Day));
CREATE UNIQUE INDEX UX ON dbo.Clean (LoadedAt, Code, Day);
GO
`;

it.each([
  ['all rows', 'SELECT Code, Day, Amount, GETDATE() FROM dbo.Staged'],
  ['rows that differ', 'SELECT DISTINCT Code, Day, Amount, GETDATE() FROM dbo.Staged WHERE Amount > 0'],
])('rows that a load hands on have keys that its target takes: %s', (_, query) => {
  const database = generated(`${STAGED}CREATE PROCEDURE dbo.LoadAll AS BEGIN
  TRUNCATE TABLE dbo.Clean; INSERT dbo.Clean (Code, Day, Amount, LoadedAt) ${query};
END
GO
`);
  const { error, resultSets } = executeSql(database, 'EXEC dbo.LoadAll; SELECT COUNT(*) FROM dbo.Clean');
  expect(error).toBeUndefined();
  expect(Number(resultSets[0]?.rows[0]?.[0])).toBeGreaterThan(10);
});

it('rows that a load groups or numbers have keys that come again', () => {
  const database = generated(`${STAGED}CREATE PROCEDURE dbo.LoadAll AS BEGIN
  TRUNCATE TABLE dbo.Clean;
  INSERT dbo.Clean (Code, Day, Amount) SELECT Code, Day, SUM(Amount) FROM dbo.Staged WHERE Code <> 'x' GROUP BY Code, Day;
END
GO
`);
  const { error, resultSets } = executeSql(
    database,
    'EXEC dbo.LoadAll; SELECT COUNT(*) FROM (SELECT Code, Day FROM dbo.Staged GROUP BY Code, Day HAVING COUNT(*) > 1) g',
  );
  expect(error).toBeUndefined();
  expect(Number(resultSets[0]?.rows[0]?.[0])).toBeGreaterThan(0);
});

it('windows that count on the place of a row find no two that sort alike', () => {
  const database =
    generated(`CREATE TABLE dbo.Price (Item int NOT NULL, Day date NULL, Hour int NOT NULL, Value int NULL, Grade int NOT NULL, Mark binary(9) NOT NULL, Seen datetimeoffset(7) NOT NULL);
GO
CREATE VIEW dbo.History AS SELECT Item, Day, LEAD(DATEADD(DAY, -1, Day)) OVER (PARTITION BY Item ORDER BY Day) AS Until FROM dbo.Price;
GO
CREATE PROCEDURE dbo.Running AS WITH p AS (SELECT Hour AS h, Value AS v FROM dbo.Price)
  SELECT SUM(v) OVER (ORDER BY h ROWS UNBOUNDED PRECEDING) AS Total FROM p;
GO
CREATE VIEW dbo.Marked AS SELECT ROW_NUMBER() OVER (PARTITION BY Mark ORDER BY Seen) AS Place FROM dbo.Price;
GO
CREATE VIEW dbo.Ranked AS SELECT RANK() OVER (ORDER BY Grade) AS Place FROM dbo.Price;
GO
`);
  const repeated = (columns: string): number => {
    const query = `SELECT COUNT(*) FROM (SELECT ${columns} FROM dbo.Price GROUP BY ${columns} HAVING COUNT(*) > 1) g`;
    return Number(executeSql(database, query).resultSets[0]?.rows[0]?.[0]);
  };
  expect(['Item, Day', 'Hour', 'Mark, Seen'].map(repeated)).toEqual([0, 0, 0]);
  for (const columns of ['Item', 'Day', 'Grade', 'Mark', 'Seen']) expect(repeated(columns)).toBeGreaterThan(0);
});

it('a query for one value finds one row', () => {
  const database =
    generated(`CREATE TABLE dbo.Setting (Id int IDENTITY PRIMARY KEY, Area varchar(20) NOT NULL, Name varchar(20) NOT NULL, Kind int NOT NULL, Value varchar(20) NULL);
CREATE TABLE dbo.Item (Id int PRIMARY KEY, Name varchar(20) NOT NULL);
GO
CREATE PROCEDURE dbo.Report AS BEGIN
  DECLARE @limit varchar(20) = (SELECT Value FROM dbo.Setting WHERE Area = 'etl' AND Name = 'limit' AND Kind = 1);
  SELECT @limit = Name FROM dbo.Setting WHERE Id = (SELECT o.Id FROM dbo.Setting o WHERE o.Id = 3);
  SELECT @limit AS Limit, i.Id, (SELECT s.Value FROM dbo.Setting s WHERE s.Name = i.Name AND s.Area = 'items') AS Value FROM dbo.Item i;
END
GO
`);
  const { error } = executeSql(database, 'EXEC dbo.Report');
  expect(error).toBeUndefined();
  const { resultSets } = executeSql(
    database,
    "SELECT COUNT(*) FROM dbo.Setting WHERE Area = 'etl' AND Name = 'limit' AND Kind = 1",
  );
  expect(resultSets[0]?.rows[0]?.[0]).toBe('1');
  expect(database.rows('dbo', 'Setting')?.length).toBeGreaterThanOrEqual(40);
});

it('a query for one value finds the row that scripts leave, and no other', () => {
  const database =
    generated(`CREATE TABLE dbo.Setting (Id int IDENTITY PRIMARY KEY, Name varchar(20) NOT NULL, Value int NULL);
CREATE TABLE dbo.Item (Id int PRIMARY KEY, SettingId int NOT NULL, Size int NOT NULL);
INSERT dbo.Setting (Name, Value) VALUES ('limit', 7);
GO
CREATE VIEW dbo.Limited AS SELECT i.Id, s.Value FROM dbo.Item i JOIN dbo.Setting s ON s.Id = i.SettingId WHERE s.Name = 'limit' AND s.Value = 5;
GO
CREATE PROCEDURE dbo.Report AS SELECT Id FROM dbo.Item WHERE Size > (SELECT Value FROM dbo.Setting WHERE Name = 'limit');
GO
`);
  const { error } = executeSql(database, 'EXEC dbo.Report');
  expect(error).toBeUndefined();
});

it('rows for a query share the row that has to be the only one of its kind', () => {
  const database = generated(`CREATE TABLE dbo.Reason (Id int NOT NULL PRIMARY KEY, Text varchar(40) NOT NULL);
CREATE TABLE dbo.Item (Id int NOT NULL PRIMARY KEY, Maker int NULL);
CREATE TABLE dbo.Returned (ItemId int NULL, ReasonId int NULL);
GO
CREATE PROCEDURE dbo.IdOf @text varchar(40) AS DECLARE @id int; SET @id = (SELECT Id FROM dbo.Reason WHERE Text = @text); SELECT @id;
GO
CREATE VIEW dbo.Bad AS SELECT i.Maker FROM dbo.Returned t JOIN dbo.Item i ON i.Id = t.ItemId JOIN dbo.Reason r ON r.Id = t.ReasonId
WHERE r.Text = 'Parts missing' AND i.Maker > 7000 GROUP BY i.Maker HAVING COUNT(*) >= 15;
GO
`);
  const { resultSets } = executeSql(
    database,
    "SELECT COUNT(*) FROM dbo.Bad; SELECT COUNT(*) FROM dbo.Reason WHERE Text = 'Parts missing'",
  );
  expect(Number(resultSets[0]?.rows[0]?.[0])).toBeGreaterThan(0);
  expect(resultSets[1]?.rows[0]?.[0]).toBe('1');
});
