import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Amount int NOT NULL, Owner nvarchar(128) NULL);
CREATE TABLE dbo.Dim (Id int NOT NULL PRIMARY KEY, Amount int NULL, CreatedBy nvarchar(128) NOT NULL DEFAULT (suser_sname()),
  CreatedOn datetime NOT NULL DEFAULT (getdate()), Host varchar(50) NULL DEFAULT (host_name()), Db sysname NULL, Server nvarchar(128) NULL,
  App nvarchar(128) NULL, ChangedBy varchar(30) NULL);
CREATE TABLE dbo.Facts (Id int NOT NULL, LoadedBy varchar(100) NULL);
CREATE TABLE dbo.ByUser (LoadedBy varchar(100) NULL, N int NOT NULL);
CREATE TABLE dbo.Mine (Id int NOT NULL);
CREATE TABLE dbo.Ours (Id int NOT NULL);
CREATE TABLE dbo.Theirs (Id int NOT NULL, Who nvarchar(128) NULL);
INSERT dbo.Source VALUES (1, 5, 'sa'), (2, 7, 'ann');
INSERT dbo.Dim (Id, Amount) VALUES (1, 4);
GO
CREATE PROCEDURE dbo.LoadDim AS
BEGIN
  DECLARE @who sysname = SYSTEM_USER;
  SELECT Id, Amount, USER_NAME() AS Who INTO #new FROM dbo.Source;
  UPDATE d SET Amount = s.Amount, ChangedBy = CASE WHEN s.Amount > 5 THEN LEFT(CURRENT_USER, 30) ELSE d.ChangedBy END, App = APP_NAME()
  FROM dbo.Dim d JOIN #new s ON s.Id = d.Id AND s.Who IS NOT NULL;
  INSERT dbo.Dim (Id, Amount, Db, Server, App, ChangedBy)
  SELECT Id, Amount, DB_NAME(), @@SERVERNAME, UPPER(ORIGINAL_LOGIN()), @who FROM dbo.Source s
  WHERE NOT EXISTS (SELECT * FROM dbo.Dim d WHERE d.Id = s.Id);
END
GO
CREATE PROCEDURE dbo.LoadFacts @user sysname = NULL AS
BEGIN
  IF @user IS NULL SET @user = SUSER_SNAME();
  TRUNCATE TABLE dbo.Facts;
  INSERT dbo.Facts SELECT DISTINCT Id, @user FROM dbo.Source UNION SELECT Id + 100, 'load by ' + HOST_NAME() FROM dbo.Source;
END
GO
CREATE PROCEDURE dbo.CountByUser AS
BEGIN
  TRUNCATE TABLE dbo.ByUser;
  INSERT dbo.ByUser SELECT LoadedBy, COUNT(*) FROM dbo.Facts WHERE LoadedBy <> 'x' GROUP BY LoadedBy;
END
GO
CREATE PROCEDURE dbo.LoadMine AS
INSERT dbo.Mine SELECT Id FROM dbo.Source WHERE Owner = SUSER_SNAME();
GO
CREATE PROCEDURE dbo.LoadOurs AS
BEGIN
  SELECT Id, Owner, SUSER_SNAME() AS Me INTO #all FROM dbo.Source;
  INSERT dbo.Ours SELECT Id FROM #all WHERE Owner = Me;
END
GO
CREATE PROCEDURE dbo.LoadTheirs AS
INSERT dbo.Theirs SELECT Id, SUSER_SNAME(0x01) FROM dbo.Source;
GO
`;

it('who runs a load stands in its rows, and never decides which there are', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.LoadDim; EXEC dbo.LoadFacts; EXEC dbo.CountByUser;';
  const mutate = 'INSERT dbo.Source VALUES (3, 9, NULL); UPDATE dbo.Source SET Amount = 8 WHERE Id = 1;';
  const { report, out } = await migrateScript('audit', SCRIPT, {
    scenario: { steps: [{ exec }, { mutate, exec }], targets: ['dbo.Dim', 'dbo.Facts', 'dbo.ByUser'] },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, fidelity, issues }) => [
    id,
    [verdict, fidelity, ...issues.map(({ code }) => code)],
  ]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.LoadDim': ['equal', 'normalised'],
    'dbo.LoadFacts': ['equal', 'normalised'],
    'dbo.CountByUser': ['equal', 'normalised'],
    'dbo.LoadMine': ['refused', 'refused', 'lower-run-decides'],
    'dbo.LoadOurs': ['refused', 'refused', 'lower-run-decides'],
    'dbo.LoadTheirs': ['refused', 'refused', 'lower-nondeterministic'],
  });
  expect(found.flatMap(({ evidence }) => evidence).map(({ rowsSource }) => rowsSource)).toEqual([2, 3, 4, 6, 2, 2]);
  const described = readFileSync(join(out, 'models', 'marts', 'audit', '_audit__models.yml'), 'utf8').replace(
    /\s+/g,
    ' ',
  );
  expect(described).toContain('ORIGINAL_LOGIN is the user who runs dbt');
  expect(described).toContain("DB_NAME is 'audit', as the source is called");
});
