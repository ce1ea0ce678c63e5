import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import { executeReportProcedure } from '../system/report-procedures.js';
import { renameObject } from './rename-object.js';
import type { Run } from './run.js';

/** Procedures of SQL Server itself that change nothing of the data. */
const WITHOUT_EFFECT =
  /^(sp_dboption|sp_configure|sp_addextendedproperty|sp_updateextendedproperty|sp_dropextendedproperty|sp_addrolemember|sp_droprolemember|sp_adduser|sp_grantdbaccess|sp_addlogin|sp_tableoption|sp_indexoption|sp_updatestats|sp_recompile|sp_refreshview|sp_bindefault|sp_bindrule|sp_fulltext_\w+|sp_db_\w+|sp_changedbowner|sp_getapplock|sp_releaseapplock|sp_set_session_context)$/i;

export function executeSystemProcedure(run: Run, statement: Bound.BoundExecuteProcedure): void {
  const { name } = statement.procedure;
  if (name.toLowerCase() === 'sp_rename') {
    renameObject(run, statement);
    return;
  }
  if (executeReportProcedure(run, statement)) return;
  if (!WITHOUT_EFFECT.test(name)) throw new Refusal(`The system procedure ${name}`);
  run.session.rowCount = 0n;
}
