import { CatalogIndex } from '@datamigrate/catalog';
import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { buildStaging } from '../cores/staging.js';
import { decide } from '../planner/decisions.js';
import { planEstate } from '../planner/plan-estate.js';
import { ProjectNames } from '../planner/project-names.js';
import { readModules } from '../planner/read-modules.js';
import { allRows } from '../project/evidence/small-database.js';
import { executeObject } from './execute-object.js';
import { LoweredModels } from './lowered-models.js';

const TABLES = `
CREATE TABLE dbo.Kind (Id int NOT NULL PRIMARY KEY, [Group] nvarchar(20) NULL, Rate decimal(5,2) NOT NULL, Since date NULL, Open_ bit NOT NULL);
CREATE TABLE dbo.Empty (Id int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Written (Id int NOT NULL PRIMARY KEY);
CREATE TABLE dbo.Blank (Id int NOT NULL PRIMARY KEY, Name varchar(9) NOT NULL);
CREATE TABLE dbo.Bytes (Id int NOT NULL PRIMARY KEY, Code varbinary(4) NOT NULL);
CREATE TABLE dbo.Long (Id int NOT NULL PRIMARY KEY);
GO
INSERT INTO dbo.Kind VALUES (1, N'a "b", c', 2.50, '20240131', 1), (2, NULL, 0, NULL, 0);
INSERT INTO dbo.Written VALUES (1);
INSERT INTO dbo.Blank VALUES (1, '');
INSERT INTO dbo.Bytes VALUES (1, 0x01);
INSERT INTO dbo.Long SELECT value FROM GENERATE_SERIES(1, 101);
GO
CREATE PROCEDURE dbo.Write_it AS INSERT INTO dbo.Written VALUES (2);
GO
`;

async function execution(table: string, known = true) {
  const { catalog, database } = loadTemplate([{ name: 's.sql', text: TABLES }]);
  const index = new CatalogIndex(catalog);
  const reader = readModules(database.binder, {});
  const plan = planEstate(catalog, reader);
  const names = new ProjectNames(catalog, plan);
  const planned = plan.objects.find(({ id }) => id === table);
  if (!planned) throw new Error(`no table ${table}`);
  const lowered = new LoweredModels({ catalog: index, reader, names, profile: async () => undefined });
  const inputs = { catalog: index, reader, names, lowered, staging: buildStaging(catalog, names), plan };
  return executeObject(
    { ...inputs, decisions: decide(catalog, reader), rowsOf: (each) => (known ? allRows(database, each) : undefined) },
    { ...planned, models: planned.models.map((model) => ({ ...model, materialized: 'seed' })) },
  );
}

describe('a table that the plan makes a seed', () => {
  it('has its rows in the project, and its staging model reads them', async () => {
    const { seed, models, issues } = await execution('dbo.Kind');
    expect(seed).toMatchObject({
      name: 'dbo__kind',
      instead: { source: 'dbo', table: 'Kind' },
      columns: [
        { name: 'Id', dataType: 'integer' },
        { name: 'Group', dataType: 'varchar' },
        { name: 'Rate', dataType: 'decimal(5,2)' },
        { name: 'Since', dataType: 'date' },
        { name: 'Open_', dataType: 'boolean' },
      ],
      rows: [
        ['1', 'a "b", c', '2.50', '2024-01-31', 'true'],
        ['2', null, '0.00', null, 'false'],
      ],
    });
    expect(models[0]?.sql).toContain("from {{ ref('dbo__kind') }}");
    expect(issues).toEqual([]);
  });

  it.each<[string, string, boolean?]>([
    ['dbo.Empty', 'it has 0 rows'],
    ['dbo.Long', 'it has 101 rows'],
    ['dbo.Written', 'dbo.Write_it writes it'],
    ['dbo.Blank', 'CSV cannot hold all values of Name'],
    ['dbo.Bytes', 'CSV cannot hold all values of Code'],
    ['dbo.Kind', 'its rows are not those of the source', false],
  ])('%s stays a source: %s', async (table, reason, known = true) => {
    const { seed, models, issues } = await execution(table, known);
    expect(seed).toBeUndefined();
    expect(models[0]?.sql).toContain('source(');
    expect(issues.map(({ code }) => code)).toEqual(['plan-seed-refused']);
    expect(issues[0]?.message).toContain(reason);
  });
});
