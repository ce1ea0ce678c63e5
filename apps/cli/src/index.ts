export type {
  MigrationEngine,
  MigrationOptions,
  MigrationOutcome,
  MigrationResult,
  ResumeOptions,
  RunEnvironment,
} from '@datamigrate/agents';
export type { CliIo, CliStream } from './cli-io.js';
export { main } from './main.js';
export { runProcess } from './run-process.js';
