import { type CatalogIndex, displayName, type Module, type Table } from '@datamigrate/catalog';
import type { Fidelity, Plan, PlannedObject } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { ExecutionResult } from '@datamigrate/tsql-engine';
import { moduleById, tableById } from '../assessment/estate-index.js';
import type { ModuleReader } from '../assessment/module-facts.js';
import { issueOf } from '../cores/estate.js';
import type { StagingLayer } from '../cores/staging.js';
import { agentDiagnostics } from '../diagnostics.js';
import type { Decisions } from '../planner/decisions.js';
import type { ProjectNames } from '../planner/project-names.js';
import { convertModule } from './convert-module.js';
import type { LoweredModels } from './lowered-models.js';
import type { ObjectExecution } from './object-execution.js';
import { seedTable } from './seed-table.js';
import { procedureTrace, refusedFor, traceOf } from './trace.js';

/** What the executor works with; made once a process. */
export interface ExecutorInputs {
  readonly catalog: CatalogIndex;
  readonly reader: ModuleReader;
  readonly names: ProjectNames;
  readonly lowered: LoweredModels;
  readonly staging: StagingLayer;
  readonly plan: Plan;
  readonly decisions: Decisions;
  /** All rows of a table as the source has them; undefined where the run works with others. */
  readonly rowsOf: (table: Table) => ExecutionResult['resultSets'][number] | undefined;
}

/** Converts one object as the plan says, or refuses it; every statement of it gets its state. */
export async function executeObject(inputs: ExecutorInputs, planned: PlannedObject): Promise<ObjectExecution> {
  const done = executionsOf(inputs);
  const known = done.get(planned.id);
  if (known && known !== 'under way') return known;
  done.set(planned.id, 'under way');
  const execution = await execute(inputs, planned);
  done.set(planned.id, execution);
  return execution;
}

/** Whether an object's models are missing. One that waits for the answer itself is taken for converted. */
export async function isRefused(inputs: ExecutorInputs, id: string): Promise<boolean> {
  if (executionsOf(inputs).get(id) === 'under way') return false;
  const execution = await executionOf(inputs, id);
  return !execution || execution.status === 'refused';
}

/** What becomes of an object; undefined where the plan does not know it, or where it waits for the answer itself. */
export async function executionOf(inputs: ExecutorInputs, id: string): Promise<ObjectExecution | undefined> {
  const known = executionsOf(inputs).get(id);
  if (known) return known === 'under way' ? undefined : known;
  const planned = inputs.plan.objects.find((object) => object.id === id);
  return planned && executeObject(inputs, planned);
}

const EXECUTIONS = new WeakMap<ExecutorInputs, Map<string, ObjectExecution | 'under way'>>();

function executionsOf(inputs: ExecutorInputs): Map<string, ObjectExecution | 'under way'> {
  const known = EXECUTIONS.get(inputs) ?? new Map<string, ObjectExecution | 'under way'>();
  EXECUTIONS.set(inputs, known);
  return known;
}

async function execute(inputs: ExecutorInputs, planned: PlannedObject): Promise<ObjectExecution> {
  const { catalog } = inputs;
  const table = tableById(catalog.catalog, planned.id);
  if (table) return executeTable(inputs, table, planned);
  const module = moduleById(catalog.catalog, planned.id);
  if (!module) return nothing(planned.id);
  const refusal = plannedRefusal(inputs, module, planned);
  if (refusal) return refuseModule(inputs, module, [refusal], planned.action === 'skip');
  return convertModule(inputs, module, planned);
}

/** A table is landed as it is and read through its staging model; or it is a seed, where the plan says so. */
function executeTable(inputs: ExecutorInputs, table: Table, planned: PlannedObject): ObjectExecution {
  const { staging } = inputs;
  const id = displayName(table);
  const model = staging.models.get(id);
  const columns = staging.columns.get(id) ?? {};
  const left = table.columns.filter(({ name }) => model && !(name in columns));
  const issues = left.map(({ name, type }) =>
    issueOf(agentDiagnostics.create('execute-table-type', { column: name, type: type.name })),
  );
  const wanted = planned.models.some(({ materialized }) => materialized === 'seed');
  const seeded = model && wanted ? seedTable(inputs, table, model) : undefined;
  const seed = seeded && 'seed' in seeded ? seeded : undefined;
  const own = seed?.model ?? model;
  return {
    ...nothing(id),
    models: own ? [own] : [],
    ...(seed ? { seed: seed.seed } : {}),
    issues: seeded && 'code' in seeded ? [...issues, issueOf(seeded)] : issues,
    columns: own ? { [own.name]: columns } : {},
  };
}

/** Why the plan, or a person who edited it, leaves the object out. */
function plannedRefusal({ decisions }: ExecutorInputs, module: Module, planned: PlannedObject): Diagnostic | undefined {
  const found = decisions.refusals.get(module);
  if (found) return found;
  if (planned.action === 'convert') return undefined;
  const reason = planned.reason ?? `its action is ${planned.action}`;
  return agentDiagnostics.create('plan-person', { object: planned.id, reason });
}

/** The execution of a module that becomes nothing, with the reasons. */
export function refuseModule(
  { reader }: Pick<ExecutorInputs, 'reader'>,
  module: Module,
  reasons: readonly Diagnostic[],
  outOfScope = false,
): ObjectExecution {
  const facts = reader.read(module);
  const [first] = reasons;
  const code = first?.code ?? 'plan-unbound';
  const reason = first?.message ?? '';
  const fates = facts.analysis?.fates ?? [];
  const refused = fates.some(({ state }) => state === 'refused');
  const trace =
    facts.analysis && refused && !outOfScope
      ? procedureTrace(facts, fates, () => [], {
          code: 'analyse-follows-refusal',
          reason: 'Another statement of the procedure is refused, and their results belong together.',
        })
      : traceOf(facts, () => refusedFor(code, reason));
  const own = refused && !outOfScope ? fates.flatMap(({ diagnostic }) => (diagnostic ? [diagnostic] : [])) : [];
  const diagnostics = [...new Set([...own, ...reasons, ...(facts.bound ? [] : facts.diagnostics)])];
  return {
    ...nothing(displayName(module)),
    status: outOfScope ? 'out-of-scope' : 'refused',
    fidelity: 'refused' satisfies Fidelity,
    trace,
    issues: diagnostics.map((diagnostic) => issueOf(diagnostic, module)),
  };
}

export function nothing(id: string): ObjectExecution {
  return {
    id,
    status: 'converted',
    fidelity: 'exact',
    models: [],
    macros: [],
    vars: {},
    trace: [],
    issues: [],
    assumptions: [],
    dataAssumptions: [],
    columns: {},
  };
}
