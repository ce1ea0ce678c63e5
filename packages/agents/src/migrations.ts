import { migrationCores } from './cores/migration-cores.js';
import type { MigrationEngine } from './migration-engine.js';
import { createMigrationEngine } from './run-migration.js';

const engine: MigrationEngine = createMigrationEngine(migrationCores());

/** Migrates a source, or goes on with a migration that stopped: what `datamigrate migrate` and `resume` run. */
export const { runMigration, resumeMigration } = engine;
