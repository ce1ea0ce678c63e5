import { displayName } from '@datamigrate/catalog';
import { loadScripts, tableRows } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { ModuleReader } from '../assessment/module-facts.js';
import { calledByText, calledIn } from './called-procedures.js';
import { callOf, parametersOfCalls, variablesOfCalls } from './parameter-values.js';
import { proposeArguments } from './proposed-arguments.js';
import { proposeDates } from './proposed-dates.js';
import { ReferenceSession } from './reference-session.js';

const SHOP = {
  name: 'shop.sql',
  text: `
CREATE TABLE dbo.Sale (SaleId int, SoldOn datetime, ValidTo date, DueOn date);
CREATE TABLE dbo.Total (Day date, Sales int);
INSERT INTO dbo.Sale VALUES (1, '20240229 23:10', '99991231', NULL), (2, '20240110', NULL, '20240501');
INSERT INTO dbo.Total VALUES ('20300101', 0);
GO
CREATE VIEW dbo.AllSales AS SELECT SaleId, SoldOn FROM dbo.Sale;
GO
CREATE PROCEDURE dbo.LoadTotal @AsOf date, @Rate decimal(9,4) = 0.25, @Note nvarchar(20) = NULL AS
INSERT INTO dbo.Total (Day, Sales) SELECT @AsOf, COUNT(*) FROM dbo.AllSales WHERE SoldOn <= @AsOf;
GO
CREATE PROCEDURE dbo.Night @AsOf date AS
EXEC dbo.LoadTotal @AsOf;
EXEC dbo.LoadTotal @AsOf = @AsOf, @Rate = 1;
GO
CREATE PROCEDURE dbo.Week AS
EXEC dbo.Night '20240131';
GO`,
};
const { database } = loadScripts([SHOP]);
const reader = new ModuleReader(database.binder);
const procedures = database.catalog.modules.filter(({ kind }) => kind === 'procedure');
const procedure = (name: string) => {
  const found = procedures.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

it('proposes the latest date of what is read, through views, without ends of time, rare dates and written tables', () => {
  const isWritten = (table: string): boolean => table === 'dbo.total';
  expect(proposeDates([procedure('LoadTotal')], reader, database, isWritten, '2026-01-01')).toEqual([
    { variable: 'as_of', value: '2024-02-29', reason: 'the latest date in dbo.Sale.SoldOn' },
  ]);
  expect(proposeDates([procedure('LoadTotal')], reader, database, () => true, '2026-01-01')).toEqual([
    { variable: 'as_of', value: '2026-01-01', reason: 'the day of the run' },
  ]);
});

it('proposes the first date for what says from when on rows are taken', () => {
  const { database } = loadScripts([
    {
      name: 'a.sql',
      text: `
CREATE TABLE dbo.Sale (SaleId int, Since datetime, Until date);
INSERT INTO dbo.Sale VALUES (1, '20240229 23:10', '99991231'), (2, '20240110', '20250101'), (3, '17530101', NULL);
GO
CREATE PROCEDURE dbo.LoadNew @From datetime2(3), @To datetime2(3) AS
SELECT * FROM dbo.Sale WHERE Since > COALESCE(@From, '20000101') AND Since <= @To AND Until > @To
GO
CREATE PROCEDURE dbo.Until @Day date AS SELECT * FROM dbo.Sale WHERE Until >= @Day
GO
CREATE PROCEDURE dbo.Other @Day date AS SELECT * FROM dbo.Sale WHERE Since = @Day
GO`,
    },
  ]);
  const reader = new ModuleReader(database.binder);
  const propose = (...names: string[]) =>
    proposeDates(
      database.catalog.modules.filter(({ name }) => names.includes(name)),
      reader,
      database,
      () => false,
      '2026-01-01',
    ).map(({ variable, value, reason }) => `${variable} ${value} ${reason}`);
  expect(propose('LoadNew')).toEqual([
    'from 2024-01-10 the first date in dbo.Sale.Since',
    'to 2024-02-29 the latest date in dbo.Sale.Since',
  ]);
  expect(propose('Until')).toEqual(['day 2024-01-10 the first date in dbo.Sale.Since']);
  expect(propose('Until', 'Other')).toEqual(['day 2024-02-29 the latest date in dbo.Sale.Since']);
});

it('proposes arguments with which a procedure gives rows', () => {
  const { database } = loadScripts([
    {
      name: 'stock.sql',
      text: `
CREATE TABLE dbo.Stock (Item int, Place varchar(10), Amount int);
INSERT INTO dbo.Stock VALUES (1, 'north', 5), (2, 'south', 0), (3, 'north', 7);
GO
CREATE PROCEDURE dbo.Report @Place varchar(10), @Kind char(1), @Least int, @Note varchar(5), @Most int = 9 AS
IF @Kind NOT IN ('L', 'M') THROW 50000, 'kind', 1;
IF @Kind = 'M' SELECT Item, @Note AS Note FROM dbo.Stock WHERE Place = @Place AND Amount >= @Least;
GO
CREATE PROCEDURE dbo.Fails @Least int AS THROW 50000, 'never', 1;
GO
CREATE PROCEDURE dbo.FirstDay @YearNumber int AS SELECT DATEFROMPARTS(@YearNumber, 1, 1) AS Day;
GO`,
    },
  ]);
  const reader = new ModuleReader(database.binder);
  const [report, fails, firstDay] = database.catalog.modules;
  if (!report || !fails || !firstDay) throw new Error('no procedure');
  expect(proposeArguments(fails, reader, database, {})).toEqual([]);
  expect(proposeArguments(firstDay, reader, database, {})).toEqual([
    { variable: 'year_number', value: '2024', reason: 'a value of its type' },
  ]);
  expect(proposeArguments(report, reader, database, { note: 'x' })).toEqual([
    { variable: 'place', value: expect.stringMatching('north|south'), reason: 'a value of dbo.Stock.Place' },
    { variable: 'kind', value: 'M', reason: 'a value that it is compared with' },
    { variable: 'least', value: expect.any(String), reason: 'a value of dbo.Stock.Amount' },
  ]);
  expect(proposeArguments(report, reader, database, { place: 'north', kind: 'M', least: '1' })).toEqual([
    { variable: 'note', value: 'Alpha', reason: 'a value of its type' },
  ]);
});

it('calls with the values of variables, otherwise with defaults', () => {
  const load = procedure('LoadTotal');
  expect(callOf(load, reader, { as_of: '2024-02-29', note: "O'Hara", rate: null })).toEqual({
    sql: "EXEC [dbo].[LoadTotal] @AsOf = N'20240229', @Rate = NULL, @Note = N'O''Hara'",
  });
  expect(callOf(load, reader, {})).toEqual({ missing: '@AsOf' });
});

it('tells which procedures ran, with what, and who called them', () => {
  const session = new ReferenceSession(loadScripts([]).database);
  expect(session.run('EXEC dbo.Nothing').failure).toEqual({ kind: 'error', reason: expect.stringContaining('2812') });
  const { calls } = new ReferenceSession(database).run('EXEC dbo.Week');
  expect(calls.map(({ id, depth }) => `${depth} ${id}`)).toEqual([
    '0 dbo.Week',
    '1 dbo.Night',
    '2 dbo.LoadTotal',
    '2 dbo.LoadTotal',
  ]);
  expect(calledIn(calls)).toEqual(
    new Map([
      ['dbo.Week', new Set(['dbo.Night', 'dbo.LoadTotal'])],
      ['dbo.Night', new Set(['dbo.LoadTotal'])],
      ['dbo.LoadTotal', new Set()],
    ]),
  );
  expect([...calledByText(procedure('Week'), reader, procedures)].sort()).toEqual(['dbo.LoadTotal', 'dbo.Night']);
  const isLoad = (id: string): boolean => id === 'dbo.LoadTotal';
  const own = parametersOfCalls({ catalog: database.binder.catalog, reader });
  const first = variablesOfCalls(calls.slice(0, 3), isLoad, own);
  expect(first).toEqual({ values: { as_of: '2024-01-31', rate: '0.2500', note: null } });
  // Where the procedure has a default for NULL, the variable keeps it.
  expect(variablesOfCalls(calls.slice(0, 3), isLoad, { ...own, isDefault: (_id, name) => name === '@Note' })).toEqual({
    values: { as_of: '2024-01-31', rate: '0.2500' },
  });
  expect(variablesOfCalls(calls, isLoad, own)).toEqual({
    conflict: 'dbo.LoadTotal is called with another @Rate than the calls before it',
  });
});

it('reads the columns that a table had in the beginning, whatever it has now', () => {
  const table = database.catalog.tables.find((each) => displayName(each) === 'dbo.Sale');
  if (!table) throw new Error('no table');
  const changed = loadScripts([SHOP]).database;
  const session = new ReferenceSession(changed);
  session.run('ALTER TABLE dbo.Sale ADD Extra int NULL');
  expect(tableRows(changed, table)?.[0]).toEqual(['1', '2024-02-29 23:10:00.000', '9999-12-31', null]);
  session.run('ALTER TABLE dbo.Sale DROP COLUMN ValidTo');
  expect(session.rows(table)).toMatchObject({ skipped: expect.stringContaining('lost columns') });
});

it('proposes arguments that fit together: those of rows that a query joins', () => {
  const { database } = loadScripts([
    {
      name: 'sales.sql',
      text: `
CREATE TABLE dbo.Day (Id int PRIMARY KEY, Year int, Month int);
INSERT INTO dbo.Day VALUES (1, 2019, 4), (2, 2019, 5), (3, 2020, 6), (4, 2020, 7), (5, 2021, 8), (6, 2021, 9);
CREATE TABLE dbo.Sale (DayId int, Item int, Amount int);
INSERT INTO dbo.Sale VALUES (NULL, 11, 1), (4, 12, 5), (4, 13, 6);
GO
CREATE PROCEDURE dbo.Report @Year int, @Month int, @Item int AS
SELECT SUM(s.Amount) AS Amount FROM dbo.Sale s JOIN dbo.Day d ON d.Id = s.DayId
WHERE d.Year = @Year AND d.Month = @Month AND s.Item = @Item GROUP BY s.Item;
GO`,
    },
  ]);
  const reader = new ModuleReader(database.binder);
  const [report] = database.catalog.modules;
  if (!report) throw new Error('no procedure');
  const values = (known: Readonly<Record<string, string>>) =>
    proposeArguments(report, reader, database, known).map(({ variable, value }) => `${variable} ${value}`);
  expect(values({})).toEqual(['year 2020', 'month 7', 'item 13']);
  expect(values({ item: '12' })).toEqual(['year 2020', 'month 7']);
});
