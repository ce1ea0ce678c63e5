import type { Bound } from '@datamigrate/tsql-binder';
import { seenRow, storedOf } from '../database/read-rows.js';
import { Refusal, sqlError } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { isTrue } from '../predicates/evaluate-predicate.js';
import { registerCte } from '../queries/execute-query.js';
import { conjunctsOf } from '../queries/references.js';
import { joinSources } from '../tables/join-sources.js';
import { bindTuple, type Source, type Tuple } from '../tables/source.js';
import { tableSource } from '../tables/table-source.js';
import type { Row } from '../values/sql-value.js';
import { insertRows } from './execute-insert.js';
import { applyChanges, updatedRow } from './execute-update.js';
import { fireTriggers } from './fire-triggers.js';
import { Outputs } from './outputs.js';
import { environmentOf, type Run } from './run.js';
import { storeOf } from './store-of.js';

/** What MERGE will do to one pair of rows. */
interface Action {
  readonly clause: Bound.BoundMergeClause;
  readonly row: Row | undefined;
  readonly tuple: Tuple;
}

export function executeMerge(run: Run, statement: Bound.BoundMerge): void {
  const { session } = run;
  const env = environmentOf(run);
  for (const cte of statement.ctes) registerCte(env, cte);
  if (statement.top) throw new Refusal('TOP in MERGE');
  const store = storeOf(run, statement.target.table);
  const source = tableSource(env, statement.source);
  const { target: merged } = statement;
  // Rows of a CTE know the stored rows that they were made from.
  const origins = merged.base === merged.relation ? undefined : new Map<Row, Row>();
  env.trace = origins && { relation: merged.base, origins };
  const target = tableSource(env, statement.targetTable);
  env.trace = undefined;
  const joined = joinSources(env, source, target, 'FULL', conjunctsOf(statement.on));
  const actions = chosenActions(env, statement, joined, origins);
  const outputs = new Outputs(run, env, statement.output);
  const changes = new Map<Row, Row | undefined>();
  const inserts: Row[][] = [];
  for (const { clause, row, tuple } of actions) {
    bindTuple(env, joined, tuple);
    const { action } = clause;
    if (action.kind === 'insert') {
      inserts.push([(action.values ?? []).map((value) => evaluate(env, value))]);
      continue;
    }
    if (!row) continue;
    const known = changes.has(row);
    if (known && !(action.kind === 'delete' && changes.get(row) === undefined)) throw sqlError(8672);
    const after = action.kind === 'update' ? updatedRow(run, env, store, row, action.set, 'MERGE') : undefined;
    changes.set(row, after);
    env.mergeAction = action.kind === 'update' ? 'UPDATE' : 'DELETE';
    outputs.add(after && seenRow(env, store, after), seenRow(env, store, row));
  }
  applyChanges(run, env, store, changes, 'MERGE');
  const inserted: Row[] = [];
  env.mergeAction = 'INSERT';
  for (const { clause, tuple } of actions) {
    if (clause.action.kind !== 'insert') continue;
    bindTuple(env, joined, tuple);
    const [values = []] = inserts.shift() ?? [];
    const columns = clause.action.values ? clause.action.columns : [];
    inserted.push(
      ...insertRows(run, env, store, columns, [values], 'MERGE', (row) =>
        outputs.add(seenRow(env, store, row), undefined),
      ),
    );
  }
  mergeTriggers(run, env, statement, store, changes, inserted);
  outputs.finish();
  session.rowCount = BigInt(changes.size + inserted.length);
}

/** The first clause that fits each row of the join. */
function chosenActions(
  env: Environment,
  statement: Bound.BoundMerge,
  joined: Source,
  origins: ReadonlyMap<Row, Row> | undefined,
): Action[] {
  const targetPlace = joined.relations.indexOf(statement.target.relation);
  const sourceFound = (tuple: Tuple): boolean => tuple.some((row, i) => i !== targetPlace && row !== undefined);
  return joined.tuples.flatMap((tuple): Action[] => {
    const row = tuple[targetPlace];
    const stored = row && (origins ? origins.get(row) : row);
    if (row && !stored) throw new Refusal('MERGE into a table expression whose rows are not those of one table');
    const when = row ? (sourceFound(tuple) ? 'matched' : 'not-matched-by-source') : 'not-matched-by-target';
    bindTuple(env, joined, tuple);
    const clause = statement.clauses.find(
      (candidate) => candidate.when === when && (!candidate.condition || isTrue(env, candidate.condition)),
    );
    if (clause) env.host.branches?.reached(clause, 'applied');
    return clause ? [{ clause, row: stored && storedOf(stored), tuple }] : [];
  });
}

function mergeTriggers(
  run: Run,
  env: Environment,
  statement: Bound.BoundMerge,
  store: ReturnType<typeof storeOf>,
  changes: ReadonlyMap<Row, Row | undefined>,
  inserted: readonly Row[],
): void {
  const seen = (row: Row): Row => seenRow(env, store, row);
  const has = (kind: string): boolean => statement.clauses.some(({ action }) => action.kind === kind);
  const updates = [...changes].filter((change): change is [Row, Row] => change[1] !== undefined);
  const deleted = [...changes].filter(([, after]) => after === undefined).map(([before]) => before);
  if (has('insert')) fireTriggers(run, store, 'INSERT', { inserted: inserted.map(seen), deleted: [], updated: 'all' });
  if (has('update')) {
    const set = statement.clauses.flatMap(({ action }) => (action.kind === 'update' ? action.set : []));
    const updated = new Set(set.flatMap((item) => (item.kind === 'set-column' ? [item.column] : [])));
    fireTriggers(run, store, 'UPDATE', {
      inserted: updates.map(([, after]) => seen(after)),
      deleted: updates.map(([before]) => seen(before)),
      updated,
    });
  }
  if (has('delete'))
    fireTriggers(run, store, 'DELETE', { inserted: [], deleted: deleted.map(seen), updated: new Set() });
}
