import { expect, it } from 'vitest';
import { migrationCores } from '../cores/migration-cores.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { AgentCores } from '../graph/agent-cores.js';
import { migrateScript } from '../testing/migrate-script.js';

const SCRIPT = `
CREATE TABLE dbo.Source (Code varchar(5) NOT NULL PRIMARY KEY);
CREATE TABLE dbo.AnyOrder (AnyKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL);
CREATE TABLE dbo.InOrder (OrderKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL);
CREATE TABLE dbo.Further (FurtherKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL);
INSERT dbo.Further (Code) VALUES ('y'), ('z');
INSERT dbo.Source VALUES ('a'), ('b'), ('c');
INSERT dbo.AnyOrder (Code) VALUES ('y'), ('z');
INSERT dbo.InOrder (Code) VALUES ('y'), ('z');
GO
CREATE PROCEDURE dbo.LoadAnyOrder AS INSERT INTO dbo.AnyOrder (Code) SELECT Code FROM dbo.Source;
GO
CREATE TABLE dbo.Refreshed (RefreshedKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, Code varchar(5) NOT NULL, Loaded datetime2(0) NOT NULL);
INSERT dbo.Refreshed (Code, Loaded) VALUES ('y', '2020-01-01'), ('z', '2020-01-01');
GO
CREATE PROCEDURE dbo.Refresh AS
DELETE FROM dbo.Refreshed WHERE Code = 'a' AND Loaded < SYSDATETIME();
INSERT INTO dbo.Refreshed (Code, Loaded) SELECT s.Code, SYSDATETIME() FROM dbo.Source AS s
WHERE NOT EXISTS (SELECT 1 FROM dbo.Refreshed AS r WHERE r.Code = s.Code);
GO
CREATE PROCEDURE dbo.LoadInOrder AS INSERT INTO dbo.InOrder (Code) SELECT Code FROM dbo.Source ORDER BY Code;
GO
CREATE PROCEDURE dbo.LoadFurther AS INSERT INTO dbo.Further (Code) SELECT Code FROM dbo.Source;
GO
`;

const BACKWARDS = '4 - row_number()';
const CHANGED: Readonly<Record<string, string>> = {
  'dbo.LoadAnyOrder': BACKWARDS,
  'dbo.LoadInOrder': BACKWARDS,
  'dbo.LoadFurther': '7 + row_number()',
  'dbo.Refresh': '1 + count(*) over () - row_number()',
};

/** The agents, except that models number new rows in another way. */
function renumbering(): AgentCores {
  const cores = migrationCores();
  return {
    ...cores,
    async execute(run, plan, object) {
      const executed = await cores.execute(run, plan, object);
      const numbers = CHANGED[object];
      if (numbers === undefined) return executed;
      const execution = executed.payload as ObjectExecution;
      const models = execution.models.map((model) => ({
        ...model,
        sql: model.sql.replace(/row_number\(\)/i, numbers),
      }));
      return { ...executed, payload: { ...execution, models } };
    },
  };
}

async function outcomes(cores: AgentCores) {
  const { report } = await migrateScript('a', SCRIPT, { cores });
  return Object.fromEntries(
    report.objects
      .filter(({ kind }) => kind === 'procedure')
      .map(({ id, verdict, evidence }) => [
        id,
        [
          verdict,
          ...evidence.map(({ missing, extra, different, rowsSource, tolerances }) =>
            `${rowsSource} ${missing} ${extra} ${different} ${tolerances.join()}`.trim(),
          ),
        ],
      ]),
  );
}

it('keys that SQL Server gives out in any order may stand with other rows, but have to be the same ones', {
  timeout: 240_000,
}, async () => {
  const note = 'new numbers of AnyKey are those of SQL Server, which gives them out in any order';
  const refreshed = note.replace('AnyKey', 'RefreshedKey');
  expect(await outcomes(renumbering())).toEqual({
    'dbo.LoadAnyOrder': ['equal-tolerance', `5 0 0 0 ${note}`, `8 0 0 0 ${note}`],
    'dbo.LoadInOrder': ['tested', '5 0 0 2', '8 0 0 4'],
    'dbo.LoadFurther': ['tested', '5 3 3 0', '8 6 6 0'],
    'dbo.Refresh': ['equal-tolerance', `5 0 0 0 ${refreshed}`, `5 0 0 0 as many ${refreshed}`],
  });
});
