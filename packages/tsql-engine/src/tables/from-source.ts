import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { isTrue } from '../predicates/evaluate-predicate.js';
import { conjunctsOf, neededRelations } from '../queries/references.js';
import { indexedSource } from './indexed-rows.js';
import { joinSources } from './join-sources.js';
import { bindTuple, ONE_EMPTY_TUPLE, type Source } from './source.js';
import { tableSource } from './table-source.js';

/**
 * The rows of FROM that satisfy WHERE. Members of a comma-separated FROM are joined one by one, each condition applied
 * as soon as its tables are there, so that old-style joins need no cross product.
 */
export function fromSource(
  env: Environment,
  from: readonly Bound.BoundTable[],
  where: Bound.BoundPredicate | undefined,
): Source {
  const conjuncts = conjunctsOf(where);
  const [only] = from;
  if (from.length === 1 && only) {
    const indexed = indexedSource(env, only, conjuncts);
    return filterSource(env, indexed ?? tableSource(env, only), conjuncts);
  }
  let source = ONE_EMPTY_TUPLE;
  let waiting = conjuncts;
  const all = new Set(from.flatMap(relationIds));
  const present = new Set<number>();
  for (const table of from) {
    const next = tableSource(env, table);
    for (const relation of next.relations) present.add(relation);
    const ready = waiting.filter((conjunct) =>
      neededRelations(conjunct).every((relation) => present.has(relation) || !all.has(relation)),
    );
    waiting = waiting.filter((conjunct) => !ready.includes(conjunct));
    source = joinSources(env, source, next, 'INNER', ready);
  }
  return filterSource(env, source, waiting.length > 0 || from.length === 0 ? waiting : []);
}

function relationIds(table: Bound.BoundTable): number[] {
  if (table.kind === 'join' || table.kind === 'apply') return [...relationIds(table.left), ...relationIds(table.right)];
  return [table.relation];
}

export function filterSource(env: Environment, source: Source, conjuncts: readonly Bound.BoundPredicate[]): Source {
  if (conjuncts.length === 0) return source;
  const tuples = source.tuples.filter((tuple) => {
    bindTuple(env, source, tuple);
    return conjuncts.every((conjunct) => isTrue(env, conjunct));
  });
  return { relations: source.relations, tuples };
}
