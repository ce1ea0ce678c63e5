import { expect, it } from 'vitest';
import type { AgentCores } from '../graph/agent-cores.js';
import { alteredModels } from '../testing/altered-models.js';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Sale (Id int NOT NULL PRIMARY KEY, Region int NOT NULL, Amount money NOT NULL, Weight float NOT NULL);
CREATE TABLE dbo.Spread (Region int NOT NULL PRIMARY KEY, Deviation float NULL);
INSERT dbo.Sale VALUES (1, 1, 10.10, 0.1), (2, 1, 20.35, 0.2), (3, 1, 30.70, 0.3), (4, 2, 1.01, 1e16), (5, 2, 7.77, 1),
  (6, 2, 3.33, 2.7), (7, 3, 5, 4);
GO
CREATE VIEW dbo.Deviation AS SELECT Region, STDEV(Amount) AS Deviation FROM dbo.Sale GROUP BY Region;
GO
CREATE VIEW dbo.Weight AS SELECT Id, Weight FROM dbo.Sale;
GO
CREATE PROCEDURE dbo.LoadSpread AS
BEGIN
  TRUNCATE TABLE dbo.Spread;
  INSERT INTO dbo.Spread (Region, Deviation) SELECT Region, STDEV(Weight) FROM dbo.Sale GROUP BY Region;
END
GO
`;

async function outcomes(cores?: AgentCores) {
  const { report } = await migrateScript('floats', SCRIPT, cores ? { cores } : {});
  return report.objects
    .filter(({ kind }) => kind !== 'table')
    .map(({ id, verdict, evidence, issues }) => [
      id,
      verdict,
      [...new Set(evidence.flatMap(({ tolerances }) => tolerances))],
      issues.map(({ code }) => code).filter((code) => code === 'evaluate-rows-differ'),
    ]);
}

it('last digits of floats are a tolerance, further ones a difference', { timeout: 240_000 }, async () => {
  const note = '2 rows of Deviation equal in 14 significant digits; SQL Server leaves further digits of a float open';
  expect(await outcomes()).toEqual([
    ['dbo.Deviation', 'equal-tolerance', [note], []],
    ['dbo.Weight', 'equal', [], []],
    ['dbo.LoadSpread', 'equal-tolerance', [note], []],
  ]);
  const differs = 'evaluate-rows-differ';
  const larger = alteredModels((sql) => sql.replace(/stddev_samp/i, '1.000000000001 * stddev_samp'));
  expect(await outcomes(larger)).toEqual([
    ['dbo.Deviation', 'tested', [], [differs]],
    ['dbo.Weight', 'equal', [], []],
    ['dbo.LoadSpread', 'tested', [], [differs, differs]],
  ]);
});
