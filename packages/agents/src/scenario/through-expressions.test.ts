import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.New (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dbo.Last (Id int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount int NULL);
CREATE TABLE dbo.Ranked (Id int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount int NULL, Place int NULL, Before int NULL);
CREATE TABLE dbo.Moved (Id int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, Amount int NULL);
CREATE TABLE dbo.Told (Id int NOT NULL, Was int NULL, Becomes int NULL);
CREATE TABLE dbo.Held (Id int NOT NULL PRIMARY KEY, Amount int NULL, Factor int NULL);
CREATE TABLE dbo.Dropped (Id int NOT NULL PRIMARY KEY, Amount int NULL);
CREATE TABLE dbo.Versions (Id int NOT NULL, Amount int NULL, IsCurrent bit NOT NULL);
INSERT INTO dbo.Versions VALUES (1, 1, 0), (1, 2, 1), (2, 3, 1), (3, 4, 0);
CREATE TABLE dbo.Factor (Amount int NOT NULL, Factor int NOT NULL);
INSERT INTO dbo.Factor VALUES (10, 2), (5, 3), (7, 4);
INSERT INTO dbo.Held (Id) VALUES (1), (2), (3), (4);
INSERT INTO dbo.Dropped (Id) VALUES (1), (2), (3), (4);
INSERT INTO dbo.New VALUES (1, 10), (3, NULL), (9, 5);
INSERT INTO dbo.Last VALUES (1, 'HAM', 4), (2, 'HAM', NULL), (3, 'HAM', 8), (4, 'BGO', 2), (5, 'BGO', 1);
INSERT INTO dbo.Ranked (Id, Shop, Amount) SELECT * FROM dbo.Last;
INSERT INTO dbo.Moved SELECT * FROM dbo.Last;
GO
-- What the expression leaves out stays.
CREATE PROCEDURE dbo.KeepLast AS
WITH d AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY Shop ORDER BY Id DESC) AS rn FROM dbo.Last WHERE Amount > 1)
DELETE FROM d WHERE rn > 1;
GO
CREATE PROCEDURE dbo.RankAll AS
WITH r AS (SELECT Place, Before, Amount AS Present, RANK() OVER (ORDER BY Amount DESC) AS rnk FROM dbo.Ranked WHERE Amount IS NOT NULL)
UPDATE r SET Place = rnk, Before = Place
OUTPUT inserted.Id, deleted.Place, inserted.Place INTO dbo.Told
WHERE Present <> 2;
GO
CREATE PROCEDURE dbo.MoveAmounts AS
UPDATE x SET Amount = NewAmount
FROM (SELECT m.Amount, m.Shop AS S, n.Amount AS NewAmount FROM dbo.Moved m JOIN dbo.New n ON n.Id = m.Id) AS x
WHERE S = 'HAM';
GO
-- Nothing says that an amount has one factor.
CREATE PROCEDURE dbo.HoldFactors AS
UPDATE h SET Amount = n.Amount, Factor = f.Factor
FROM dbo.Held h LEFT JOIN dbo.New n ON n.Id = h.Id LEFT JOIN dbo.Factor f ON f.Amount = n.Amount;
GO
CREATE PROCEDURE dbo.DropKnown AS
DELETE d FROM dbo.Dropped d LEFT JOIN dbo.New n ON n.Id = d.Id LEFT JOIN dbo.Factor f ON f.Amount = n.Amount
WHERE f.Factor IS NOT NULL;
GO
-- Rows that are not current neither match nor are closed.
CREATE PROCEDURE dbo.MergeCurrent AS
WITH c AS (SELECT Id AS VersionId, Amount, IsCurrent FROM dbo.Versions WHERE IsCurrent = 1)
MERGE c USING dbo.New AS n ON n.Id = c.VersionId
WHEN MATCHED AND n.Amount IS NOT NULL THEN UPDATE SET Amount = n.Amount
WHEN NOT MATCHED THEN INSERT (VersionId, Amount, IsCurrent) VALUES (n.Id, n.Amount, 1)
WHEN NOT MATCHED BY SOURCE THEN UPDATE SET IsCurrent = 0;
GO
`;

const RUN =
  'EXEC dbo.KeepLast; EXEC dbo.RankAll; EXEC dbo.MoveAmounts; EXEC dbo.HoldFactors; EXEC dbo.DropKnown; EXEC dbo.MergeCurrent;';

it('changes tables through expressions over them', { timeout: 300_000 }, async () => {
  const { report } = await migrateScript('places', SCRIPT, {
    scenario: {
      steps: [
        { exec: RUN },
        {
          mutate: "INSERT INTO dbo.New VALUES (2, 7); INSERT INTO dbo.Ranked (Id, Shop, Amount) VALUES (6, 'OSL', 8);",
          exec: RUN,
        },
      ],
      targets: ['dbo.Last', 'dbo.Ranked', 'dbo.Moved', 'dbo.Told', 'dbo.Held', 'dbo.Dropped', 'dbo.Versions'],
    },
  });
  const procedures = report.objects.filter(({ kind }) => kind === 'procedure');
  expect(procedures.map(({ id, verdict, issues }) => [id, verdict, issues])).toEqual([
    ['dbo.KeepLast', 'equal', []],
    ['dbo.RankAll', 'equal', []],
    ['dbo.MoveAmounts', 'equal', []],
    ['dbo.HoldFactors', 'equal', []],
    ['dbo.DropKnown', 'equal', []],
    ['dbo.MergeCurrent', 'equal', []],
  ]);
});
