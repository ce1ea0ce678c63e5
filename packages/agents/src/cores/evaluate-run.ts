import type { Plan } from '@datamigrate/contracts';
import { moduleById, tableById } from '../assessment/estate-index.js';
import { evaluateObject, type Reference as ObjectReference } from '../evaluator/evaluate-object.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { ObjectEvaluation, RunContext } from '../graph/agent-cores.js';
import { procedureProof, tableProof } from '../scenario/object-proof.js';
import type { ScenarioProof } from '../scenario/proof.js';
import type { OpenWarehouse } from './open-warehouse.js';
import { Reference } from './reference.js';
import { freshDatabase, type ScenarioRun } from './scenario-run.js';
import type { TestedProject } from './tested-project.js';
import { databasePath, type Workspace } from './workspace.js';

const references = new WeakMap<TestedProject, Reference>();

/** One object's verdict. */
export async function evaluateRun(
  run: RunContext,
  plan: Plan,
  id: string,
  workspace: Workspace,
  tested: TestedProject,
  scenario: ScenarioRun,
  warehouse: OpenWarehouse,
): Promise<ObjectEvaluation> {
  const { executions, outcome } = tested;
  const execution = executions.get(id);
  if (!execution) throw new Error(`${id} was not executed`);
  const module = moduleById(workspace.catalog.catalog, id);
  const facts = module && workspace.reader.read(module);
  const proof = await scenario.proof(run, plan, workspace, tested);
  // What an interrupted build shows is no result: the resumed run proves again.
  if (run.signal.aborted) throw new Error('the evaluation was interrupted');
  const { buildCalls } = scenario.open(run, plan, workspace, executions);
  const reference = references.get(tested) ?? new Reference(workspace, () => freshDatabase(workspace), buildCalls);
  references.set(tested, reference);
  const evaluation = await evaluateObject({
    execution,
    outcome,
    parsed: facts?.parsed ?? true,
    // What works on tables of its caller was bound there.
    bound: (facts?.bound ?? true) || execution.status === 'converted',
    database: () => warehouse.open(databasePath(run)),
    reference: () =>
      run.options.scenario === undefined && isEmpty(workspace)
        ? { kind: 'rows', rows: { skipped: NO_ROWS } }
        : referenceOf(workspace, reference, proof, execution),
  });
  const compared = evaluation.evidence.reduce((sum, { rowsSource }) => sum + rowsSource, 0);
  return {
    verdict: evaluation.verdict,
    text: evaluation.evidence.length > 0 ? `${compared} rows compared` : '',
    payload: evaluation,
  };
}

/** Nothing equals nothing: a wrong model would be just as empty. */
const NO_ROWS = 'the source came without rows.';

function isEmpty({ catalog, loaded }: Workspace): boolean {
  return catalog.catalog.tables.every(({ schema, name }) => (loaded.database.rows(schema, name)?.length ?? 0) === 0);
}

function referenceOf(
  { catalog }: Workspace,
  reference: Reference,
  proof: ScenarioProof,
  execution: ObjectExecution,
): ObjectReference {
  const { id } = execution;
  const table = tableById(catalog.catalog, id);
  if (table) return { kind: 'rows', rows: reference.tableRows(table), steps: tableProof(proof, id) };
  const module = moduleById(catalog.catalog, id);
  if (module?.kind === 'procedure') return { kind: 'proof', proof: procedureProof(proof, execution) };
  if (module?.kind === 'view') return { kind: 'rows', rows: reference.viewRows(module) };
  return { kind: 'rows', rows: { skipped: 'a function has no rows of its own.' } };
}
