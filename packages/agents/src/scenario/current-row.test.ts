import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Code varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Stock (Id int NOT NULL PRIMARY KEY, Code varchar(5) NULL, Amount int NOT NULL, Running int NULL, Flag char(1) NULL);
CREATE TABLE dbo.Gone (Id int NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.Pair (A int NOT NULL, B varchar(3) NOT NULL, V int NULL, W int NULL, CONSTRAINT PK_Pair PRIMARY KEY (A, B));
CREATE TABLE dbo.Loose (Id int NULL UNIQUE, V int NULL);
INSERT dbo.Source VALUES (1,'a',5),(2,NULL,7),(3,'c',0),(4,'d',2);
INSERT dbo.Stock VALUES (1,'x',3,NULL,NULL),(7,'y',0,5,'n'),(8,NULL,4,NULL,'z');
INSERT dbo.Pair VALUES (1,'a',1,NULL),(1,'b',2,NULL),(2,'a',NULL,9),(3,'c',7,1);
INSERT dbo.Loose VALUES (1,1);
GO
CREATE PROCEDURE dbo.WorkStock AS
BEGIN
  INSERT dbo.Stock (Id, Code, Amount) SELECT Id + 100, Code, Amount FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Stock k WHERE k.Id = s.Id + 100);
  DECLARE @id int, @code varchar(5), @amount int, @running int = 0;
  DECLARE c CURSOR LOCAL FORWARD_ONLY FOR SELECT Code, Amount FROM dbo.Stock ORDER BY Id FOR UPDATE OF Running, Flag;
  OPEN c;
  FETCH NEXT FROM c INTO @code, @amount;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    SET @running = @running + @amount;
    UPDATE dbo.Stock SET Running = @running, Flag = CASE WHEN @code IS NULL THEN 'n' ELSE Flag END WHERE CURRENT OF c;
    FETCH NEXT FROM c INTO @code, @amount;
  END
  CLOSE c; DEALLOCATE c;
  DECLARE d CURSOR LOCAL FOR SELECT Id, Amount FROM dbo.Stock ORDER BY Amount DESC, Id;
  OPEN d;
  FETCH NEXT FROM d INTO @id, @amount;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    IF @amount = 0
    BEGIN
      INSERT dbo.Gone VALUES (@id, @amount);
      DELETE FROM dbo.Stock WHERE CURRENT OF d;
      FETCH NEXT FROM d INTO @id, @amount;
      CONTINUE;
    END
    UPDATE dbo.Stock SET Code = CONCAT(Code, '!') WHERE CURRENT OF d;
    FETCH NEXT FROM d INTO @id, @amount;
  END
  CLOSE d; DEALLOCATE d;
END
GO
CREATE PROCEDURE dbo.WorkPairs AS
BEGIN
  INSERT dbo.Pair (A, B, V) SELECT Id + 10, ISNULL(Code, 'n'), Amount FROM dbo.Source s WHERE NOT EXISTS (SELECT 1 FROM dbo.Pair p WHERE p.A = s.Id + 10);
  DECLARE @v int;
  DECLARE c CURSOR LOCAL FOR SELECT V FROM dbo.Pair WHERE W IS NULL;
  OPEN c;
  WHILE 1 = 1
  BEGIN
    FETCH NEXT FROM c INTO @v;
    IF @@FETCH_STATUS <> 0 BREAK;
    UPDATE dbo.Pair SET W = ISNULL(@v, 0) * 2 WHERE CURRENT OF c;
  END
  CLOSE c; DEALLOCATE c;
END
GO
CREATE PROCEDURE dbo.WorkLoose AS
BEGIN
  INSERT dbo.Loose SELECT Id + 50, 1 FROM dbo.Source WHERE Id + 50 NOT IN (SELECT Id FROM dbo.Loose);
  DECLARE @v int;
  DECLARE c CURSOR LOCAL FOR SELECT V FROM dbo.Loose;
  OPEN c; FETCH NEXT FROM c INTO @v;
  WHILE @@FETCH_STATUS = 0 BEGIN UPDATE dbo.Loose SET V = 7 WHERE CURRENT OF c; FETCH NEXT FROM c INTO @v; END
END
GO
`;

it('WHERE CURRENT OF a cursor over one table with a key', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.WorkStock; EXEC dbo.WorkPairs;';
  const mutate = `DELETE FROM dbo.Source WHERE Id = 3; INSERT dbo.Source VALUES (5,NULL,0),(9,'x',1);
    UPDATE dbo.Stock SET Amount = 0 WHERE Id = 8; UPDATE dbo.Pair SET W = NULL WHERE A = 2;`;
  const { report } = await migrateScript('current', SCRIPT, {
    scenario: {
      steps: [{ exec }, { mutate, exec }, { exec }],
      targets: ['dbo.Stock', 'dbo.Gone', 'dbo.Pair'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)]]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.WorkStock': ['equal'],
    'dbo.WorkPairs': ['equal'],
    'dbo.WorkLoose': ['refused', 'analyse-loop'],
  });
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(9);
});
