import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, Scenario } from '@datamigrate/contracts';
import { expect, it } from 'vitest';
import { migrationCores } from '../cores/migration-cores.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { AgentCores } from '../graph/agent-cores.js';
import { type Migrated, migrateScript } from '../testing/migrate-script.js';

const SHOP = `
CREATE TABLE dbo.Sale (SaleId int NOT NULL PRIMARY KEY, Shop varchar(10) NOT NULL, SoldOn date NOT NULL, Amount decimal(9,2) NOT NULL);
CREATE TABLE dbo.ShopTotal (Shop varchar(10) NOT NULL, Total decimal(12,2) NOT NULL);
CREATE TABLE dbo.DayLog (LoggedFor date NOT NULL, Sales int NOT NULL);
GO
INSERT INTO dbo.Sale VALUES (1, 'HAM', '20240105', 10.50), (2, 'HAM', '20240107', 4.25), (3, 'BGO', '20240110', 7.00);
INSERT INTO dbo.DayLog VALUES ('20231231', 9);
GO
CREATE PROCEDURE dbo.LoadShopTotal AS
TRUNCATE TABLE dbo.ShopTotal;
INSERT INTO dbo.ShopTotal (Shop, Total) SELECT Shop, SUM(Amount) FROM dbo.Sale GROUP BY Shop;
GO
CREATE PROCEDURE dbo.LogDay @AsOf date AS
INSERT INTO dbo.DayLog (LoggedFor, Sales) SELECT @AsOf, COUNT(*) FROM dbo.Sale WHERE SoldOn <= @AsOf;
GO
CREATE PROCEDURE dbo.ReportShops @Least decimal(9,2) = 5 AS
SELECT Shop, Total FROM dbo.ShopTotal WHERE Total >= @Least ORDER BY Total DESC;
GO
CREATE VIEW dbo.LastLog AS SELECT MAX(LoggedFor) AS LoggedFor FROM dbo.DayLog;
GO
`;

const migrate = (cores: AgentCores, options: { scenario?: Scenario; keepSteps?: boolean } = {}): Promise<Migrated> =>
  migrateScript('shop', SHOP, { cores, ...options });

/** Verdict, and of each step the rows of both sides and how many differ. */
function outcomeOf({ objects }: Report, id: string) {
  const object = objects.find((each) => each.id === id);
  const steps = (object?.evidence ?? []).map(
    ({ step, table, rowsSource, rowsTarget, missing, extra, different }) =>
      `${step} ${table} ${rowsSource}/${rowsTarget} ${missing + extra + different}`,
  );
  return { verdict: object?.verdict, steps, codes: object?.issues.map(({ code }) => code) };
}

/** The agents, except that what they make of one procedure is changed. */
function changed(id: string, change: (execution: ObjectExecution) => ObjectExecution): AgentCores {
  const cores = migrationCores();
  return {
    ...cores,
    async execute(run, plan, object) {
      const executed = await cores.execute(run, plan, object);
      return object === id ? { ...executed, payload: change(executed.payload as ObjectExecution) } : executed;
    },
  };
}

const DATE = '2024-01-07';
const GIVEN: Scenario = {
  steps: [
    { exec: `EXEC dbo.LoadShopTotal; EXEC dbo.LogDay '${DATE}';` },
    {
      mutate: "INSERT INTO dbo.Sale VALUES (4, 'RTM', '20240111', 99.99); DELETE FROM dbo.DayLog WHERE Sales = 9;",
      exec: "EXEC dbo.LogDay @AsOf = '20240131'",
    },
    { mutate: "UPDATE dbo.ShopTotal SET Total = 4 WHERE Shop = 'BGO'", exec: 'EXEC dbo.ReportShops @Least = 4.5' },
  ],
  targets: ['dbo.ShopTotal', '[DayLog]'],
};

