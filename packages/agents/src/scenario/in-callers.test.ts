import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TYPE dbo.Numbers AS TABLE (N int NOT NULL, What varchar(10) NULL);
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Target (Id int NOT NULL PRIMARY KEY, Amount int NOT NULL, Label varchar(10) NULL);
CREATE TABLE dbo.Counted (N int NOT NULL, What varchar(10) NULL);
CREATE TABLE dbo.Lost (N int NOT NULL);
INSERT dbo.Source VALUES (1, 5), (2, 7), (3, 0);
GO
CREATE PROCEDURE dbo.Clean AS
BEGIN
  DELETE FROM #work WHERE Amount = 0;
  UPDATE #work SET Label = 'large' WHERE Amount > 6;
  IF NOT EXISTS (SELECT 1 FROM #work) PRINT 'nothing is left';
END
GO
CREATE PROCEDURE dbo.Keep @rows dbo.Numbers READONLY, @least int AS
BEGIN
  SET NOCOUNT ON;
  DELETE FROM dbo.Counted;
  INSERT dbo.Counted SELECT N, What FROM @rows WHERE N >= @least;
END
GO
CREATE PROCEDURE dbo.LoadAll AS
BEGIN
  SELECT Id, Amount, CAST(NULL AS varchar(10)) AS Label INTO #work FROM dbo.Source;
  EXEC dbo.Clean;
  TRUNCATE TABLE dbo.Target;
  INSERT dbo.Target SELECT Id, Amount, Label FROM #work;
END
GO
CREATE PROCEDURE dbo.CountAll AS
BEGIN
  DECLARE @n dbo.Numbers;
  INSERT @n SELECT Amount, 'kept' FROM dbo.Source;
  EXEC dbo.Keep @n, 1;
END
GO
CREATE PROCEDURE dbo.KeepNothing AS EXEC dbo.Keep @least = 1;
GO
CREATE PROCEDURE dbo.Forget AS DELETE FROM #gone;
GO
CREATE PROCEDURE dbo.LoadLost AS
BEGIN
  SELECT Id INTO #gone FROM dbo.Source;
  EXEC dbo.Forget;
  INSERT dbo.Lost SELECT Id * RAND(CHECKSUM(NEWID())) FROM #gone;
END
GO
CREATE PROCEDURE dbo.NeverCalled AS DELETE FROM #nobody;
GO
CREATE PROCEDURE dbo.NotReached AS DELETE FROM #late;
GO
CREATE PROCEDURE dbo.Reach AS
BEGIN
  CREATE TABLE #late (N int);
  IF 1 = 0 EXEC dbo.NotReached;
  SELECT Id FROM dbo.Source;
END
GO
`;

it('what works on tables of its caller is converted where a caller is', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.LoadAll; EXEC dbo.CountAll;';
  const mutate = 'INSERT dbo.Source VALUES (4, 9); UPDATE dbo.Source SET Amount = 1 WHERE Id = 2;';
  const { report } = await migrateScript('callers', SCRIPT, {
    scenario: { steps: [{ exec }, { mutate, exec }], targets: ['dbo.Target', 'dbo.Counted'] },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const outcomes = found.map(({ id, verdict, statements, issues }) => [
    id,
    [
      verdict,
      `${statements.converted}/${statements.absorbed}/${statements.refused}`,
      ...issues.map(({ code }) => code),
    ],
  ]);
  expect(Object.fromEntries(outcomes)).toEqual({
    'dbo.Clean': ['equal', '4/1/0', 'plan-in-callers'],
    'dbo.Keep': ['equal', '3/1/0', 'plan-in-callers'],
    'dbo.KeepNothing': ['refused', '0/0/2', 'plan-call-refused'],
    'dbo.LoadAll': ['equal', '5/0/0'],
    'dbo.CountAll': ['equal', '4/0/0'],
    'dbo.Forget': ['refused', '0/0/2', 'analyse-unbound', 'plan-owner-refused', 'bind-unknown-object'],
    'dbo.LoadLost': ['refused', '0/0/4', 'lower-nondeterministic'],
    'dbo.NeverCalled': ['refused', '0/0/2', 'analyse-unbound', 'plan-unbound', 'bind-unknown-object'],
    'dbo.NotReached': ['refused', '0/0/2', 'analyse-unbound', 'plan-unbound', 'bind-unknown-object'],
    'dbo.Reach': ['tested', '3/2/0', 'evaluate-skipped'],
  });
});
