import { displayName } from '@datamigrate/catalog';
import type { Plan } from '@datamigrate/contracts';
import { evaluateObject } from '../evaluator/evaluate-object.js';
import type { ObjectExecution } from '../executor/object-execution.js';
import type { ObjectEvaluation, RunContext } from '../graph/agent-cores.js';
import { Reference } from './reference.js';
import type { ReferenceRows } from './reference-rows.js';
import type { TestedProject } from './tested-project.js';
import { databasePath, type Workspace } from './workspace.js';

const references = new WeakMap<Workspace, Reference>();

/** One object's verdict. */
export async function evaluateRun(
  run: RunContext,
  plan: Plan,
  id: string,
  workspace: Workspace,
  { executions, outcome }: TestedProject,
): Promise<ObjectEvaluation> {
  const execution = executions.get(id);
  if (!execution) throw new Error(`${id} was not executed`);
  const module = workspace.catalog.catalog.modules.find((each) => displayName(each) === id);
  const facts = module && workspace.reader.read(module);
  const reference = references.get(workspace) ?? new Reference(workspace, run.source, run.startedAt);
  references.set(workspace, reference);
  const evaluation = await evaluateObject({
    execution,
    outcome,
    parsed: facts?.parsed ?? true,
    bound: facts?.bound ?? true,
    databasePath: databasePath(run),
    reference: () => rowsOf(workspace, reference, plan, id, executions),
  });
  const compared = evaluation.evidence.reduce((sum, { rowsSource }) => sum + rowsSource, 0);
  return {
    verdict: evaluation.verdict,
    text: evaluation.evidence.length > 0 ? `${compared} rows compared` : '',
    payload: evaluation,
  };
}

function rowsOf(
  { catalog, reader }: Workspace,
  reference: Reference,
  plan: Plan,
  id: string,
  executions: ReadonlyMap<string, ObjectExecution>,
): ReferenceRows {
  const table = catalog.catalog.tables.find((each) => displayName(each) === id);
  if (table) return reference.tableRows(table);
  const module = catalog.catalog.modules.find((each) => displayName(each) === id);
  if (module?.kind === 'view') return reference.viewRows(module, plan, executions);
  const [written] = (module && reader.read(module).analysis?.tables) ?? [];
  const target = written && catalog.object(written.table.object.name, written.table.object.schema);
  if (module && target?.kind === 'table') return reference.writtenRows(module, target.table, plan, executions);
  return { skipped: 'results of procedures are not compared yet.' };
}
