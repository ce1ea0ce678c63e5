import type { MigrationEngine } from '@datamigrate/agents';

/** The agents and all they need, loaded only by the commands that run them: help and parse stay fast. */
export async function loadEngine(): Promise<MigrationEngine> {
  return import('@datamigrate/agents');
}
