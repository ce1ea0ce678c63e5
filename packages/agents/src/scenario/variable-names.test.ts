import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '@datamigrate/contracts';
import { findDbtEnvironment, runDbt } from '@datamigrate/dbt-runner';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Sold datetime NOT NULL, Seller varchar(20) NOT NULL);
CREATE TABLE dbo.Past (SaleId int NOT NULL PRIMARY KEY, LoadedOn datetime NOT NULL);
CREATE TABLE dbo.Due (SaleId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Present (SaleId int NOT NULL PRIMARY KEY, Day date NOT NULL);
CREATE TABLE dbo.Early (SaleId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Late (SaleId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Latest (SaleId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Wanted (SaleId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Sold (SaleId int NOT NULL PRIMARY KEY, Seller nvarchar(128) NOT NULL);
CREATE TABLE dbo.Span (SaleId int NOT NULL PRIMARY KEY);
INSERT INTO dbo.Sale VALUES (1, '20191231', 'ann'), (2, '20200115', 'bob'), (3, '20210601', 'ann'), (4, '20220101', 'sa');
GO
CREATE PROCEDURE dbo.LoadPast @now datetime = '2020-01-01' AS
BEGIN
  TRUNCATE TABLE dbo.Past;
  INSERT dbo.Past SELECT SaleId, GETDATE() FROM dbo.Sale WHERE Sold < @now;
END
GO
CREATE PROCEDURE dbo.LoadDue @today date = '2020-02-01' AS
BEGIN
  TRUNCATE TABLE dbo.Due;
  INSERT dbo.Due SELECT SaleId FROM dbo.Sale WHERE Sold < @today;
END
GO
CREATE PROCEDURE dbo.LoadPresent @Today date = NULL AS
BEGIN
  IF @Today IS NULL SET @Today = GETDATE();
  TRUNCATE TABLE dbo.Present;
  INSERT dbo.Present SELECT SaleId, @Today FROM dbo.Sale WHERE Sold < @Today;
END
GO
CREATE PROCEDURE dbo.LoadEarly @LoadDate date = '2020-01-01' AS
BEGIN
  TRUNCATE TABLE dbo.Early;
  INSERT dbo.Early SELECT SaleId FROM dbo.Sale WHERE Sold < @LoadDate;
END
GO
CREATE PROCEDURE dbo.LoadLate @load_date date = '2021-01-01' AS
BEGIN
  TRUNCATE TABLE dbo.Late;
  INSERT dbo.Late SELECT SaleId FROM dbo.Sale WHERE Sold < @load_date;
END
GO
CREATE PROCEDURE dbo.LoadLatest @LoadDate datetime = '20210101' AS
BEGIN
  TRUNCATE TABLE dbo.Latest;
  INSERT dbo.Latest SELECT SaleId FROM dbo.Sale WHERE Sold >= @LoadDate;
END
GO
CREATE PROCEDURE dbo.LoadWanted @LoadDate date AS
BEGIN
  TRUNCATE TABLE dbo.Wanted;
  INSERT dbo.Wanted SELECT SaleId FROM dbo.Sale WHERE Sold >= @LoadDate;
END
GO
CREATE PROCEDURE dbo.LoadSold @tsql_login varchar(20) = 'ann', @shop varchar(10) = 'x' AS
BEGIN
  TRUNCATE TABLE dbo.Sold;
  INSERT dbo.Sold SELECT SaleId, SUSER_SNAME() + @shop FROM dbo.Sale WHERE Seller = @tsql_login;
END
GO
CREATE PROCEDURE dbo.LoadSpan @FromId int = 2, @from_id int = 3 AS
BEGIN
  TRUNCATE TABLE dbo.Span;
  INSERT dbo.Span SELECT SaleId FROM dbo.Sale WHERE SaleId BETWEEN @FromId AND @from_id;
END
GO
`;

async function builtRows(out: string, objects: Report['objects']): Promise<readonly number[]> {
  const environment = findDbtEnvironment();
  if (!environment.ok) throw new Error(environment.error.message);
  const built = await runDbt({
    environment: environment.value,
    projectDir: out,
    profilesDir: out,
    command: 'build',
    targetPath: join(out, 'target'),
  });
  expect([built.status, built.errors]).toEqual(['ok', []]);
  const instance = await DuckDBInstance.create(join(out, 'warehouse.duckdb'));
  const connection = await instance.connect();
  const rows: number[] = [];
  for (const { evidence } of objects) {
    const read = await connection.runAndReadAll(`select count(*) from ${evidence[0]?.relation}`);
    rows.push(Number(read.getRows()[0]?.[0]));
  }
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const TABLES = ['Past', 'Due', 'Present', 'Early', 'Late', 'Latest', 'Sold', 'Span'];
const ALL = TABLES.map((name) => `EXEC dbo.Load${name};`).join(' ');

it('parameters that would share a variable with the clock or each other have their own', {
  timeout: 300_000,
}, async () => {
  const { report, out } = await migrateScript('shop', SCRIPT, {
    scenario: {
      steps: [
        { exec: `${ALL} EXEC dbo.LoadWanted '20210101';` },
        { exec: "EXEC dbo.LoadPast @now = '20211231'; EXEC dbo.LoadDue; EXEC dbo.LoadSold @tsql_login = 'bob';" },
        { exec: "EXEC dbo.LoadEarly; EXEC dbo.LoadLate @load_date = '20220601'; EXEC dbo.LoadSpan 1;" },
      ],
      targets: [...TABLES, 'Wanted'].map((name) => `dbo.${name}`),
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(found.map(({ id, verdict, issues }) => [id, verdict, issues.map(({ message }) => message)])).toEqual(
    found.map(({ id }) => [id, 'equal', []]),
  );
  expect(found.map(({ id, evidence }) => `${id} ${evidence.map(({ rowsSource }) => rowsSource)}`)).toEqual([
    'dbo.LoadPast 1,3,3',
    'dbo.LoadDue 2,2,2',
    'dbo.LoadPresent 4,4,4',
    'dbo.LoadEarly 1,1,1',
    'dbo.LoadLate 2,2,4',
    'dbo.LoadLatest 2,2,2',
    'dbo.LoadWanted 2,2,2',
    'dbo.LoadSold 2,1,1',
    'dbo.LoadSpan 2,2,3',
  ]);
  const settings = readFileSync(join(out, 'dbt_project.yml'), 'utf8');
  expect(settings.slice(settings.indexOf('vars:')).trimEnd().split(/\n\s*/)).toEqual([
    'vars:',
    'parameter_now: "2020-01-01"',
    'parameter_today: "2020-02-01"',
    'today: null',
    'load_early_load_date: "2020-01-01"',
    'load_date: "2021-01-01"',
    'parameter_tsql_login: ann',
    'parameter_shop: x',
    'from_id: 2',
    'load_span_from_id: 3',
  ]);
  // A build that nobody gives a variable does what the calls without arguments did.
  expect(await builtRows(out, found)).toEqual([1, 2, 4, 1, 2, 2, 2, 2, 2]);
});
