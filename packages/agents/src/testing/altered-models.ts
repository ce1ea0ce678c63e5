import { migrationCores } from '../cores/migration-cores.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { AgentCores } from '../graph/agent-cores.js';

/** The agents, except that models are not what the rules made of their objects. */
export function alteredModels(alter: (sql: string, object: string) => string): AgentCores {
  const cores = migrationCores();
  return {
    ...cores,
    async execute(run, plan, object) {
      const executed = await cores.execute(run, plan, object);
      const execution = executed.payload as ObjectExecution;
      const models = execution.models.map((model) => ({ ...model, sql: alter(model.sql, object) }));
      return { ...executed, payload: { ...execution, models } };
    },
  };
}