it('proves reload, append and report on the rows of each step', { timeout: 120_000 }, async () => {
  const { report, out } = await migrate(migrationCores(), { scenario: GIVEN, keepSteps: true });
  expect(outcomeOf(report, 'dbo.LoadShopTotal')).toEqual({
    verdict: 'equal',
    steps: ['1 dbo.ShopTotal 2/2 0', '2 dbo.ShopTotal 2/2 0', '3 dbo.ShopTotal 2/2 0'],
    codes: [],
  });
  expect(outcomeOf(report, 'dbo.LogDay')).toEqual({
    verdict: 'equal',
    steps: ['1 dbo.DayLog 2/2 0', '2 dbo.DayLog 2/2 0', '3 dbo.DayLog 2/2 0'],
    codes: [],
  });
  expect(outcomeOf(report, 'dbo.ReportShops')).toEqual({
    verdict: 'equal',
    steps: ['3 dbo.ReportShops 1/1 0'],
    codes: [],
  });
  const folder = join(out, '.datamigrate', 'scenario');
  expect([1, 2, 3].map((step) => existsSync(join(folder, `step-${step}.duckdb`)))).toEqual([true, true, true]);
});

it('calls every procedure twice when nobody gives a scenario, and notices a model that forgets', {
  timeout: 120_000,
}, async () => {
  const forgetful = changed('dbo.LogDay', (execution) => ({
    ...execution,
    models: execution.models.map(({ config: _append, ...model }) => ({
      ...model,
      materialized: 'table',
      sql: model.sql.replaceAll('is_incremental()', 'false'),
    })),
  }));
  const { report, out } = await migrate(forgetful);
  expect(outcomeOf(report, 'dbo.LoadShopTotal')).toEqual({
    verdict: 'equal',
    steps: ['1 dbo.ShopTotal 2/2 0', '2 dbo.ShopTotal 2/2 0'],
    codes: [],
  });
  expect(outcomeOf(report, 'dbo.ReportShops')).toMatchObject({
    verdict: 'equal',
    steps: ['1 dbo.ReportShops 2/2 0', '2 dbo.ReportShops 2/2 0'],
  });
  const logged = outcomeOf(report, 'dbo.LogDay');
  expect(logged.verdict).not.toMatch(/^equal/);
  expect(logged.steps[1]).toMatch(/^2 dbo.DayLog 3\/\d [1-9]$/);
  expect(logged.codes).toEqual(expect.arrayContaining(['evaluate-proposed-value', 'evaluate-rows-differ']));
  expect(JSON.stringify(report)).toContain('@AsOf = 2024-01-10, the latest date in dbo.Sale.SoldOn');
  expect(existsSync(join(out, '.datamigrate', 'scenario'))).toBe(false);
});

it('calls nothing equal in a scenario with a target that differs, and takes errors as they are', {
  timeout: 120_000,
}, async () => {
  const scenario: Scenario = {
    steps: [
      { exec: 'EXEC dbo.LoadShopTotal' },
      {
        mutate: "INSERT INTO dbo.Sale VALUES (5, 'OSL', '20240112', 1.00)",
        exec: "EXEC dbo.LoadShopTotal; THROW 50001, 'too late', 1;",
      },
      { exec: "EXEC dbo.LogDay '20240131'; UPDATE dbo.Sale SET Amount = 0 WHERE SaleId = 1;" },
    ],
    targets: ['dbo.ShopTotal', 'dbo.DayLog', 'dbo.Sale'],
  };
  const { report } = await migrate(migrationCores(), { scenario });
  expect(outcomeOf(report, 'dbo.LoadShopTotal')).toMatchObject({
    steps: ['1 dbo.ShopTotal 2/2 0', '2 dbo.ShopTotal 3/3 0', '3 dbo.ShopTotal 3/3 0'],
    codes: ['evaluate-step-error', 'evaluate-scenario-differs'],
  });
  expect(report.objects.filter(({ kind, verdict }) => kind === 'procedure' && verdict.startsWith('equal'))).toEqual([]);
  expect(outcomeOf(report, 'dbo.ReportShops').codes).toEqual(['evaluate-skipped']);
});
