import type { Bound } from '@datamigrate/tsql-binder';
import type { Environment } from '../expressions/environment.js';
import { isTrue } from '../predicates/evaluate-predicate.js';
import { bindTuple, type Source } from './source.js';

/** The relations of a member of FROM. */
export function relationIds(table: Bound.BoundTable): number[] {
  if (table.kind === 'join' || table.kind === 'apply') return [...relationIds(table.left), ...relationIds(table.right)];
  return [table.relation];
}

export function filterSource(env: Environment, source: Source, conjuncts: readonly Bound.BoundPredicate[]): Source {
  if (conjuncts.length === 0) return source;
  env.host.spendRows(source.tuples.length);
  const tuples = source.tuples.filter((tuple) => {
    bindTuple(env, source, tuple);
    return conjuncts.every((conjunct) => isTrue(env, conjunct));
  });
  return { relations: source.relations, tuples };
}
