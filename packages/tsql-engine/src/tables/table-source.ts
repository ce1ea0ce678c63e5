import { assertUnreachable } from '@datamigrate/foundation';
import type { Bound } from '@datamigrate/tsql-binder';
import { Refusal } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { evaluate } from '../expressions/evaluate.js';
import { executeQuery } from '../queries/execute-query.js';
import { conjunctsOf, isSimple, needsAny } from '../queries/references.js';
import type { Row } from '../values/sql-value.js';
import { filterSource, relationIds } from './filter-source.js';
import { functionTableRows } from './function-table-rows.js';
import { indexedSource, soughtSource } from './indexed-rows.js';
import { type JoinSide, joinSources } from './join-sources.js';
import { narrowedQuery } from './narrowed-query.js';
import { pivotRows, unpivotRows } from './pivot-rows.js';
import { bindTuple, rowsSource, type Source, type Tuple } from './source.js';

/**
 * The rows of a member of FROM. `conditions` of WHERE are tested as early as they can be; whoever asks tests them again
 * on what comes out.
 */
export function tableSource(
  env: Environment,
  table: Bound.BoundTable,
  conditions: readonly Bound.BoundPredicate[] = [],
): Source {
  switch (table.kind) {
    case 'join': {
      const { branches } = env.host;
      const keepsLeft = table.join === 'LEFT' || table.join === 'FULL';
      const keepsRight = table.join === 'RIGHT' || table.join === 'FULL';
      const simple = conditions.filter(isSimple);
      const on = conjunctsOf(table.on);
      const left = tableSource(env, table.left, keepsRight ? [] : about(simple, table.left, table.right));
      const wanted = keepsLeft ? [] : about(simple, table.right, table.left);
      const sought = keepsRight ? undefined : soughtSource(env, left, table.right, on);
      const right = sought ? filterSource(env, sought, wanted) : tableSource(env, table.right, wanted);
      const reached = branches && ((side: JoinSide) => branches.reached(table, side));
      return joinSources(env, left, right, table.join, on, reached);
    }
    case 'apply':
      return applySource(env, table, about(conditions, table.left, table.right));
    default: {
      const source =
        indexedSource(env, table, conditions) ??
        rowsSource(table.relation, narrowedRows(env, table, conditions) ?? relationRows(env, table));
      env.host.spendRows(source.tuples.length);
      return filterSource(env, source, conditions);
    }
  }
}

/** The rows of a query that need not be made in full. */
function narrowedRows(
  env: Environment,
  table: SingleTable,
  conditions: readonly Bound.BoundPredicate[],
): readonly Row[] | undefined {
  if (conditions.length === 0) return undefined;
  if (table.kind === 'cte-reference') return env.ctes.get(table.cte)?.narrowed?.(table, conditions);
  const query =
    table.kind === 'derived-table' && !table.isText && narrowedQuery(table.query, table.relation, conditions);
  return query ? executeQuery(env, query) : undefined;
}

/** The conditions that speak of the one side and not of the other. */
function about(
  conditions: readonly Bound.BoundPredicate[],
  side: Bound.BoundTable,
  other: Bound.BoundTable,
): readonly Bound.BoundPredicate[] {
  const [own, others] = [new Set(relationIds(side)), new Set(relationIds(other))];
  return conditions.filter((condition) => needsAny(condition, own) && !needsAny(condition, others));
}

type SingleTable = Exclude<Bound.BoundTable, { kind: 'join' | 'apply' }>;

export function relationRows(env: Environment, table: SingleTable): readonly Row[] {
  switch (table.kind) {
    case 'named-table':
      if (table.type === 'system-view') return env.host.systemRows(table);
      if (table.database !== undefined) throw new Refusal('A table of another database');
      return table.type === 'view' ? env.host.viewRows(table.object) : env.host.tableRows(table.object);
    case 'temporary-table':
      return env.host.temporaryRows(table.name);
    case 'cte-reference': {
      const cte = env.ctes.get(table.cte);
      if (!cte) throw new Refusal(`The CTE ${table.name}`);
      return cte.rows();
    }
    case 'derived-table': {
      const rows = executeQuery(env, table.query);
      if (table.isText && rows[0]?.[0] === null) throw new Refusal('FOR XML or FOR JSON without rows in FROM');
      return rows;
    }
    case 'values-table':
      return table.rows.map((row) => row.map((value) => evaluate(env, value)));
    case 'function-table':
      return functionTableRows(env, table);
    case 'user-function-table':
      return env.host.functionRows(
        table.object,
        table.arguments.map((argument) => evaluate(env, argument)),
        table.arguments.map((argument) => argument.type),
      );
    case 'pivot':
      return pivotRows(env, table);
    case 'unpivot':
      return unpivotRows(env, table);
    case 'error-table':
      throw new Refusal('A table that could not be bound');
    default:
      return assertUnreachable(table);
  }
}

/** The right side once for each row of the left. */
function applySource(env: Environment, table: Bound.BoundApply, conditions: readonly Bound.BoundPredicate[]): Source {
  const left = filterSource(env, tableSource(env, table.left, conditions), conditions);
  let relations: readonly number[] = [];
  const tuples: Tuple[] = [];
  for (const tuple of left.tuples) {
    bindTuple(env, left, tuple);
    // Whether there is a row with NULL, or none, is one thing here.
    const right =
      table.outer && table.right.kind === 'derived-table' && table.right.isText
        ? rowsSource(table.right.relation, executeQuery(env, table.right.query))
        : tableSource(env, table.right);
    relations = right.relations;
    for (const other of right.tuples) tuples.push(tuple.concat(other));
    if (table.outer) env.host.branches?.reached(table, right.tuples.length === 0 ? 'left alone' : 'matched');
    if (right.tuples.length === 0 && table.outer) tuples.push([...tuple, ...right.relations.map(() => undefined)]);
  }
  return { relations: [...left.relations, ...(left.tuples.length > 0 ? relations : [])], tuples };
}
