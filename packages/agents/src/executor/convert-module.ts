import { displayName, type Module, objectKey } from '@datamigrate/catalog';
import type { Assumption, Fidelity, Plan, PlannedObject } from '@datamigrate/contracts';
import type { ModelSpec } from '@datamigrate/dbt-project';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { LoweredModel } from '@datamigrate/relational';
import { defaultValue } from '../assessment/default-value.js';
import type { ModuleFacts } from '../assessment/module-facts.js';
import { issueOf, objectKind } from '../cores/estate.js';
import { agentDiagnostics } from '../diagnostics.js';
import type { InCallers } from '../planner/in-callers.js';
import { type BuiltModel, buildModel, referenceTo, unfilled } from './build-model.js';
import { executeFunction } from './execute-function.js';
import { type ExecutorInputs, executionOf, isRefused, nothing, refuseModule } from './execute-object.js';
import { formerModel } from './former-rows.js';
import type { ObjectExecution } from './object-execution.js';
import { raisedChecks } from './raised-checks.js';
import { checkTests } from './table-checks.js';
import { converted, procedureTrace, traceOf } from './trace.js';

/** A view, procedure or function as models. */
export async function convertModule(
  inputs: ExecutorInputs,
  module: Module,
  planned: PlannedObject,
): Promise<ObjectExecution> {
  if (objectKind(module) === 'function') return executeFunction(inputs, module);
  const facts = inputs.reader.read(module);
  const lent = inputs.decisions.inCallers.get(module);
  if (lent) return byCallers(inputs, module, facts, lent);
  const owner = inputs.decisions.owners.get(module);
  const calls = owner ? [displayName(owner)] : (facts.analysis?.calls ?? []);
  if (calls.length > 0) {
    const missing = await firstRefused(inputs, calls);
    if (missing === undefined) return byOthers(inputs, module, facts, calls);
    const code = owner ? 'plan-owner-refused' : 'plan-call-refused';
    const params = { object: displayName(module), procedure: missing };
    return refuseModule(inputs, module, [agentDiagnostics.create(code, params)]);
  }
  await readLanded(inputs, module, facts);
  const lowered = await inputs.lowered.of(module);
  const refused = lowered.flatMap(({ diagnostics }) => diagnostics);
  if (refused.length > 0 || lowered.some(({ query }) => !query)) {
    return refuseModule(inputs, module, refused.length > 0 ? refused : [unfilled(module)]);
  }
  const built = lowered.map((model, i) => buildModel(inputs, module, facts, model, planned.models[i], i));
  const failures = [...built.flatMap(({ diagnostics }) => diagnostics), ...(await refusedViews(inputs, module, built))];
  if (failures.length > 0) return refuseModule(inputs, module, failures);
  const models: ModelSpec[] = [];
  for (const [i, { spec }] of built.entries()) {
    const written = facts.analysis?.tables[i]?.table.object;
    const constraints = spec && written ? await checkTests(inputs, written) : [];
    if (spec) models.push(constraints.length > 0 ? { ...spec, tests: [...(spec.tests ?? []), ...constraints] } : spec);
  }
  for (const written of facts.analysis?.tables ?? []) {
    const former = written.kept && formerModel(inputs, written, planned.models);
    if (former) models.push(former);
  }
  const names = models.map(({ name }) => name);
  const byTable = new Map(planned.models.flatMap(({ table, name }) => (table === undefined ? [] : [[table, name]])));
  const modelsFor = (tables: readonly string[]): readonly string[] =>
    tables.length === 0 ? names : tables.flatMap((table) => byTable.get(table) ?? []);
  const checks = await raisedChecks(inputs, module, (object) => referenceTo(inputs, object, undefined, false, []));
  const dataAssumptions = lowered.flatMap(({ assumptions }) => assumptions);
  return {
    ...nothing(displayName(module)),
    fidelity: fidelityOf(lowered),
    models,
    ...(checks.tests.length > 0 ? { checks: checks.tests } : {}),
    issues: (facts.analysis?.notes ?? []).map((note) => issueOf(note, module)),
    macros: [...new Set([...built.flatMap(({ macros }) => macros), ...checks.macros])].sort(),
    vars: variablesOf(inputs, module),
    trace: facts.analysis
      ? procedureTrace(facts, facts.analysis.fates, modelsFor, undefined)
      : traceOf(facts, () => converted(names)),
    assumptions: dataAssumptions.map(({ code, columns, text }): Assumption => {
      const [first] = columns;
      return { code, ...(first ? { column: `${displayName(first.table)}.${first.column}` } : {}), text };
    }),
    dataAssumptions,
    columns: Object.fromEntries(built.map(({ name, columns }) => [name, columns])),
    spellings: Object.fromEntries(built.flatMap(({ name, spellings }) => (spellings ? [[name, spellings]] : []))),
  };
}

