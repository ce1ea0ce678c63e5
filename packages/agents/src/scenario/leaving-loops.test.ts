import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Code varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Level (Id int NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Seen (Id int NOT NULL, What varchar(9) NOT NULL);
CREATE TABLE dbo.Tries (N int NOT NULL, Total int NULL, What varchar(9) NOT NULL);
CREATE TABLE dbo.Stopped (Id int NOT NULL);
INSERT dbo.Source VALUES (1,'a',5),(2,NULL,7),(3,'c',0),(4,'d',2);
INSERT dbo.Level VALUES (1,1),(2,2);
GO
CREATE PROCEDURE dbo.SeeRows AS
BEGIN
  DECLARE @id int, @code varchar(5), @amount int;
  DECLARE c CURSOR LOCAL FAST_FORWARD FOR SELECT Id, Code, Amount FROM dbo.Source;
  OPEN c;
  FETCH NEXT FROM c INTO @id, @code, @amount;
  WHILE @@FETCH_STATUS <> -1
  BEGIN
    IF @amount = 0
    BEGIN
      INSERT dbo.Seen VALUES (@id, 'nothing');
      FETCH NEXT FROM c INTO @id, @code, @amount;
      CONTINUE;
    END
    IF @code IS NULL BEGIN FETCH NEXT FROM c INTO @id, @code, @amount; CONTINUE; END
    INSERT dbo.Seen VALUES (@id, @code);
    FETCH NEXT FROM c INTO @id, @code, @amount;
  END
  CLOSE c; DEALLOCATE c;
  DECLARE d CURSOR LOCAL FOR SELECT Id, Amount FROM dbo.Source;
  OPEN d;
  WHILE 1 = 1
  BEGIN
    FETCH NEXT FROM d INTO @id, @amount;
    IF @@FETCH_STATUS <> 0 BREAK;
    IF @amount > 4 CONTINUE;
    INSERT dbo.Seen VALUES (@id, 'small');
  END
  CLOSE d; DEALLOCATE d;
END
GO
CREATE PROCEDURE dbo.Raise AS
BEGIN
  INSERT dbo.Level SELECT Id + 10, Amount FROM dbo.Source WHERE Id + 10 NOT IN (SELECT Id FROM dbo.Level);
  DECLARE @n int = 0, @sum int;
  WHILE @n < 6
  BEGIN
    SET @n = @n + 1;
    SELECT @sum = SUM(Amount) FROM dbo.Level;
    IF @sum > 60 BREAK;
    UPDATE dbo.Level SET Amount = Amount + @n;
    IF @n % 2 = 0 CONTINUE;
    INSERT dbo.Tries VALUES (@n, @sum, 'odd');
    IF EXISTS (SELECT 1 FROM dbo.Level WHERE Amount = 14) CONTINUE;
    INSERT dbo.Tries VALUES (@n, @sum, 'no 14');
  END
  INSERT dbo.Tries VALUES (@n, @sum, 'end');
  DECLARE @p bigint = 1;
  WHILE 1 = 1
  BEGIN
    INSERT dbo.Tries VALUES (@p, NULL, 'power');
    SET @p = @p * 3;
    IF @p > (SELECT MAX(Id) * 4 FROM dbo.Source) BREAK;
    SET @n = @n + 1;
  END
  INSERT dbo.Tries VALUES (@p, NULL, 'above');
END
GO
CREATE PROCEDURE dbo.StopEarly AS
BEGIN
  DECLARE @id int, @amount int;
  DECLARE c CURSOR LOCAL FOR SELECT Id, Amount FROM dbo.Source ORDER BY Id;
  OPEN c; FETCH NEXT FROM c INTO @id, @amount;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    IF @amount = 0 BREAK;
    INSERT dbo.Stopped VALUES (@id);
    FETCH NEXT FROM c INTO @id, @amount;
  END
END
GO
`;

it('loops that BREAK and CONTINUE leave: cursors, rounds written out and states', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.SeeRows; EXEC dbo.Raise;';
  const mutate = `DELETE FROM dbo.Source WHERE Id = 3; INSERT dbo.Source VALUES (5,NULL,0),(9,'x',1);
    UPDATE dbo.Source SET Amount = 14 WHERE Id = 1; UPDATE dbo.Level SET Amount = 0 WHERE Id < 12;`;
  const { report } = await migrateScript('leaving', SCRIPT, {
    scenario: {
      steps: [{ exec }, { mutate, exec }, { exec }],
      targets: ['dbo.Seen', 'dbo.Level', 'dbo.Tries'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)]]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.SeeRows': ['equal'],
    'dbo.Raise': ['equal'],
    'dbo.StopEarly': ['refused', 'analyse-loop'],
  });
  expect(found.flatMap(({ evidence }) => evidence)).toHaveLength(9);
});
