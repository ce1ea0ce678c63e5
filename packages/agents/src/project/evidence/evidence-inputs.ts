import type { Catalog } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import type { Database } from '@datamigrate/tsql-engine';
import type { ModuleReader } from '../../assessment/module-facts.js';
import type { ObjectExecution } from '../../executor/object-execution.js';
import type { VariableValues } from '../../scenario/parameter-values.js';

export interface EvidenceInputs {
  readonly catalog: Catalog;
  readonly reader: ModuleReader;
  readonly plan: Plan;
  readonly executions: ReadonlyMap<string, ObjectExecution>;
  /** Variables of the build. */
  readonly values: VariableValues;
  /** The day of the run: what depends on it is no evidence tomorrow. */
  readonly today: string;
  /** The original as the build stands for it: its procedures have run. */
  readonly full: Database;
  /** The same tables; their rows are replaced again and again. */
  readonly small: Database;
}
