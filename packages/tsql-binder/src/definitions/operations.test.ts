import type { Catalog } from '@datamigrate/catalog';
import { parseScript } from '@datamigrate/tsql-syntax';
import { describe, expect, it } from 'vitest';
import { CatalogBuilder } from './catalog-builder.js';

function catalogOf(ddl: string): Catalog {
  const builder = new CatalogBuilder({ name: 'test' });
  for (const { statements } of parseScript(ddl)) {
    for (const statement of statements)
      builder.apply(statement, { text: ddl, ansiNulls: true, quotedIdentifier: true });
  }
  return builder.catalog();
}

const PERIOD = 'f datetime2 GENERATED ALWAYS AS ROW START, t datetime2 GENERATED ALWAYS AS ROW END';
const VERSIONED = `CREATE TABLE a (id int PRIMARY KEY IDENTITY, m varchar(9) DEFAULT 'x', ${PERIOD}, PERIOD FOR SYSTEM_TIME (f, t))`;

describe('masks and sparse columns', () => {
  it.each([
    ["CREATE TABLE a (c int MASKED WITH (FUNCTION = 'default()'))", { mask: 'default()' }],
    [
      "CREATE TABLE a (c int)\nALTER TABLE a ALTER COLUMN c ADD MASKED WITH (FUNCTION = 'random(1, 9)')",
      { mask: 'random(1, 9)' },
    ],
    ["CREATE TABLE a (c int MASKED WITH (FUNCTION = 'default()'))\nALTER TABLE a ALTER COLUMN c DROP MASKED", {}],
    ['CREATE TABLE a (c int SPARSE)', { sparse: true }],
    ['CREATE TABLE a (c int)\nALTER TABLE a ALTER COLUMN c ADD SPARSE', { sparse: true }],
    ['CREATE TABLE a (c int SPARSE)\nALTER TABLE a ALTER COLUMN c DROP SPARSE', {}],
  ])('%s', (ddl, more) => {
    expect(catalogOf(ddl).tables[0]?.columns).toEqual([{ name: 'c', type: { name: 'int' }, nullable: true, ...more }]);
  });
});

describe('system-versioned tables', () => {
  const versions = (ddl: string) => catalogOf(ddl).tables.map(({ name, versioning }) => [name, versioning]);
  const history = { history: { schema: 'dbo', name: 'h' } };

  it.each<readonly [string, readonly unknown[]]>([
    [
      `${VERSIONED} WITH (SYSTEM_VERSIONING = ON)`,
      [
        ['a', { history: { schema: 'dbo', name: expect.stringMatching(/^MSSQL_TemporalHistoryFor_\d+$/) } }],
        [expect.stringMatching(/^MSSQL_TemporalHistoryFor_\d+$/), undefined],
      ],
    ],
    [
      `${VERSIONED} WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h))`,
      [
        ['a', history],
        ['h', undefined],
      ],
    ],
    [
      `${VERSIONED}\nALTER TABLE a SET (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h))`,
      [
        ['a', history],
        ['h', undefined],
      ],
    ],
    [
      `CREATE TABLE h (id int)\nGO\n${VERSIONED} WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h))`,
      [
        ['h', undefined],
        ['a', history],
      ],
    ],
    [
      `${VERSIONED} WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h))\nALTER TABLE a SET (SYSTEM_VERSIONING = OFF)`,
      [
        ['a', undefined],
        ['h', undefined],
      ],
    ],
  ])('%s', (ddl, expected) => expect(versions(ddl)).toEqual(expected));

  it('have a history like the one that SQL Server makes', () => {
    const [, made] = catalogOf(`${VERSIONED} WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h))`).tables;
    expect(made?.columns.map(({ name, nullable, ...rest }) => [name, nullable, Object.keys(rest)])).toEqual([
      ['id', false, ['type']],
      ['m', true, ['type', 'collation']],
      ['f', false, ['type']],
      ['t', false, ['type']],
    ]);
    expect(made).toMatchObject({ indexes: [{ name: 'ix_h', columns: ['t', 'f'] }] });
    expect(made?.primaryKey).toBeUndefined();
  });

  it('lose their period', () => {
    const [table] = catalogOf(`${VERSIONED}\nALTER TABLE a DROP PERIOD FOR SYSTEM_TIME`).tables;
    expect(table?.columns.filter(({ generated }) => generated)).toEqual([]);
  });
});

describe('jobs of SQL Server Agent', () => {
  const STEP = "@step_name = N'S', @subsystem = N'TSQL', @command = N'EXEC dbo.P', @database_name = N'DW'";
  const job = (more: object = {}) => [
    {
      name: 'J',
      enabled: true,
      steps: [{ name: 'S', subsystem: 'TSQL', database: 'DW', command: 'EXEC dbo.P' }],
      ...more,
    },
  ];

  it.each<readonly [string, unknown]>([
    [`EXEC msdb.dbo.sp_add_job @job_name = N'J'\nEXEC msdb.dbo.sp_add_jobstep @job_name = N'J', ${STEP}`, job()],
    [
      `DECLARE @r int, @jobId binary(16)\nEXEC @r = msdb.dbo.sp_add_job @job_name = N'J', @enabled = 0, @job_id = @jobId OUTPUT
       EXEC @r = msdb.dbo.sp_add_jobstep @job_id = @JOBID, ${STEP}`,
      job({ enabled: false }),
    ],
    [
      `EXEC sp_add_job 'J', 1, 'Every night'\nEXEC sp_add_jobstep @job_name = 'j', ${STEP}\nEXEC sp_add_jobserver @job_name = 'J'`,
      job({ description: 'Every night' }),
    ],
    [
      `EXEC sp_add_job 'K'\nEXEC sp_add_jobstep @job_name = 'K', ${STEP}\nEXEC sp_update_job @job_name = 'K', @new_name = 'J', @enabled = 0`,
      job({ enabled: false }),
    ],
    [`EXEC sp_add_job 'J'\nEXEC sp_delete_job @job_name = 'J'`, undefined],
  ])('%s', (script, expected) => expect(catalogOf(script).jobs).toEqual(expected));

  it('have their steps in the order of their numbers', () => {
    const add = (id: number) =>
      `EXEC sp_add_jobstep @job_name = 'J', @step_id = ${id}, @step_name = 'S${id}', @command = ''`;
    const { jobs } = catalogOf(`EXEC sp_add_job 'J'\n${[3, 1, 2].map(add).join('\n')}`);
    expect(jobs?.[0]?.steps.map(({ name }) => name)).toEqual(['S1', 'S2', 'S3']);
  });
});
