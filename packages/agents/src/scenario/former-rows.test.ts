import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Orders (OrderId int NOT NULL PRIMARY KEY, Amount int NOT NULL, ModifiedAt datetime2(0) NOT NULL);
CREATE TABLE dbo.FactOrders (OrderId int NOT NULL PRIMARY KEY, Amount int NOT NULL, ModifiedAt datetime2(0) NOT NULL);
CREATE TABLE dbo.Watermark (Name varchar(50) NOT NULL PRIMARY KEY, LastValue datetime2(0) NOT NULL, RowsLoaded int NULL);
CREATE TABLE dbo.LoadLog (LoadId int IDENTITY(1,1) NOT NULL PRIMARY KEY, Name varchar(50) NOT NULL, RowsIn int NULL);
CREATE TABLE dbo.Stamped (OrderId int NOT NULL, Amount int NOT NULL, LoadId int NOT NULL);
CREATE TABLE dbo.Seen (OrderId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Unseen (OrderId int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Rejects (OrderId int NOT NULL, Reason varchar(20) NOT NULL);
CREATE TABLE dbo.Accepted (OrderId int NOT NULL PRIMARY KEY, Amount int NOT NULL);
INSERT dbo.Orders VALUES (1,5,'2026-01-01'),(2,7,'2026-01-02'),(3,-1,'2026-01-03');
INSERT dbo.Watermark VALUES ('Orders','2025-12-31',0),('Other','2020-01-01',NULL);
INSERT dbo.FactOrders VALUES (1,4,'2025-12-30');
INSERT dbo.LoadLog (Name, RowsIn) VALUES ('first', 0);
INSERT dbo.Seen VALUES (1),(2); INSERT dbo.Unseen VALUES (3);
INSERT dbo.Accepted VALUES (1,4),(9,9);
GO
CREATE PROCEDURE dbo.LoadSinceMark AS
BEGIN
  DECLARE @from datetime2(0) = (SELECT LastValue FROM dbo.Watermark WHERE Name = 'Orders');
  DECLARE @to datetime2(0) = (SELECT MAX(ModifiedAt) FROM dbo.Orders);
  DECLARE @rows int;
  MERGE dbo.FactOrders AS t
  USING (SELECT OrderId, Amount, ModifiedAt FROM dbo.Orders WHERE ModifiedAt > @from AND ModifiedAt <= @to) AS s
    ON t.OrderId = s.OrderId
  WHEN MATCHED AND t.Amount <> s.Amount THEN UPDATE SET Amount = s.Amount, ModifiedAt = s.ModifiedAt
  WHEN NOT MATCHED THEN INSERT (OrderId, Amount, ModifiedAt) VALUES (s.OrderId, s.Amount, s.ModifiedAt);
  SET @rows = @@ROWCOUNT;
  UPDATE dbo.Watermark SET LastValue = ISNULL(@to, LastValue), RowsLoaded = @rows WHERE Name = 'Orders';
END
GO
CREATE PROCEDURE dbo.LoadStamped AS
BEGIN
  DECLARE @id int;
  INSERT dbo.LoadLog (Name) VALUES ('stamped');
  SET @id = SCOPE_IDENTITY();
  INSERT dbo.Stamped (OrderId, Amount, LoadId)
  SELECT o.OrderId, o.Amount, @id FROM dbo.Orders o WHERE NOT EXISTS (SELECT 1 FROM dbo.Stamped f WHERE f.OrderId = o.OrderId);
  UPDATE dbo.LoadLog SET RowsIn = @@ROWCOUNT WHERE LoadId = @id;
END
GO
CREATE PROCEDURE dbo.Exchange AS
BEGIN
  SELECT OrderId INTO #seen FROM dbo.Seen;
  DELETE dbo.Seen;
  INSERT dbo.Seen SELECT OrderId FROM dbo.Unseen;
  DELETE dbo.Unseen;
  INSERT dbo.Unseen SELECT OrderId FROM #seen;
END
GO
CREATE PROCEDURE dbo.LoadAndTell AS
BEGIN
  DECLARE @changed int;
  SELECT COUNT(*) AS RowsBefore FROM dbo.Accepted;
  TRUNCATE TABLE dbo.Rejects;
  INSERT dbo.Rejects SELECT OrderId, 'negative' FROM dbo.Orders WHERE Amount < 0;
  MERGE dbo.Accepted AS t USING (SELECT OrderId, Amount FROM dbo.Orders WHERE Amount >= 0) AS s ON t.OrderId = s.OrderId
  WHEN MATCHED THEN UPDATE SET Amount = s.Amount
  WHEN NOT MATCHED THEN INSERT (OrderId, Amount) VALUES (s.OrderId, s.Amount)
  WHEN NOT MATCHED BY SOURCE THEN DELETE
  OUTPUT $action AS Change, inserted.OrderId AS NewId, deleted.OrderId AS OldId;
  SET @changed = @@ROWCOUNT;
  SELECT @changed AS Changed;
  IF EXISTS (SELECT 1 FROM dbo.Rejects) SELECT Reason, COUNT(*) AS Rejected FROM dbo.Rejects GROUP BY Reason;
END
GO
`;

it('tables that need the rows which each other had, and results beside tables', { timeout: 240_000 }, async () => {
  const exec = 'EXEC dbo.LoadSinceMark; EXEC dbo.LoadStamped; EXEC dbo.Exchange; EXEC dbo.LoadAndTell;';
  const mutate = `INSERT dbo.Orders VALUES (4,8,'2026-01-05'); DELETE dbo.Orders WHERE Amount < 0;
    UPDATE dbo.Orders SET Amount = 50, ModifiedAt = '2026-01-06' WHERE OrderId = 2;`;
  const tables = 'FactOrders Watermark LoadLog Stamped Seen Unseen Rejects Accepted';
  const targets = tables.split(' ').map((name) => `dbo.${name}`);
  const { report } = await migrateScript('former', SCRIPT, {
    scenario: { steps: [{ exec }, { mutate, exec }, { exec }], targets },
  });
  const found = report.objects.filter(({ kind }) => kind === 'procedure');
  const said = found.map(({ id, verdict, issues }) => [id, [verdict, ...new Set(issues.map(({ code }) => code))]]);
  expect(Object.fromEntries(said)).toEqual({
    'dbo.LoadSinceMark': ['equal'],
    'dbo.LoadStamped': ['equal'],
    'dbo.Exchange': ['equal'],
    'dbo.LoadAndTell': ['equal'],
  });
  const compared = found.map(({ id, evidence }) => [id, evidence.length]);
  // Two tables each, in three steps; the last one has three results besides.
  expect(Object.fromEntries(compared)).toEqual({
    'dbo.LoadSinceMark': 6,
    'dbo.LoadStamped': 6,
    'dbo.Exchange': 6,
    'dbo.LoadAndTell': 15,
  });
  const models = found.flatMap(({ models: names }) => names).filter((name) => name.endsWith('_before'));
  expect(models.sort()).toEqual([
    'int_accepted_before',
    'int_load_log_before',
    'int_unseen_before',
    'int_watermark_before',
  ]);
});
