import { loadScripts } from '@datamigrate/tsql-engine';
import { expect, it } from 'vitest';
import { ModuleReader } from '../assessment/module-facts.js';
import { migrateScript } from '../testing/migrate-script.js';

const LOADS = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Sold date NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.History (SaleId int NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Today (SaleId int NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Monthly (Month int NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Log (Text varchar(50) NULL);
INSERT dbo.Sale VALUES (1, '20260401', 10), (2, '20260503', 20), (3, '20260504', 30);
GO
CREATE PROCEDURE dbo.LoadHistory AS
BEGIN
  TRUNCATE TABLE dbo.History;
  INSERT dbo.History SELECT SaleId, Amount FROM dbo.Sale;
END
GO
CREATE PROCEDURE dbo.LoadToday @Day date AS
BEGIN
  TRUNCATE TABLE dbo.Today;
  INSERT dbo.Today SELECT SaleId, Amount FROM dbo.Sale WHERE Sold = @Day;
  RETURN 0;
END
GO
CREATE PROCEDURE dbo.LoadMonthly AS
BEGIN
  TRUNCATE TABLE dbo.Monthly;
  INSERT dbo.Monthly SELECT MONTH(Sold), SUM(Amount) FROM dbo.Sale GROUP BY MONTH(Sold);
END
GO
`;

const NIGHT = `
CREATE PROCEDURE dbo.Night @Day date = '20260504', @Full bit = 0, @Stop bit = 0 AS
BEGIN
  IF @Full = 1 EXEC dbo.LoadHistory;
  EXEC dbo.LoadToday @Day;
  IF @Stop = 1 RETURN;
  IF DAY(@Day) = 1 EXEC dbo.LoadMonthly;
END
GO
`;

it('what runs under a condition does so in the project', { timeout: 300_000 }, async () => {
  const { report } = await migrateScript('night', LOADS + NIGHT, {
    scenario: {
      steps: [
        { exec: 'EXEC dbo.Night' },
        { exec: "EXEC dbo.Night '20260501', 1", mutate: "INSERT dbo.Sale VALUES (4, '20260501', 40);" },
        { exec: 'EXEC dbo.Night', mutate: 'UPDATE dbo.Sale SET Amount += 1;' },
        { exec: "EXEC dbo.Night '20260401', @Stop = 1", mutate: 'DELETE dbo.Sale WHERE SaleId = 2;' },
      ],
      targets: ['dbo.History', 'dbo.Today', 'dbo.Monthly'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(found.map(({ id, verdict, issues }) => [id, verdict, issues.map(({ message }) => message)])).toEqual(
    found.map(({ id }) => [id, 'equal', []]),
  );
  const night = found.find(({ id }) => id === 'dbo.Night');
  expect(night?.evidence.map(({ rowsSource }) => rowsSource)).toEqual([0, 1, 0, 4, 1, 2, 4, 1, 2, 4, 1, 2]);
});

/** `job` for one that only calls others, else the tables that it writes, or why it is refused. */
function outcome(body: string, others = ''): string {
  const text = `${LOADS}CREATE PROCEDURE dbo.Night @Full bit = 0 AS\nBEGIN\n${body}\nEND\nGO\n${others}`;
  const { binder, catalog } = loadScripts([{ name: 'a.sql', text }]).database;
  const night = catalog.modules.find(({ name }) => name === 'Night');
  const { analysis } = new ModuleReader(binder).read(night ?? never());
  const refused = analysis?.fates.find(({ state }) => state === 'refused')?.diagnostic;
  if (refused) return refused.message;
  return analysis?.calls.length ? 'job' : (analysis?.tables.map(({ table }) => table.object.name).join(' ') ?? '');
}

function never(): never {
  throw new Error('no procedure');
}

it.each([
  ['EXEC dbo.LoadHistory; EXEC dbo.LoadMonthly', 'job'],
  ['BEGIN TRY EXEC dbo.LoadHistory; EXEC dbo.LoadMonthly END TRY BEGIN CATCH THROW END CATCH', 'job'],
  ["IF @Full = 1 PRINT 'all'; EXEC dbo.LoadHistory; EXEC dbo.LoadMonthly", 'job'],
  ["DECLARE @rc int; EXEC @rc = dbo.LoadToday '20260504'; IF @rc <> 0 RETURN; EXEC dbo.LoadHistory", 'job'],
  ['DECLARE @e int; EXEC dbo.LoadMonthly; SET @e = @@ERROR; IF @e = 0 BEGIN EXEC dbo.LoadHistory END', 'job'],
  ['EXEC dbo.LoadMonthly; IF @@ERROR <> 0 RETURN 1; EXEC dbo.LoadHistory', 'job'],
  ['IF @Full = 1 EXEC dbo.LoadHistory; EXEC dbo.LoadMonthly', 'History Monthly'],
  ['IF @Full = 0 RETURN; EXEC dbo.LoadHistory', 'History'],
])('%s: %s', (body, expected) => {
  expect(outcome(body)).toBe(expected);
});

it('a figure that a procedure returns is a condition like others', () => {
  const rows = 'CREATE PROCEDURE dbo.LoadRows AS\nBEGIN DELETE dbo.Sale WHERE Amount < 0; RETURN @@ROWCOUNT; END\nGO\n';
  expect(outcome('DECLARE @n int; EXEC @n = dbo.LoadRows; IF @n > 0 EXEC dbo.LoadHistory', rows)).toBe('Sale History');
});

it('what something else calls or writes, too, does not run under a condition', () => {
  const writer = 'CREATE PROCEDURE dbo.Other AS DELETE dbo.Monthly WHERE Month < 5\nGO\n';
  expect(outcome('IF @Full = 1 EXEC dbo.LoadHistory; EXEC dbo.LoadMonthly', writer)).toContain(
    'a condition decides whether it runs, and dbo.Monthly is written elsewhere, too.',
  );
  const other = 'CREATE PROCEDURE dbo.Other AS EXEC dbo.LoadHistory\nGO\n';
  expect(outcome('IF @Full = 1 EXEC dbo.LoadHistory; EXEC dbo.LoadMonthly', other)).toBe(
    'The call of dbo.LoadHistory cannot be followed: a condition decides whether it runs, and dbo.LoadHistory is called elsewhere, too.',
  );
});
