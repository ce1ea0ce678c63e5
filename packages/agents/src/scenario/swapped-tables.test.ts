import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Code varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Fact (Id int NOT NULL, Code varchar(5) NULL, Total int NULL);
CREATE TABLE dbo.Fact_stage (Id int NOT NULL, Code varchar(5) NULL, Total int NULL);
CREATE TABLE dbo.Built (Id int NOT NULL, Code varchar(5) NULL);
CREATE TABLE dbo.Guarded (Id int NOT NULL, N int NULL);
CREATE TABLE dbo.Narrow (Id int NOT NULL);
CREATE TABLE dbo.Wide (Id bigint NOT NULL);
INSERT dbo.Source VALUES (1,'a',5),(2,NULL,7),(3,'c',0),(4,'d',2);
INSERT dbo.Fact VALUES (9,'old',1); INSERT dbo.Built VALUES (7,'was');
GO
CREATE PROCEDURE dbo.SwapFact AS
BEGIN
  TRUNCATE TABLE dbo.Fact_stage;
  INSERT INTO dbo.Fact_stage (Id, Code, Total) SELECT Id, Code, Amount * 2 FROM dbo.Source WHERE Amount > 0;
  BEGIN TRY
    BEGIN TRANSACTION;
    EXEC sp_rename 'dbo.Fact', 'Fact_swap';
    EXEC sp_rename 'dbo.Fact_stage', 'Fact', 'OBJECT';
    EXEC sp_rename @objname = N'[dbo].[Fact_swap]', @newname = N'Fact_stage';
    COMMIT;
  END TRY
  BEGIN CATCH
    IF @@TRANCOUNT > 0 ROLLBACK;
    THROW;
  END CATCH
END
GO
CREATE PROCEDURE dbo.BuildAnew AS
BEGIN
  IF OBJECT_ID('dbo.Built_new') IS NOT NULL DROP TABLE dbo.Built_new;
  IF OBJECT_ID('dbo.Built_old') IS NOT NULL DROP TABLE dbo.Built_old;
  SELECT Id, Code INTO dbo.Built_new FROM dbo.Source WHERE Code IS NOT NULL;
  EXEC sp_rename 'dbo.Built', 'Built_old';
  EXEC sp_rename 'dbo.Built_new', 'Built';
  DROP TABLE dbo.Built_old;
END
GO
CREATE PROCEDURE dbo.LoadGuarded AS
BEGIN
  DECLARE @rc int;
  BEGIN TRANSACTION;
  EXEC @rc = sp_getapplock @Resource = 'LoadGuarded', @LockMode = 'Exclusive', @LockTimeout = 0;
  IF @rc < 0
  BEGIN
    ROLLBACK;
    RAISERROR('another run is at work', 16, 1);
    RETURN 1;
  END
  INSERT dbo.Guarded SELECT Id, @rc FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Guarded g WHERE g.Id = s.Id);
  EXEC sp_releaseapplock @Resource = 'LoadGuarded';
  COMMIT;
END
GO
CREATE PROCEDURE dbo.SwapOthers AS
BEGIN
  TRUNCATE TABLE dbo.Wide;
  INSERT dbo.Wide SELECT Id FROM dbo.Source;
  EXEC sp_rename 'dbo.Narrow', 'Narrow_swap';
  EXEC sp_rename 'dbo.Wide', 'Narrow';
  EXEC sp_rename 'dbo.Narrow_swap', 'Wide';
END
GO
`;

it('tables that change places, tables built anew, and locks', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.SwapFact; EXEC dbo.BuildAnew; EXEC dbo.LoadGuarded;';
  const mutate = `DELETE dbo.Source WHERE Id = 1; INSERT dbo.Source VALUES (5,'e',3);
    UPDATE dbo.Source SET Amount = 100 WHERE Id = 2;`;
  const { report } = await migrateScript('swaps', SCRIPT, {
    scenario: {
      steps: [{ exec }, { mutate, exec }, { exec }],
      targets: ['dbo.Fact', 'dbo.Fact_stage', 'dbo.Built', 'dbo.Guarded'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, issues }) => [id, [verdict, ...new Set(issues.map(({ code }) => code))]]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.SwapFact': ['equal'],
    'dbo.BuildAnew': ['equal'],
    'dbo.LoadGuarded': ['equal'],
    'dbo.SwapOthers': ['refused', 'analyse-statement'],
  });
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(12);
});

const FILLED_BY_OTHERS = `
CREATE TABLE dbo.Loaded (Id int NOT NULL PRIMARY KEY, Code varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Loaded_stage (Id int NOT NULL PRIMARY KEY, Code varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Taken (Id int NOT NULL, Code varchar(5) NULL);
CREATE TABLE dbo.Taken_stage (Id int NOT NULL, Code varchar(5) NULL);
CREATE TABLE dbo.Landing (Id int NOT NULL);
CREATE TABLE dbo.Landed (Id int NOT NULL);
INSERT dbo.Loaded VALUES (1,'was',1); INSERT dbo.Loaded_stage VALUES (1,'a',5),(2,'b',6);
INSERT dbo.Taken VALUES (1,'was'); INSERT dbo.Taken_stage VALUES (1,'a'),(2,NULL);
INSERT dbo.Landing VALUES (1),(2); INSERT dbo.Landed VALUES (8);
GO
CREATE PROCEDURE dbo.SwapLoaded AS
BEGIN
  EXEC sp_rename 'dbo.Loaded', 'Loaded_temp';
  EXEC sp_rename 'dbo.Loaded_stage', 'Loaded';
  EXEC sp_rename 'dbo.Loaded_temp', 'Loaded_stage';
  TRUNCATE TABLE dbo.Loaded_stage;
END
GO
CREATE PROCEDURE dbo.TakeStaged AS
BEGIN
  DROP TABLE dbo.Taken;
  EXEC sp_rename 'dbo.Taken_stage', 'Taken', 'OBJECT';
  SELECT TOP 0 * INTO dbo.Taken_stage FROM dbo.Taken;
END
GO
CREATE PROCEDURE dbo.SwitchLanding AS
BEGIN
  TRUNCATE TABLE dbo.Landed;
  ALTER TABLE dbo.Landing SWITCH TO dbo.Landed;
END
GO
`;

it('tables that others fill, swapped in', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.SwapLoaded; EXEC dbo.TakeStaged; EXEC dbo.SwitchLanding;';
  const mutate = `INSERT dbo.Loaded_stage VALUES (2,'c',7),(3,'d',8); INSERT dbo.Taken_stage VALUES (5,'e');
    INSERT dbo.Landing VALUES (3);`;
  const { report } = await migrateScript('staged', FILLED_BY_OTHERS, {
    scenario: { steps: [{ exec }, { mutate, exec }], targets: ['dbo.Loaded', 'dbo.Taken', 'dbo.Landed'] },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(found.map(({ id, verdict }) => `${id} ${verdict}`).sort()).toEqual([
    'dbo.SwapLoaded equal',
    'dbo.SwitchLanding equal',
    'dbo.TakeStaged equal',
  ]);
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(6);
});
