import { type Database, executeSql, loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { generateRows } from '../generate-rows.js';
import { findArguments } from './find-arguments.js';

const TABLES = `
CREATE TABLE dbo.Region (Id int NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL);
CREATE TABLE dbo.Day (Id int NOT NULL PRIMARY KEY, Date date NOT NULL, Year int NOT NULL, Month int NOT NULL);
CREATE TABLE dbo.Store (Id int NOT NULL PRIMARY KEY, RegionId int NOT NULL REFERENCES dbo.Region (Id), State char(2) NULL);
CREATE TABLE dbo.Sale (DayId int NULL, StoreId int NULL, CustomerId int NULL, ItemId int NULL, Amount decimal(9, 2) NULL);
CREATE TABLE dbo.Refund (DayId int NULL, CustomerId int NULL, Amount decimal(9, 2) NULL);
GO
`;

function load(script: string): Database {
  const loaded = loadScripts([{ name: 'test.sql', text: TABLES + script }], { now: () => Date.UTC(2024, 5, 15) });
  expect(loaded.diagnostics).toEqual([]);
  generateRows(loaded.database);
  return loaded.database;
}

const countOf = (database: Database, sql: string): number => {
  const { resultSets, error } = executeSql(database, sql);
  expect(error).toBeUndefined();
  return resultSets[0]?.rows.length ?? 0;
};

it.each([
  [
    'joins of several tables',
    `SELECT s.Amount FROM dbo.Sale s, dbo.Day d, dbo.Store t, dbo.Region r WHERE s.DayId = d.Id AND s.StoreId = t.Id
     AND t.RegionId = r.Id AND r.Name = 'North' AND d.Year = 2001 AND d.Month IN (11, 12) AND s.Amount BETWEEN 700 AND 720`,
  ],
  [
    'one table twice, one date after the other',
    `SELECT s.Amount FROM dbo.Sale s JOIN dbo.Day a ON a.Id = s.DayId JOIN dbo.Refund r ON r.CustomerId = s.CustomerId
     JOIN dbo.Day b ON b.Id = r.DayId WHERE a.Year = 2001 AND b.Year = 2001 AND b.Date > a.Date AND DATEDIFF(MONTH, a.Date, b.Date) >= 6`,
  ],
  [
    'groups of many rows',
    `SELECT CustomerId FROM (SELECT DISTINCT s.CustomerId, d.Month FROM dbo.Sale s JOIN dbo.Day d ON d.Id = s.DayId WHERE d.Year = 2001) t
     GROUP BY CustomerId HAVING COUNT(*) >= 7`,
  ],
  [
    'more than the average of its kind',
    `SELECT t.CustomerId FROM (SELECT CustomerId, StoreId, SUM(Amount) AS Total FROM dbo.Sale JOIN dbo.Day d ON d.Id = DayId WHERE d.Year = 2001
       GROUP BY CustomerId, StoreId) t JOIN dbo.Store s ON s.Id = t.StoreId
     WHERE s.State = 'TX' AND t.Total > (SELECT AVG(Amount) * 1.2 FROM dbo.Sale o JOIN dbo.Day e ON e.Id = o.DayId WHERE e.Year = 2001 AND o.StoreId = t.StoreId)`,
  ],
  [
    'EXISTS and IN',
    `SELECT 1 AS One FROM dbo.Region r WHERE EXISTS (SELECT 1 FROM dbo.Store s WHERE s.RegionId = r.Id AND s.State = 'ZQ'
       AND s.Id IN (SELECT StoreId FROM dbo.Sale WHERE ItemId = 987))`,
  ],
])('rows are made for a query together: %s', (_, query) => {
  const view = `CREATE VIEW dbo.V AS ${query};\nGO\n`;
  expect(countOf(load(view), 'SELECT * FROM dbo.V')).toBeGreaterThan(0);
});

it('follows variables, cursors and tables of a procedure', () => {
  const database = load(`CREATE PROCEDURE dbo.P AS BEGIN
  DECLARE @store int, @count int; DECLARE @found TABLE (Store int, Sales int);
  DECLARE c CURSOR FOR SELECT s.StoreId, COUNT(*) FROM dbo.Sale s JOIN dbo.Store t ON t.Id = s.StoreId WHERE t.State = 'QX' GROUP BY s.StoreId;
  OPEN c; FETCH NEXT FROM c INTO @store, @count;
  WHILE @@FETCH_STATUS = 0 BEGIN
    IF @count >= 9 INSERT INTO @found VALUES (@store, @count);
    FETCH NEXT FROM c INTO @store, @count;
  END
  CLOSE c; DEALLOCATE c;
  SELECT * FROM @found;
END
GO
`);
  expect(countOf(database, 'EXEC dbo.P')).toBeGreaterThan(0);
});

it('finds values of parameters with which a query has rows', () => {
  const database = load(`CREATE PROCEDURE dbo.P @year int, @month int, @item int AS
SELECT s.Amount FROM dbo.Sale s JOIN dbo.Day d ON d.Id = s.DayId WHERE d.Year = @year AND d.Month = @month AND s.ItemId = @item;
GO
`);
  const module = database.catalog.modules.find(({ name }) => name === 'P');
  const [found] = module ? findArguments(database, module, new Map()) : [];
  const call = ['@year', '@month', '@item'].map((name) => `${name} = ${found?.get(name)}`).join(', ');
  expect(countOf(database, `EXEC dbo.P ${call}`)).toBeGreaterThan(0);
  const [known] = module ? findArguments(database, module, new Map([['@month', found?.get('@month') ?? '']])) : [];
  expect(known && [...known.keys()]).toEqual(['@year', '@item']);
  expect(module && findArguments(database, module, new Map([['@month', '-77']]))).toEqual([]);
});

it('adds to the one row that a script leaves in a table, not to the data of others', () => {
  const query = `SELECT s.Amount FROM dbo.Sale s JOIN dbo.Day d ON d.Id = s.DayId WHERE d.Year = 2001`;
  const days = (count: number): string =>
    Array.from({ length: count }, (_, i) => `INSERT dbo.Day VALUES (${i + 1}, '30220119', 3022, 1);`).join(' ');
  const rows = (count: number): number =>
    countOf(load(`${days(count)}\nGO\nCREATE VIEW dbo.V AS ${query};\nGO\n`), 'SELECT * FROM dbo.V');
  expect(rows(1)).toBeGreaterThan(0);
  expect(rows(5)).toBe(0);
});

it('takes rows back with which the query fails', () => {
  const database = load(`CREATE VIEW dbo.V AS SELECT CAST(CONCAT('no day', a.Month) AS date) AS Date FROM dbo.Sale s
  JOIN dbo.Day a ON a.Id = s.DayId JOIN dbo.Refund r ON r.CustomerId = s.CustomerId JOIN dbo.Day b ON b.Id = r.DayId
WHERE a.Year = 2001 AND b.Year = 2002 AND a.Month = 77 AND b.Month = 88;
GO
`);
  expect(countOf(database, 'SELECT * FROM dbo.V')).toBe(0);
});

it('knows what variables stand for that are set once', () => {
  const database = load(`CREATE PROCEDURE dbo.P @from varchar(30) = NULL AS BEGIN
  DECLARE @today datetime, @start date, @name varchar(20) = 'North' + '-West';
  SET @today = GETDATE();
  SET @start = COALESCE(TRY_CONVERT(date, @from), DATEADD(day, -7, @today));
  SELECT d.Id FROM dbo.Day d WHERE d.Date BETWEEN @start AND @today;
  SELECT r.Id FROM dbo.Region r WHERE r.Name = @name;
END
GO
`);
  const { resultSets, error } = executeSql(database, 'EXEC dbo.P');
  expect(error).toBeUndefined();
  expect(resultSets.map(({ rows }) => rows.length > 0)).toEqual([true, true]);
});

it.each([
  [
    'a variable',
    `DECLARE @days int; SELECT @days = COUNT(*) + 7 FROM dbo.Store; SET @days = COALESCE(@days, 60);
  DECLARE @start date = DATEADD(day, -@days, GETDATE()); SELECT Id FROM dbo.Day WHERE Date >= @start AND Date <= GETDATE() AND Year = 1981;`,
  ],
  ['a distance', 'SELECT Id FROM dbo.Day WHERE DATEDIFF(day, Date, SYSDATETIME()) < 30;'],
  [
    'two tables',
    `DECLARE @now datetime = GETDATE(); SET @now = DATEADD(hour, (SELECT COUNT(*) FROM dbo.Region), @now);
  SELECT d.Id FROM dbo.Day d JOIN dbo.Sale s ON s.DayId = d.Id WHERE d.Date > DATEADD(month, -1, @now) AND d.Date < @now AND s.Amount > 12345;`,
  ],
])('rows lie near the time of the clock that conditions ask for: %s', (_, body) => {
  const database = load(`CREATE PROCEDURE dbo.P AS BEGIN\n  ${body}\nEND\nGO\n`);
  expect(countOf(database, 'EXEC dbo.P')).toBeGreaterThan(0);
});

it('keeps several rows for a query for one value that a load uses up', () => {
  const tables = Array.from({ length: 30 }, (_, i) => `Table${i}`);
  const database =
    load(`CREATE TABLE dbo.Run (RunKey int IDENTITY PRIMARY KEY, Name varchar(20) NOT NULL, Ended datetime NULL);
CREATE TABLE dbo.Fact (Id int NOT NULL, RunKey int NOT NULL);
GO
${tables
  .map(
    (name) => `CREATE PROCEDURE dbo.Load${name} AS BEGIN
  DECLARE @run int = (SELECT TOP (1) RunKey FROM dbo.Run WHERE Name = '${name}' AND Ended IS NULL ORDER BY RunKey DESC);
  MERGE dbo.Fact AS t USING dbo.Day AS s ON s.Id = t.Id WHEN NOT MATCHED THEN INSERT (Id, RunKey) VALUES (s.Id, @run)
  WHEN MATCHED THEN UPDATE SET RunKey = @run;
  UPDATE dbo.Run SET Ended = GETDATE() WHERE RunKey = @run;
END
GO
`,
  )
  .join('')}`);
  for (const name of [...tables, ...tables]) expect(executeSql(database, `EXEC dbo.Load${name}`).error).toBeUndefined();
});

it('has one group that is larger than the others where the largest is asked for', () => {
  const largest = (year: string): string =>
    `(SELECT TOP (1) d.Month FROM dbo.Sale s JOIN dbo.Day d ON d.Id = s.DayId WHERE d.Year = ${year} AND s.ItemId = 99 GROUP BY d.Month ORDER BY COUNT(*) DESC)`;
  const database = load(`CREATE PROCEDURE dbo.P @year int AS BEGIN
  DECLARE @first int, @second int, @third int;
  SET @first = ${largest('@year')}; SET @second = ${largest('@year + 1')}; SET @third = ${largest('@year')};
  SELECT @first AS First, @second AS Second, @third AS Third;
END
GO
`);
  const { resultSets } = executeSql(
    database,
    `SELECT d.Year, COUNT(*) AS Sales FROM dbo.Sale s JOIN dbo.Day d ON d.Id = s.DayId WHERE s.ItemId = 99 GROUP BY d.Year, d.Month`,
  );
  const counts = new Map<string, number[]>();
  for (const [year, sales] of resultSets[0]?.rows ?? [])
    counts.set(
      String(year),
      [...(counts.get(String(year)) ?? []), Number(sales)].sort((a, b) => b - a),
    );
  const made = [...counts.values()].filter(([most = 0]) => most > 1);
  expect(made.length).toBeGreaterThan(0);
  for (const [most, next] of made) expect(most).not.toBe(next);
});
