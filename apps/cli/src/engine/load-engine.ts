import type { MigrationEngine } from './migration-engine.js';

/** The agents and all they need, loaded only by the commands that run them: help and parse stay fast. */
export async function loadEngine(): Promise<MigrationEngine> {
  return import('@datamigrate/agents');
}
