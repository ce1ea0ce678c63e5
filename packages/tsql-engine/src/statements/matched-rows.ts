import type { Bound } from '@datamigrate/tsql-binder';
import { readRows } from '../database/read-rows.js';
import type { TableStore } from '../database/table-store.js';
import { Refusal } from '../errors/sql-error.js';
import type { Environment } from '../expressions/environment.js';
import { fromSource } from '../tables/from-source.js';
import { bindTuple, type Tuple } from '../tables/source.js';
import type { Row } from '../values/sql-value.js';

/** A row to be changed, as it is stored, with the way to bring its statement's FROM back to it. */
export interface Match {
  readonly row: Row;
  bind(): void;
}

/**
 * The rows that UPDATE or DELETE finds, each once: of several matches the first one counts. Rows that an outer join has
 * filled with NULLs are none.
 */
export function matchedRows(
  env: Environment,
  store: TableStore,
  target: Bound.BoundRowTarget,
  from: readonly Bound.BoundTable[],
  where: Bound.BoundPredicate | undefined,
): Match[] {
  const stored = storedRows(env, store);
  if (target.base !== target.relation) return matchesThroughQuery(env, stored, target, from, where);
  const source = fromSource(env, from, where);
  const place = source.relations.indexOf(target.relation);
  const seen = new Set<Row>();
  return source.tuples.flatMap((tuple: Tuple): Match[] => {
    const seenAs = tuple[place];
    const row = seenAs && stored.get(seenAs);
    if (!row || seen.has(row)) return [];
    seen.add(row);
    return [{ row, bind: () => bindTuple(env, source, tuple) }];
  });
}

/** From the rows that queries see to those that are stored: they differ where columns are computed on reading. */
function storedRows(env: Environment, store: TableStore): ReadonlyMap<Row, Row> {
  const seen = readRows(env.host, store);
  if (seen === store.rows) return new Map(seen.map((row) => [row, row]));
  throw new Refusal('Changing a table with computed columns that are not persisted');
}

/** A CTE or derived table as the target: each of its rows knows the stored row it was made from. */
function matchesThroughQuery(
  env: Environment,
  stored: ReadonlyMap<Row, Row>,
  target: Bound.BoundRowTarget,
  from: readonly Bound.BoundTable[],
  where: Bound.BoundPredicate | undefined,
): Match[] {
  const origins = new Map<Row, Row>();
  env.trace = { relation: target.base, origins };
  const source = fromSource(env, from, where);
  env.trace = undefined;
  const place = source.relations.indexOf(target.relation);
  const seen = new Set<Row>();
  return source.tuples.flatMap((tuple): Match[] => {
    const made = tuple[place];
    const origin = made && origins.get(made);
    const row = origin && stored.get(origin);
    if (!row || seen.has(row)) return [];
    seen.add(row);
    return [{ row, bind: () => bindTuple(env, source, tuple) }];
  });
}
