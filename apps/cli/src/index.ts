export type { CliIo, CliStream } from './cli-io.js';
export type {
  MigrationEngine,
  MigrationOptions,
  MigrationOutcome,
  MigrationResult,
  ResumeOptions,
  RunEnvironment,
} from './engine/migration-engine.js';
export { main } from './main.js';
export { runProcess } from './run-process.js';
