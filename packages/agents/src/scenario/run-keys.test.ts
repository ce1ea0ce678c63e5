import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Src (Id int NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.LoadLog (LoadId int IDENTITY(1,1) NOT NULL PRIMARY KEY, ProcName sysname NOT NULL,
  StartedAt datetime2(0) NOT NULL DEFAULT SYSDATETIME(), EndedAt datetime2(0) NULL, RowsIn int NULL);
CREATE TABLE dbo.DimA (Id int NOT NULL PRIMARY KEY, Code varchar(10) NOT NULL, LoadId int NOT NULL);
CREATE TABLE dbo.FactB (Id int NOT NULL PRIMARY KEY, Amount int NOT NULL, LoadId int NOT NULL);
INSERT dbo.Src VALUES (1,'a',5),(2,'b',7);
INSERT dbo.LoadLog (ProcName) VALUES ('earlier'),('earlier');
GO
CREATE PROCEDURE dbo.StartLoad @ProcName sysname, @LoadId int OUTPUT AS
BEGIN
  INSERT dbo.LoadLog (ProcName) VALUES (@ProcName);
  SET @LoadId = SCOPE_IDENTITY();
END
GO
CREATE PROCEDURE dbo.EndLoad @LoadId int, @Rows int AS
  UPDATE dbo.LoadLog SET EndedAt = SYSDATETIME(), RowsIn = @Rows WHERE LoadId = @LoadId;
GO
CREATE PROCEDURE dbo.LoadDimA AS
BEGIN
  DECLARE @LoadId int, @rows int;
  EXEC dbo.StartLoad @ProcName = 'LoadDimA', @LoadId = @LoadId OUTPUT;
  BEGIN TRY
    MERGE dbo.DimA AS t USING dbo.Src AS s ON t.Id = s.Id
    WHEN MATCHED AND t.Code <> s.Code THEN UPDATE SET Code = s.Code, LoadId = @LoadId
    WHEN NOT MATCHED THEN INSERT (Id, Code, LoadId) VALUES (s.Id, s.Code, @LoadId);
    SET @rows = @@ROWCOUNT;
    EXEC dbo.EndLoad @LoadId, @rows;
  END TRY
  BEGIN CATCH
    EXEC dbo.EndLoad @LoadId, 0;
    THROW;
  END CATCH
END
GO
CREATE PROCEDURE dbo.LoadFactB AS
BEGIN
  DECLARE @id int;
  EXEC dbo.StartLoad 'LoadFactB', @id OUTPUT;
  INSERT dbo.FactB (Id, Amount, LoadId)
  SELECT Id, Amount, @id FROM dbo.Src s WHERE NOT EXISTS (SELECT 1 FROM dbo.FactB f WHERE f.Id = s.Id);
  EXEC dbo.EndLoad @id, @@ROWCOUNT;
END
GO
`;

it('rows that carry the key of a run which is noted in a log of several loads', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.LoadDimA; EXEC dbo.LoadFactB;';
  const mutate = `UPDATE dbo.Src SET Code = 'changed' WHERE Id = 1; INSERT dbo.Src VALUES (3,'c',9);`;
  const { report } = await migrateScript('keys', SCRIPT, {
    scenario: { steps: [{ exec }, { mutate, exec }], targets: ['dbo.DimA', 'dbo.FactB'] },
  });
  const found = report.objects.filter(({ id }) => id.startsWith('dbo.Load') && id !== 'dbo.LoadLog');
  const said = found.map(({ id, verdict, issues, evidence }) => [
    id,
    [verdict, ...issues.map(({ code }) => code), evidence.map(({ rowsSource }) => rowsSource)],
  ]);
  expect(Object.fromEntries(said)).toEqual({
    'dbo.LoadDimA': ['equal', 'analyse-run-key', [2, 3]],
    'dbo.LoadFactB': ['equal', 'analyse-run-key', [2, 3]],
  });
});
