import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TYPE dbo.Ids AS TABLE (Id int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Stage (Id int NOT NULL, Name varchar(10) NULL, Dept varchar(10) NOT NULL, V int NULL);
CREATE TABLE dbo.Merged (Id int NOT NULL PRIMARY KEY, Name varchar(10) NULL, V int NULL);
CREATE TABLE dbo.Reloaded (Id int NOT NULL);
CREATE TABLE dbo.Downwards (K int IDENTITY(-1,-1) NOT NULL PRIMARY KEY, Id int NOT NULL);
CREATE TABLE dbo.Departments (K int IDENTITY(1,1) NOT NULL PRIMARY KEY, Dept varchar(10) NOT NULL);
CREATE TABLE dbo.Cased (Id int NOT NULL PRIMARY KEY, Nm varchar(10) COLLATE Latin1_General_CS_AS NULL);
CREATE TABLE dbo.CasedStage (Id int NOT NULL PRIMARY KEY, Nm varchar(10) COLLATE Latin1_General_CS_AS NULL);
CREATE TABLE dbo.Totals (Dept varchar(10) NOT NULL, V int NULL);
INSERT dbo.Stage VALUES (1,'a','x',NULL), (2,NULL,'y',2), (4,'d','x',4);
INSERT dbo.Merged VALUES (1,'a',1), (2,NULL,2), (3,'c',3);
INSERT dbo.Reloaded VALUES (9);
INSERT dbo.Downwards (Id) VALUES (1), (2);
INSERT dbo.Cased VALUES (1,'ann'), (2,'Ann'); INSERT dbo.CasedStage VALUES (1,'Ann'), (2,'Ann');
GO
CREATE PROCEDURE dbo.MergeNullSafe AS
MERGE dbo.Merged AS t USING dbo.Stage AS s ON s.Id = t.Id
WHEN MATCHED AND NOT EXISTS (SELECT s.Name, s.V INTERSECT SELECT t.Name, t.V) THEN UPDATE SET Name = s.Name, V = s.V
WHEN NOT MATCHED THEN INSERT (Id, Name, V) VALUES (s.Id, s.Name, s.V);
GO
CREATE PROCEDURE dbo.Reload AS
BEGIN
  IF OBJECT_ID(N'[dbo].[Reloaded]', N'U') IS NOT NULL TRUNCATE TABLE dbo.Reloaded;
  INSERT dbo.Reloaded SELECT Id FROM dbo.Stage;
END
GO
CREATE PROCEDURE dbo.CountDown AS INSERT dbo.Downwards (Id) SELECT s.Id FROM dbo.Stage AS s ORDER BY s.Id;
GO
CREATE PROCEDURE dbo.LoadDepartments AS
INSERT dbo.Departments (Dept) SELECT DISTINCT s.Dept FROM dbo.Stage AS s
WHERE NOT EXISTS (SELECT 1 FROM dbo.Departments AS d WHERE d.Dept = s.Dept) ORDER BY s.Dept;
GO
CREATE PROCEDURE dbo.LoadCased AS
UPDATE c SET Nm = s.Nm FROM dbo.Cased AS c JOIN dbo.CasedStage AS s ON s.Id = c.Id WHERE c.Nm <> s.Nm;
GO
CREATE PROCEDURE dbo.SumOf @Ids dbo.Ids READONLY AS
BEGIN
  DELETE dbo.Totals;
  INSERT dbo.Totals SELECT s.Dept, SUM(s.V) FROM dbo.Stage AS s JOIN @Ids AS i ON i.Id = s.Id GROUP BY s.Dept;
END
GO
CREATE PROCEDURE dbo.LoadTotals AS
BEGIN
  DECLARE @i dbo.Ids;
  INSERT @i SELECT Id FROM dbo.Stage WHERE V > 1;
  EXEC dbo.SumOf @Ids = @i;
END
GO
`;

it('loads as warehouses have them', { timeout: 240_000 }, async () => {
  const exec = `EXEC dbo.MergeNullSafe; EXEC dbo.Reload; EXEC dbo.CountDown; EXEC dbo.LoadDepartments; EXEC dbo.LoadCased;
    EXEC dbo.LoadTotals;`;
  const mutate = "UPDATE dbo.Stage SET Name = NULL, V = 7 WHERE Id = 1; INSERT dbo.Stage VALUES (5,'e','z',5);";
  const targets = ['Merged', 'Reloaded', 'Downwards', 'Departments', 'Cased', 'Totals'].map((name) => `dbo.${name}`);
  const { report } = await migrateScript('loads', SCRIPT, {
    scenario: { steps: [{ exec }, { mutate, exec }], targets },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(found.map(({ id, verdict }) => `${id} ${verdict}`).sort()).toEqual([
    'dbo.CountDown equal',
    'dbo.LoadCased equal',
    'dbo.LoadDepartments equal',
    'dbo.LoadTotals equal',
    'dbo.MergeNullSafe equal',
    'dbo.Reload equal',
    'dbo.SumOf equal',
  ]);
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(12);
  // Values that differ in case are other values under the collation of their columns.
  expect(report.dbt?.tests).toMatchObject({ fail: 0 });
});
