import { expect, it } from 'vitest';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Staged (OrderId int NOT NULL PRIMARY KEY, Qty int NOT NULL);
CREATE TABLE dbo.Fact (FactKey bigint IDENTITY(1,1) NOT NULL PRIMARY KEY, OrderId int NOT NULL, Qty int NOT NULL);
INSERT INTO dbo.Fact (OrderId, Qty) VALUES (1, 10), (2, 20), (3, 30);
INSERT INTO dbo.Staged VALUES (2, 21), (3, 31);
GO
CREATE PROCEDURE dbo.LoadFact AS
DELETE f FROM dbo.Fact AS f WHERE f.OrderId IN (SELECT OrderId FROM dbo.Staged);
INSERT INTO dbo.Fact (OrderId, Qty) SELECT OrderId, Qty FROM dbo.Staged ORDER BY OrderId;
GO
`;

it('numbers rows behind those that the same load has deleted', { timeout: 300_000 }, async () => {
  const { report } = await migrateScript('facts', SCRIPT, {
    scenario: {
      steps: [
        { exec: 'EXEC dbo.LoadFact' },
        { exec: 'EXEC dbo.LoadFact', mutate: 'INSERT INTO dbo.Staged VALUES (4, 41)' },
      ],
      targets: ['dbo.Fact'],
    },
  });
  const load = report.objects.find(({ id }) => id === 'dbo.LoadFact');
  expect([load?.verdict, load?.issues]).toEqual(['equal', []]);
});
