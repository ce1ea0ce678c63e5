import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.Header (HeaderId int IDENTITY(10,10) NOT NULL PRIMARY KEY, State varchar(8) NOT NULL DEFAULT 'new', Note varchar(9) NULL, Size int NOT NULL DEFAULT (1 + 2));
CREATE TABLE dbo.Line (HeaderId int NULL, Id int NULL);
CREATE TABLE dbo.Picked (Id int NULL, What varchar(9) NOT NULL);
CREATE TABLE dbo.AnyTwo (Id int NOT NULL);
INSERT dbo.Source VALUES (1,'a',5),(2,'b',7),(3,'c',1);
INSERT dbo.Header (State, Note, Size) VALUES ('old', 'x', 9);
GO
CREATE PROCEDURE dbo.OpenHeader AS
BEGIN
  INSERT INTO dbo.Header DEFAULT VALUES;
  DECLARE @h int = SCOPE_IDENTITY();
  INSERT INTO dbo.Line SELECT @h, Id FROM dbo.Source WHERE Amount > 2;
END
GO
CREATE PROCEDURE dbo.Pick AS
BEGIN
  DECLARE @n int = 2;
  INSERT TOP (1) INTO dbo.Picked VALUES (0, 'one');
  INSERT TOP (@n) INTO dbo.Picked SELECT TOP (2) Id, 'largest' FROM dbo.Source ORDER BY Amount DESC, Id;
  INSERT TOP (1) INTO dbo.Picked SELECT Amount, 'by key' FROM dbo.Source WHERE Id = 3;
  INSERT TOP (1) INTO dbo.Picked SELECT SUM(Amount), 'sum' FROM dbo.Source;
  INSERT TOP (2) INTO dbo.Picked SELECT NULL, 'alike' FROM dbo.Source WHERE Amount > 3;
  INSERT TOP (100) PERCENT INTO dbo.Picked SELECT Id, 'all' FROM dbo.Source;
END
GO
CREATE PROCEDURE dbo.PickAny AS INSERT TOP (2) INTO dbo.AnyTwo SELECT Id FROM dbo.Source ORDER BY Id;
GO
`;

it('rows of defaults, and INSERT TOP that takes all rows or any of rows that are alike', {
  timeout: 240_000,
}, async () => {
  const exec = 'EXEC dbo.OpenHeader; EXEC dbo.Pick;';
  const mutate = `DELETE FROM dbo.Source WHERE Id = 2; UPDATE dbo.Source SET Amount = 9 WHERE Id = 3;
    INSERT dbo.Source VALUES (4,'d',1), (5,'e',9);`;
  const { report } = await migrateScript('inserts', SCRIPT, {
    scenario: {
      steps: [{ exec }, { mutate, exec }, { exec }],
      targets: ['dbo.Header', 'dbo.Line', 'dbo.Picked'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(
    Object.fromEntries(found.map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)]])),
  ).toEqual({
    'dbo.OpenHeader': ['equal'],
    'dbo.Pick': ['equal'],
    'dbo.PickAny': ['refused', 'analyse-any-rows'],
  });
  const rows = found.flatMap(({ evidence }) =>
    evidence.map(({ rowsSource, rowsTarget, table }) => [table, rowsSource, rowsTarget]),
  );
  expect(rows).toHaveLength(9);
});
