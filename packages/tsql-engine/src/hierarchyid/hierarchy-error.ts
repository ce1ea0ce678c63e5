import { type SqlError, sqlError } from '../errors/sql-error.js';

/** What the type itself raises, as SQL Server passes it on. */
export const hierarchyError = (text: string): SqlError =>
  sqlError(6522, 'hierarchyid', `Microsoft.SqlServer.Types.HierarchyIdException: ${text}`);
