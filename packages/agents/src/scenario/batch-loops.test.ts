import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dbo.Log (Id int NOT NULL PRIMARY KEY, At date NOT NULL, Level char(1) NULL);
CREATE TABLE dbo.Archive (Id int NOT NULL, Level char(1) NULL);
CREATE TABLE dbo.Queue (Id int NOT NULL PRIMARY KEY, Done bit NULL, Note varchar(20) NULL);
CREATE TABLE dbo.Counted (Removed int NULL, Step varchar(10) NOT NULL);
CREATE TABLE dbo.Old (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dbo.Lone (Id int NOT NULL PRIMARY KEY);
INSERT dbo.Source VALUES (1,5),(2,NULL),(3,9),(4,1);
INSERT dbo.Log VALUES (1,'20240101','I'),(2,'20240102','E'),(3,'20240103',NULL),(4,'20240104','I'),(5,'20240105','I'),(6,'20250101','I');
INSERT dbo.Queue VALUES (1,0,NULL),(2,1,'x'),(3,NULL,'y'),(4,0,'z'),(5,0,NULL),(6,0,NULL),(7,1,NULL);
INSERT dbo.Old VALUES (1,1),(2,2),(3,3),(4,4),(5,NULL);
INSERT dbo.Lone VALUES (1),(2),(3);
GO
CREATE PROCEDURE dbo.PurgeLog @KeepFrom date = '20250101', @Batch int = 2 AS
BEGIN
  SET NOCOUNT ON;
  INSERT dbo.Log SELECT s.Id + 100, '20230101', 'S' FROM dbo.Source s WHERE s.Amount > 4 AND s.Id + 100 NOT IN (SELECT Id FROM dbo.Log);
  DECLARE @r int, @all int = 0;
  WHILE 1 = 1
  BEGIN
    BEGIN TRANSACTION;
    DELETE TOP (@Batch) FROM dbo.Log OUTPUT deleted.Id, deleted.Level INTO dbo.Archive WHERE At < @KeepFrom AND Level <> 'E';
    SELECT @r = @@ROWCOUNT, @all = @all + @@ROWCOUNT;
    COMMIT;
    IF @r < @Batch BREAK;
    WAITFOR DELAY '00:00:00';
  END
  INSERT dbo.Counted VALUES (@all, 'purge');
END
GO
CREATE PROCEDURE dbo.WorkQueue AS
BEGIN
  INSERT dbo.Queue (Id, Done) SELECT Id + 100, 0 FROM dbo.Source WHERE Amount IS NOT NULL AND Id + 100 NOT IN (SELECT Id FROM dbo.Queue);
  DECLARE @n int = 1;
  WHILE @n > 0
  BEGIN
    UPDATE TOP (2) q SET Done = 1, Note = CONCAT(Note, '!', (SELECT MAX(Amount) FROM dbo.Source)) FROM dbo.Queue q WHERE Done = 0 OR ISNULL(Done, 0) = 0;
    SET @n = @@ROWCOUNT;
  END
END
GO
CREATE PROCEDURE dbo.ClearOld AS
BEGIN
  INSERT dbo.Old SELECT Id + 10, Amount FROM dbo.Source WHERE Id + 10 NOT IN (SELECT Id FROM dbo.Old);
  WHILE EXISTS (SELECT 1 FROM dbo.Old o WHERE o.Amount IN (SELECT Amount FROM dbo.Source)) DELETE TOP (1) FROM dbo.Old WHERE Amount IN (SELECT Amount FROM dbo.Source);
  WHILE 1 = 1
  BEGIN
    WITH batch AS (SELECT TOP (2) Id, Amount FROM dbo.Old WHERE Amount BETWEEN 3 AND 9 ORDER BY Id DESC)
    UPDATE batch SET Amount = 77;
    IF @@ROWCOUNT < 2 BREAK;
  END
  DECLARE @rows int = 1;
  WHILE @rows > 0
  BEGIN
    WITH batch AS (SELECT TOP (2) * FROM dbo.Old WHERE Amount = 2 ORDER BY Id)
    DELETE FROM batch;
    SET @rows = @@ROWCOUNT;
  END
  SET ROWCOUNT 2;
  WHILE 1 = 1 BEGIN DELETE dbo.Old WHERE Amount IS NULL; IF @@ROWCOUNT = 0 BREAK; END
  SET ROWCOUNT 0;
END
GO
CREATE PROCEDURE dbo.TakeAny AS BEGIN INSERT dbo.Lone SELECT Id + 20 FROM dbo.Source; DELETE TOP (2) FROM dbo.Lone; END
GO
`;

it('rows that loops delete and change in batches until none is left', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.PurgeLog; EXEC dbo.WorkQueue; EXEC dbo.ClearOld;';
  const mutate = `DELETE FROM dbo.Source WHERE Id = 3; INSERT dbo.Source VALUES (5,7),(6,NULL); UPDATE dbo.Source SET Amount = 2 WHERE Id = 1;`;
  const { report } = await migrateScript('batches', SCRIPT, {
    scenario: {
      steps: [
        { exec },
        { mutate, exec: exec.replace('PurgeLog;', "PurgeLog @Batch = 1, @KeepFrom = '20260101';") },
        { exec },
      ],
      targets: ['dbo.Log', 'dbo.Archive', 'dbo.Queue', 'dbo.Counted', 'dbo.Old'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)]]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.PurgeLog': ['equal'],
    'dbo.WorkQueue': ['equal'],
    'dbo.ClearOld': ['equal'],
    'dbo.TakeAny': ['refused', 'analyse-any-rows'],
  });
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(15);
});
