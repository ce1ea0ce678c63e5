import { loadTemplate } from '@datamigrate/tsql-engine';
import { describe, expect, it } from 'vitest';
import { addressOf, load, objectsOf, serve } from '../../testing/live-database.js';

const SCRIPT = `
CREATE SCHEMA hist;
GO
CREATE TABLE dbo.Customer (
  Id int NOT NULL PRIMARY KEY,
  Email nvarchar(100) MASKED WITH (FUNCTION = 'email()') NULL,
  Phone varchar(20) MASKED WITH (FUNCTION = 'partial(1,"x",1)') NULL,
  Note nvarchar(50) SPARSE NULL,
  ValidFrom datetime2(7) GENERATED ALWAYS AS ROW START HIDDEN NOT NULL,
  ValidTo datetime2(7) GENERATED ALWAYS AS ROW END HIDDEN NOT NULL,
  PERIOD FOR SYSTEM_TIME (ValidFrom, ValidTo)
) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = hist.Customer));
CREATE TABLE dbo.Own (Id int NOT NULL PRIMARY KEY, F datetime2 GENERATED ALWAYS AS ROW START NOT NULL,
  T datetime2 GENERATED ALWAYS AS ROW END NOT NULL, PERIOD FOR SYSTEM_TIME (F, T)) WITH (SYSTEM_VERSIONING = ON);
GO
CREATE PROCEDURE dbo.LoadAll AS UPDATE dbo.Own SET Id = Id;
GO
EXEC msdb.dbo.sp_add_job @job_name = N'Nightly', @enabled = 0, @description = N'All of it';
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Nightly', @step_name = N'Load', @subsystem = N'TSQL',
  @command = N'EXEC dbo.LoadAll', @database_name = N'Shop';
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Nightly', @step_name = N'Tell', @subsystem = N'CmdExec', @command = N'echo done';
EXEC msdb.dbo.sp_add_job @job_name = N'Other';
EXEC msdb.dbo.sp_add_jobstep @job_name = N'Other', @step_name = N'S', @command = N'EXEC dbo.P', @database_name = N'Elsewhere';
`;

const template = loadTemplate([{ name: 'shop.sql', text: SCRIPT }], { name: 'Shop' });

describe('a served database', () => {
  it('has the same masks, sparse columns, versions and jobs as its scripts', async () => {
    const live = await load(addressOf(await serve(template.create()), 'Shop'));
    expect(live.diagnostics).toEqual([]);
    expect(template.diagnostics).toEqual([]);
    expect(objectsOf(live.catalog)).toEqual(objectsOf(template.catalog));
    expect(template.catalog.jobs?.map(({ name }) => name)).toEqual(['Nightly', 'Other']);
    // A server has jobs of many databases: those of others are no matter here.
    expect(live.catalog.jobs).toEqual(template.catalog.jobs?.slice(0, 1));
  });

  it('whose jobs may not be read leaves one gap', async () => {
    const server = await serve(template.create(), {
      onRequest: ({ text }) =>
        text.includes('msdb.dbo.sysjobs')
          ? { number: 229, text: "The SELECT permission was denied on the object 'sysjobs'.", severity: 14 }
          : undefined,
    });
    const live = await load(addressOf(server, 'Shop'));
    expect(live.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      [
        'live-operations-hidden',
        "How the modules are run is not fully known: the jobs of SQL Server Agent cannot be read: The SELECT permission was denied on the object 'sysjobs'.",
      ],
    ]);
    expect(live.catalog.tables).toHaveLength(template.catalog.tables.length);
  });
});
