export {
  type DbtColumn,
  type DbtGenericTest,
  type DbtManifest,
  type DbtManifestNode,
  readManifest,
} from './artifacts/manifest.js';
export { type DbtRunResults, readRunResults } from './artifacts/run-results.js';
export { dbtDiagnostics } from './diagnostics.js';
export { type DbtEnvironment, findDbtEnvironment } from './environment.js';
export type {
  DbtDeprecation,
  DbtError,
  DbtEvent,
  DbtNodeFinished,
  DbtNodeStarted,
  DbtWarning,
} from './events/dbt-event.js';
export type { DbtNodeStatus, DbtResourceType } from './events/node-vocabulary.js';
export { ranOutOfSpace, tellsFullDisk } from './lost-space.js';
export type { DbtCommand, DbtOptions } from './options.js';
export type { DbtNodeResult, DbtOutcome, DbtStatus } from './outcome.js';
export { type RelationTypes, readRelationTypes } from './relation-types.js';
export { hostResident, type ResidentHost } from './resident/host-resident.js';
export { runDbt } from './run-dbt.js';
export { prepareDbt } from './run-script.js';
export { findUniqueColumns, type KeyAnswer, type KeyQuestion } from './unique-columns.js';
