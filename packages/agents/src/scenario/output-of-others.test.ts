import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Id int NOT NULL PRIMARY KEY, Kind varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Kind (Kind varchar(5) NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL, Rate int NULL);
CREATE TABLE dbo.Target (Id int NOT NULL PRIMARY KEY, Kind varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Rest (Id int NOT NULL PRIMARY KEY, Kind varchar(5) NULL, Amount int NOT NULL);
CREATE TABLE dbo.Changes (Step varchar(20) NOT NULL, Id int NOT NULL, Was int NULL, Became int NULL, Other int NULL, Name varchar(20) NULL);
CREATE TABLE dbo.Removals (Step varchar(20) NOT NULL, Id int NOT NULL, Was int NULL, Became int NULL, Other int NULL, Name varchar(20) NULL);
CREATE TABLE dbo.Many (Id int NOT NULL, Amount int NOT NULL);
CREATE TABLE dbo.Loose (Id int NOT NULL, Amount int NULL);
INSERT dbo.Source VALUES (1,'a',5),(2,'b',7),(3,'c',9),(5,NULL,1);
INSERT dbo.Kind VALUES ('a','first',2),('b','second',NULL);
INSERT dbo.Target VALUES (1,'a',1),(2,'b',2),(3,'c',3),(4,'a',4),(5,NULL,5);
INSERT dbo.Rest VALUES (1,'a',1),(2,'b',2),(3,'c',3),(4,'a',4),(5,NULL,5);
INSERT dbo.Many VALUES (1,10),(1,20),(2,30);
GO
CREATE PROCEDURE dbo.ChangeTarget AS
BEGIN
  UPDATE t SET Amount = s.Amount
  OUTPUT 'joined', deleted.Id, deleted.Amount, inserted.Amount, s.Amount * 10 + deleted.Amount, s.Kind INTO dbo.Changes
  FROM dbo.Target t JOIN dbo.Source s ON s.Id = t.Id;
  UPDATE t SET Amount = 0
  OUTPUT 'same value', deleted.Id, deleted.Amount, inserted.Amount, s.Amount, k.Name INTO dbo.Changes
  FROM dbo.Target t JOIN dbo.Source s ON s.Id = t.Id JOIN dbo.Kind k ON k.Kind = t.Kind WHERE s.Amount < 7;
  UPDATE t SET Amount = ISNULL(k.Rate, t.Amount + 1)
  OUTPUT 'outer', inserted.Id, deleted.Amount, inserted.Amount, k.Rate, COALESCE(k.Name, 'none') INTO dbo.Changes
  FROM dbo.Target t LEFT JOIN dbo.Kind k ON k.Kind = t.Kind WHERE t.Id > 1;
  UPDATE t SET Amount = t.Amount + o.Amount
  OUTPUT 'itself', inserted.Id, deleted.Amount, inserted.Amount, o.Amount, NULL INTO dbo.Changes
  FROM dbo.Target t JOIN dbo.Target o ON o.Id = t.Id + 1;
END
GO
CREATE PROCEDURE dbo.RemoveRest AS
BEGIN
  DELETE t OUTPUT 'joined', deleted.Id, deleted.Amount, NULL, s.Amount, k.Name INTO dbo.Removals
  FROM dbo.Rest t JOIN dbo.Source s ON s.Id = t.Id JOIN dbo.Kind k ON k.Kind = s.Kind WHERE s.Amount > 5;
  DELETE t OUTPUT 'outer', deleted.Id, deleted.Amount, NULL, k.Rate, ISNULL(k.Name, deleted.Kind) INTO dbo.Removals
  FROM dbo.Rest t LEFT JOIN dbo.Kind k ON k.Kind = t.Kind WHERE t.Id > 3 AND (k.Rate IS NULL OR k.Rate > 1);
  DELETE t OUTPUT 'no match', deleted.Id, deleted.Amount, NULL, s.Amount, NULL INTO dbo.Removals
  FROM dbo.Rest t LEFT JOIN dbo.Source s ON s.Id = t.Id + 10 WHERE s.Id IS NULL AND t.Id = 3;
END
GO
CREATE PROCEDURE dbo.LooseUpdate AS
UPDATE t SET Amount = m.Amount OUTPUT deleted.Id, m.Amount INTO dbo.Loose FROM dbo.Target t JOIN dbo.Many m ON m.Id = t.Id;
GO
CREATE PROCEDURE dbo.LooseValue AS
UPDATE t SET Amount = 0 OUTPUT deleted.Id, m.Amount INTO dbo.Loose FROM dbo.Target t JOIN dbo.Many m ON m.Id = t.Id;
GO
CREATE PROCEDURE dbo.LooseOuter AS
UPDATE t SET Amount = 0 OUTPUT deleted.Id, m.Amount INTO dbo.Loose FROM dbo.Target t LEFT JOIN dbo.Many m ON m.Id = t.Id;
GO
CREATE PROCEDURE dbo.LooseDeleteOuter AS
DELETE t OUTPUT deleted.Id, m.Amount INTO dbo.Loose FROM dbo.Rest t LEFT JOIN dbo.Many m ON m.Id = t.Id WHERE t.Id < 4;
GO
CREATE PROCEDURE dbo.LooseDelete AS
DELETE t OUTPUT deleted.Id, m.Amount INTO dbo.Loose FROM dbo.Rest t JOIN dbo.Many m ON m.Id = t.Id;
GO
`;

it('OUTPUT of UPDATE and DELETE tells of the other tables in FROM', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.ChangeTarget; EXEC dbo.RemoveRest;';
  const mutate = `UPDATE dbo.Source SET Amount = Amount + 3; INSERT dbo.Source VALUES (4,'b',8); INSERT dbo.Kind VALUES ('c','third',6);
    INSERT dbo.Rest VALUES (9,'a',9),(10,NULL,1);`;
  const { report } = await migrateScript('outputs', SCRIPT, {
    scenario: {
      steps: [{ exec }, { mutate, exec }],
      targets: ['dbo.Target', 'dbo.Rest', 'dbo.Changes', 'dbo.Removals'],
    },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const codes = found.map(({ id, verdict, issues }) => [id, [verdict, ...issues.map(({ code }) => code)]]);
  expect(Object.fromEntries(codes)).toEqual({
    'dbo.ChangeTarget': ['equal'],
    'dbo.RemoveRest': ['equal'],
    'dbo.LooseUpdate': ['refused', 'analyse-statement'],
    'dbo.LooseValue': ['refused', 'analyse-statement'],
    'dbo.LooseOuter': ['refused', 'analyse-statement'],
    'dbo.LooseDeleteOuter': ['refused', 'analyse-statement'],
    'dbo.LooseDelete': ['refused', 'analyse-statement'],
  });
  const told = found.flatMap(({ evidence }) => evidence).filter(({ table }) => /Changes|Removals/.test(table ?? ''));
  expect(told.map(({ table, rowsSource }) => [table, rowsSource])).toEqual([
    ['dbo.Changes', 13],
    ['dbo.Changes', 26],
    ['dbo.Removals', 4],
    ['dbo.Removals', 7],
  ]);
});
