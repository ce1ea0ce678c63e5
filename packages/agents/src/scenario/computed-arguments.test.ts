import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const TABLES = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Sold date NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.Daily (Sold date NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.MonthEnd (SaleId int NOT NULL, Label varchar(30) NULL, LoadedOn datetime NOT NULL);
CREATE TABLE dbo.Total (Amount int NULL);
CREATE TABLE dbo.Kept (SaleId int NOT NULL PRIMARY KEY);
INSERT INTO dbo.Sale VALUES (1, '20260401', 10), (2, '20260428', 20), (3, '20260503', 30), (4, '20260504', 40), (5, '20260520', 50);
GO
CREATE PROCEDURE dbo.LoadDaily @From date, @To date = '20200101' AS
BEGIN
  DELETE FROM dbo.Daily WHERE Sold >= @From AND Sold <= @To;
  INSERT dbo.Daily SELECT Sold, SUM(Amount) FROM dbo.Sale WHERE Sold >= @From AND Sold <= @To GROUP BY Sold;
END
GO
CREATE PROCEDURE dbo.LoadMonthEnd @AsOf date, @Label varchar(30) AS
BEGIN
  TRUNCATE TABLE dbo.MonthEnd;
  INSERT dbo.MonthEnd SELECT SaleId, @Label, GETDATE() FROM dbo.Sale WHERE Sold <= @AsOf;
END
GO
CREATE PROCEDURE dbo.LoadTotal AS
BEGIN
  TRUNCATE TABLE dbo.Total;
  INSERT dbo.Total SELECT SUM(Amount) FROM dbo.Daily;
END
GO
`;

const NIGHT = `
CREATE PROCEDURE dbo.Night @AsOf date = NULL, @Days int = 3, @Full bit = 0 AS
BEGIN
  SET NOCOUNT ON;
  DECLARE @from date, @to date, @label varchar(30) = 'until ';
  IF @AsOf IS NULL SET @AsOf = GETDATE();
  SET @to = @AsOf;
  SELECT @from = DATEADD(DAY, -@Days, @to);
  IF @Full = 1 SET @from = '20000101';
  BEGIN TRY
    EXEC dbo.LoadDaily @from, @To = @to;
    SET @label += CONVERT(char(10), @AsOf, 120);
    SET @AsOf = EOMONTH(@AsOf);
    EXEC dbo.LoadMonthEnd @AsOf = @AsOf, @Label = @label;
    EXEC dbo.LoadTotal;
  END TRY
  BEGIN CATCH
    THROW;
  END CATCH
END
GO
`;

const TARGETS = ['dbo.Daily', 'dbo.MonthEnd', 'dbo.Total'];

const LOADS = ['dbo.LoadDaily', 'dbo.LoadMonthEnd', 'dbo.LoadTotal'];

/** Verdict and codes of procedures, by name. */
const verdicts = ({ objects }: Report) =>
  Object.fromEntries(
    objects
      .filter(({ kind }) => kind === 'procedure')
      .map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)].join(' ')]),
  );

const evidence = ({ objects }: Report, id: string) =>
  objects
    .find((each) => each.id === id)
    ?.evidence.map(({ table, step, rowsSource, rowsTarget }) => `${table} ${step} ${rowsSource} ${rowsTarget}`);

it('a procedure that computes arguments holds what it calls in its models', { timeout: 300_000 }, async () => {
  const { report, out } = await migrateScript('night', TABLES + NIGHT, {
    scenario: {
      steps: [
        { exec: 'EXEC dbo.Night' },
        { exec: "EXEC dbo.Night @AsOf = '20260429'", mutate: "INSERT dbo.Sale VALUES (6, '20260429', 7);" },
        { exec: 'EXEC dbo.Night @Days = 40', mutate: 'UPDATE dbo.Sale SET Amount += 1;' },
        { exec: "EXEC dbo.Night '20260601', 0, 1" },
      ],
      targets: TARGETS,
    },
  });
  expect(verdicts(report)).toEqual(Object.fromEntries([...LOADS, 'dbo.Night'].map((id) => [id, 'equal'])));
  const steps = ['2 5 1', '4 3 1', '5 6 1', '6 6 1'].map((rows) => rows.split(' '));
  expect(evidence(report, 'dbo.Night')).toEqual(
    steps.flatMap((rows, i) => TARGETS.map((table, j) => `${table} ${i + 1} ${rows[j]} ${rows[j]}`)),
  );
  const text = readFileSync(join(out, 'dbt_project.yml'), 'utf8');
  expect(text).toContain('\nvars:\n  as_of: null\n  days: 3\n  full: 0\n');
});

it('so does one that computes arguments for such a one, and it is called when nobody gives a scenario', {
  timeout: 300_000,
}, async () => {
  const month = `
CREATE PROCEDURE dbo.ByMonth @Year int = 2026, @Month int = 5 AS
BEGIN
  DECLARE @last date = DATEADD(DAY, 3, DATEFROMPARTS(@Year, @Month, 1));
  EXEC dbo.Night @AsOf = @last;
END
GO
`;
  const { report } = await migrateScript('night', TABLES + month + NIGHT);
  const ids = [...LOADS, 'dbo.Night', 'dbo.ByMonth'];
  expect(verdicts(report)).toEqual(Object.fromEntries(ids.map((id) => [id, 'equal'])));
  expect(evidence(report, 'dbo.ByMonth')?.slice(0, 3)).toEqual([
    'dbo.Daily 1 2 2',
    'dbo.MonthEnd 1 5 5',
    'dbo.Total 1 1 1',
  ]);
});

it('what others call, or a scenario, keeps a model of its own', { timeout: 300_000 }, async () => {
  const week = "CREATE PROCEDURE dbo.Week @To date AS EXEC dbo.LoadDaily '20260101', @To\nGO\n";
  const called = await migrateScript('night', TABLES + NIGHT + week, {
    scenario: { steps: [{ exec: "EXEC dbo.Week '20260503'" }], targets: ['dbo.Daily'] },
  });
  expect(verdicts(called.report)).toMatchObject({
    'dbo.LoadDaily': 'equal',
    'dbo.Night': 'refused analyse-call analyse-call',
    'dbo.Week': 'equal',
  });
  const direct = await migrateScript('night', TABLES + NIGHT, {
    scenario: { steps: [{ exec: "EXEC dbo.LoadDaily '20260101', '20260503'" }], targets: ['dbo.Daily'] },
  });
  expect(verdicts(direct.report)).toMatchObject({
    'dbo.LoadDaily': 'equal',
    'dbo.Night': 'refused analyse-call analyse-call',
  });
});

it('a call of its own of what stands in the models of a caller is not equal', { timeout: 300_000 }, async () => {
  const script = TABLES.concat(`
CREATE PROCEDURE dbo.Both @To date = '20260503' AS
BEGIN
  TRUNCATE TABLE dbo.Kept;
  EXEC dbo.LoadDaily '20260101', @To;
  INSERT dbo.Kept SELECT SaleId FROM dbo.Sale WHERE Sold > @To;
END
GO
`);
  const { report } = await migrateScript('night', script, {
    scenario: {
      steps: [{ exec: "EXEC dbo.LoadDaily '20260420', '20260503'", mutate: 'UPDATE dbo.Sale SET Amount += 1;' }],
      targets: ['dbo.Daily'],
    },
  });
  expect(verdicts(report)).toMatchObject({
    'dbo.Both': 'tested evaluate-skipped evaluate-rows-differ',
    'dbo.LoadDaily': 'tested',
  });
});
