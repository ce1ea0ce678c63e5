export { type Branch, BranchCoverage } from './branches/branch-coverage.js';
export type { BranchObserver } from './branches/branch-observer.js';
export type { BranchKind } from './branches/branch-points.js';
export { Database, type DatabaseOptions, ROW_LIMIT } from './database/database.js';
export { engineDiagnostics } from './diagnostics.js';
export { Refusal, SqlError } from './errors/sql-error.js';
export { type BulkError, type BulkOutcome, type BulkRows, bulkLoad } from './exec/bulk-load.js';
export { catalogRows, queryRows } from './exec/catalog-rows.js';
export {
  type ClientEvent,
  type ClientEvents,
  type ClientOptions,
  type ClientOutput,
  type ClientParameter,
  ClientSession,
} from './exec/client-session.js';
export type { ClientTable } from './exec/client-table.js';
export {
  Connection,
  type ConnectionOptions,
  type ExecutionError,
  type ExecutionResult,
  executeSql,
} from './exec/execute-sql.js';
export {
  type LoadedScripts,
  type LoadedStatement,
  type LoadedTemplate,
  type LoadOptions,
  loadScripts,
  loadSteps,
  loadTemplate,
  type Performed,
  type Script,
} from './exec/load-scripts.js';
export { type TableCheck, tableChecks } from './exec/table-checks.js';
export { tableRows, tableRowsOneByOne } from './exec/table-rows.js';
export { TableWriter } from './exec/table-writer.js';
export type { ProcedureCall } from './session/session.js';
export type { ResultColumn, ResultSet, SessionEvent } from './session/session-event.js';
export { OWN_SESSION } from './session/session-functions.js';
export { referencesOf } from './system/module-references.js';
export { decode1252, encode1252 } from './values/code-page.js';
export { formatValue } from './values/format-value.js';
export {
  isOffset,
  isVariant,
  type OffsetValue,
  type Row,
  type SqlValue,
  type VariantValue,
} from './values/sql-value.js';
