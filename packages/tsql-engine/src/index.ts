export { Database, type DatabaseOptions } from './database/database.js';
export { engineDiagnostics } from './diagnostics.js';
export { Refusal, SqlError } from './errors/sql-error.js';
export { Connection, type ExecutionError, type ExecutionResult, executeSql } from './exec/execute-sql.js';
export {
  type LoadedScripts,
  type LoadedStatement,
  type LoadedTemplate,
  type LoadOptions,
  loadScripts,
  loadTemplate,
  type Script,
} from './exec/load-scripts.js';
export type { ProcedureCall } from './session/session.js';
export { formatValue } from './values/format-value.js';
export type { Row, SqlValue } from './values/sql-value.js';
