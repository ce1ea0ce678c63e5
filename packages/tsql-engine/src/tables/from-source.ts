import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { conjunctsOf, isSimple, neededRelations } from '../queries/references.js';
import { filterSource, relationIds } from './filter-source.js';
import { joinSources } from './join-sources.js';
import { ONE_EMPTY_TUPLE, type Source } from './source.js';
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
    return filterSource(env, tableSource(env, only, conjuncts), conjuncts);
  }
  let source = ONE_EMPTY_TUPLE;
  let waiting = conjuncts;
  const all = new Set(from.flatMap(relationIds));
  const present = new Set<number>();
  for (const table of from) {
    const own = new Set(relationIds(table));
    const next = tableSource(
      env,
      table,
      waiting.filter(
        (conjunct) =>
          isSimple(conjunct) && neededRelations(conjunct).every((relation) => own.has(relation) || !all.has(relation)),
      ),
    );
    for (const relation of next.relations) present.add(relation);
    const ready = waiting.filter((conjunct) =>
      neededRelations(conjunct).every((relation) => present.has(relation) || !all.has(relation)),
    );
    waiting = waiting.filter((conjunct) => !ready.includes(conjunct));
    source = joinSources(env, source, next, 'INNER', ready);
  }
  return filterSource(env, source, waiting.length > 0 || from.length === 0 ? waiting : []);
}