/** Parameters with constant defaults; the others are null until somebody sets them. */
function variablesOf({ reader }: Pick<ExecutorInputs, 'reader'>, module: Module): ObjectExecution['vars'] {
  const parameters = reader.read(module).analysis?.parameters ?? [];
  return Object.fromEntries(parameters.map((each) => [reader.variableOf(module, each.name), defaultValue(each)]));
}

/** The first of these procedures that is not converted: what stands in its models is not there. */
async function firstRefused(inputs: ExecutorInputs, ids: readonly string[]): Promise<string | undefined> {
  for (const id of ids) if (await isRefused(inputs, id)) return id;
  return undefined;
}

/** A table whose writer is refused is read as it was landed. */
async function readLanded(inputs: ExecutorInputs, module: Module, { reads }: ModuleFacts): Promise<void> {
  for (const name of reads) {
    const owner = inputs.names.writerOf(name);
    if (owner === undefined || owner === displayName(module)) continue;
    if (await isRefused(inputs, owner)) inputs.names.withdraw(name);
  }
}

/** Views that models read and that are not converted: there is nothing to read instead. */
async function refusedViews(
  inputs: ExecutorInputs,
  module: Module,
  built: readonly BuiltModel[],
): Promise<readonly Diagnostic[]> {
  const { catalog } = inputs;
  const read = new Map(built.flatMap(({ reads }) => reads.map((name) => [objectKey(name), name])));
  const refused: Diagnostic[] = [];
  for (const { schema, name } of read.values()) {
    const found = catalog.object(name, schema);
    if (found?.kind !== 'module' || found.module.kind !== 'view') continue;
    const view = displayName(found.module);
    if (!(await isRefused(inputs, view))) continue;
    refused.push(agentDiagnostics.create('plan-view-refused', { object: displayName(module), view }));
  }
  return refused;
}

/** A procedure that only calls others, or is called by one that does its work, is converted by their models. */
function byOthers(
  inputs: ExecutorInputs,
  module: Module,
  facts: ModuleFacts,
  others: readonly string[],
): ObjectExecution {
  const models = modelsOf(inputs.plan, others);
  return {
    ...nothing(displayName(module)),
    vars: variablesOf(inputs, module),
    trace: procedureTrace(facts, facts.analysis?.fates ?? [], () => models, undefined),
  };
}

/** A procedure that works on tables of its caller is converted by the models of those callers that are. */
async function byCallers(
  inputs: ExecutorInputs,
  module: Module,
  facts: ModuleFacts,
  { callers, fates }: InCallers,
): Promise<ObjectExecution> {
  const object = displayName(module);
  const converting: Module[] = [];
  for (const caller of callers) if (!(await isRefused(inputs, displayName(caller)))) converting.push(caller);
  const [first] = converting;
  if (!first) {
    const procedure = callers.map(displayName).join(' and ');
    return refuseModule(inputs, module, [agentDiagnostics.create('plan-owner-refused', { object, procedure })]);
  }
  const names = converting.map(displayName);
  const { fidelity = 'exact', assumptions = [] } = (await executionOf(inputs, displayName(first))) ?? {};
  const note = agentDiagnostics.create('plan-in-callers', { object, procedures: names.join(' and ') });
  return {
    ...nothing(object),
    fidelity,
    assumptions,
    trace: procedureTrace(facts, fates.get(first) ?? [], () => modelsOf(inputs.plan, names), undefined),
    issues: [issueOf(note, module)],
  };
}

const modelsOf = (plan: Plan, ids: readonly string[]): readonly string[] =>
  plan.objects.filter(({ id }) => ids.includes(id)).flatMap(({ models }) => models.map(({ name }) => name));

function fidelityOf(models: readonly LoweredModel[]): Fidelity {
  if (models.some(({ normalised }) => normalised.length > 0)) return 'normalised';
  return models.some(({ assumptions }) => assumptions.length > 0) ? 'assumption' : 'exact';
}
