import type { Bound } from '@datamigrate/tsql-binder';
import { storedOf } from '../database/read-rows.js';
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
  target: Bound.BoundRowTarget,
  from: readonly Bound.BoundTable[],
  where: Bound.BoundPredicate | undefined,
): Match[] {
  if (target.base !== target.relation) return matchesThroughQuery(env, target, from, where);
  const source = fromSource(env, from, where);
  const place = source.relations.indexOf(target.relation);
  const seen = new Set<Row>();
  return source.tuples.flatMap((tuple: Tuple): Match[] => {
    const found = tuple[place];
    if (!found) return [];
    const row = storedOf(found);
    if (seen.has(row)) return [];
    seen.add(row);
    return [{ row, bind: () => bindTuple(env, source, tuple) }];
  });
}

/** A CTE or derived table as the target: each of its rows knows the stored row it was made from. */
function matchesThroughQuery(
  env: Environment,
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
    if (!origin) return [];
    const row = storedOf(origin);
    if (seen.has(row)) return [];
    seen.add(row);
    return [{ row, bind: () => bindTuple(env, source, tuple) }];
  });
}
