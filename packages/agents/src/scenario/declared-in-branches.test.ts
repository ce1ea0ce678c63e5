import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Amount int NOT NULL);
CREATE TABLE dbo.Branches (What varchar(20) NOT NULL, N int NULL);
CREATE TABLE dbo.Rounds (What varchar(20) NOT NULL, Round int NOT NULL, N int NULL);
CREATE TABLE dbo.Walk (Id int NOT NULL, N int NULL);
INSERT dbo.Source VALUES (1,5),(2,7),(3,0),(4,2);
GO
CREATE PROCEDURE dbo.Helper @n int, @out int OUTPUT AS
BEGIN
  IF @n > 5 BEGIN DECLARE @inner int = @n * 10; END
  SET @out = @inner;
END
GO
CREATE FUNCTION dbo.Large (@n int) RETURNS int AS
BEGIN
  IF @n > 4 BEGIN DECLARE @large int = @n; END
  RETURN @large;
END
GO
CREATE PROCEDURE dbo.Branch @least int = 3 AS
BEGIN
  IF (SELECT COUNT(*) FROM dbo.Source) < @least
  BEGIN
    DECLARE @few int = 1, @none int; DECLARE @list TABLE (N int NOT NULL);
    INSERT @list VALUES (1);
  END
  ELSE
    DECLARE @many int = 2;
  IF 1 = 0 BEGIN DECLARE @never int = 3; DECLARE @empty TABLE (N int NOT NULL); INSERT @empty VALUES (1); END
  INSERT dbo.Branches VALUES ('few', @few), ('none', @none), ('many', @many), ('never', @never);
  INSERT dbo.Branches SELECT 'list', N FROM @list;
  INSERT dbo.Branches SELECT 'empty', COUNT(*) FROM @empty;
  INSERT dbo.Branches SELECT 'large', dbo.Large(Amount) FROM dbo.Source;
  DECLARE @o int;
  EXEC dbo.Helper 7, @o OUTPUT; INSERT dbo.Branches VALUES ('seven', @o);
  EXEC dbo.Helper 2, @o OUTPUT; INSERT dbo.Branches VALUES ('two', @o);
END
GO
CREATE PROCEDURE dbo.Round AS
BEGIN
  DECLARE @i int = 0;
  WHILE @i < 4
  BEGIN
    SET @i = @i + 1;
    DECLARE @sum int, @fresh int = 0; DECLARE @rows TABLE (N int NOT NULL);
    SET @sum = ISNULL(@sum, 0) + @i;
    SET @fresh = @fresh + @i;
    INSERT @rows VALUES (@i);
    IF @i % 2 = 0 BEGIN DECLARE @even int = @i; END
    INSERT dbo.Rounds VALUES ('sum', @i, @sum), ('fresh', @i, @fresh), ('even', @i, @even);
    INSERT dbo.Rounds SELECT 'rows', @i, COUNT(*) FROM @rows;
  END
END
GO
CREATE PROCEDURE dbo.WalkRows AS
BEGIN
  DECLARE @id int, @amount int;
  DECLARE c CURSOR LOCAL FOR SELECT Id, Amount FROM dbo.Source ORDER BY Id;
  OPEN c; FETCH NEXT FROM c INTO @id, @amount;
  WHILE @@FETCH_STATUS = 0
  BEGIN
    DECLARE @last int, @inside int;
    IF @amount > 1 SET @last = @amount;
    IF @amount > 4 BEGIN DECLARE @double int = @amount * 2; INSERT dbo.Walk VALUES (@id, @double); END
    INSERT dbo.Walk VALUES (@id, @last);
    FETCH NEXT FROM c INTO @id, @amount;
  END
END
GO
`;

it('variables that branches and loops declare', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.Branch; EXEC dbo.Round; EXEC dbo.WalkRows;';
  const mutate = 'DELETE FROM dbo.Source WHERE Id IN (2, 4); UPDATE dbo.Source SET Amount = 1 WHERE Id = 1;';
  const { report } = await migrateScript('declared', SCRIPT, {
    scenario: { steps: [{ exec }, { mutate, exec }], targets: ['dbo.Branches', 'dbo.Rounds', 'dbo.Walk'] },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)]]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.Helper': expect.anything(),
    'dbo.Branch': ['equal'],
    'dbo.Round': ['equal'],
    'dbo.WalkRows': ['equal'],
  });
  expect(found.flatMap(({ evidence }) => evidence).filter(({ rowsSource }) => rowsSource > 0)).toHaveLength(6);
});
