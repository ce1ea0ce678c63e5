import { expect, it } from 'vitest';
import { open } from './testing/load.js';
import { folderOf } from './testing/temporary-files.js';

/** As Management Studio writes a job out. */
const SCRIPT = `
CREATE PROCEDURE dbo.First AS SELECT 1;
GO
CREATE PROCEDURE etl.Second AS SELECT 2;
GO
USE [msdb]
GO
BEGIN TRANSACTION
DECLARE @ReturnCode INT
SELECT @ReturnCode = 0
IF NOT EXISTS (SELECT name FROM msdb.dbo.syscategories WHERE name=N'Load' AND category_class=1)
BEGIN
EXEC @ReturnCode = msdb.dbo.sp_add_category @class=N'JOB', @type=N'LOCAL', @name=N'Load'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
END
DECLARE @jobId BINARY(16)
EXEC @ReturnCode = msdb.dbo.sp_add_job @job_name=N'Nightly', @enabled=1, @job_id = @jobId OUTPUT
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'Both', @step_id=1, @subsystem=N'TSQL',
  @command=N'IF 1 = 1 EXEC etl.Second
EXEC DW.dbo.First; EXEC dbo.Gone', @database_name=N'DW'
IF (@@ERROR <> 0 OR @ReturnCode <> 0) GOTO QuitWithRollback
EXEC @ReturnCode = msdb.dbo.sp_add_jobstep @job_id=@jobId, @step_name=N'Elsewhere', @step_id=2, @subsystem=N'TSQL',
  @command=N'EXEC dbo.First', @database_name=N'Other'
EXEC @ReturnCode = msdb.dbo.sp_add_jobserver @job_id = @jobId, @server_name = N'(local)'
COMMIT TRANSACTION
GOTO EndSave
QuitWithRollback:
    IF (@@TRANCOUNT > 0) ROLLBACK TRANSACTION
EndSave:
GO
`;

it('takes jobs from the scripts that Management Studio writes, and the order of their calls', async () => {
  const { codes, loaded } = await open(`${folderOf({ 'DW/jobs.sql': `CREATE SCHEMA etl;\nGO\n${SCRIPT}` })}/DW`);
  expect(codes).toEqual([]);
  expect(loaded.catalog.jobs).toMatchObject([
    { name: 'Nightly', enabled: true, steps: [{ name: 'Both' }, { name: 'Elsewhere' }] },
  ]);
  expect(loaded.called).toEqual([
    { schema: 'etl', name: 'Second' },
    { schema: 'dbo', name: 'First' },
  ]);
});
