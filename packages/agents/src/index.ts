export { hostResident, type ResidentHost } from '@datamigrate/dbt-runner';
export { type ConvertedObject, convertCatalog } from './executor/convert-catalog.js';
export type {
  AgentCores,
  Assessment,
  ObjectEvaluation,
  ObjectExecution,
  RepairOutcome,
  RunContext,
  TestFailure,
  TestOutcome,
} from './graph/agent-cores.js';
export type {
  MigrationEngine,
  MigrationOptions,
  MigrationOutcome,
  MigrationResult,
  ResumeOptions,
  RunEnvironment,
} from './migration-engine.js';
export { resumeMigration, runMigration } from './migrations.js';
export { type IntegrationOutcome, integrateFolder } from './project/integrate-folder.js';
export type { ObjectRecord, ObjectStep } from './run/object-records.js';
export type { ProjectFiles } from './run/project-files.js';
export type { RunOptions } from './run/run-options.js';
export type { RunSource } from './run/run-state-file.js';
export type { StateFiles } from './run/state-files.js';
export { createMigrationEngine } from './run-migration.js';
