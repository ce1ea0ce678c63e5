import type { Bound } from '@datamigrate/tsql-binder';
import { bareColumn } from './bare.js';
import { conjuncts } from './conjuncts.js';
import { matchesOnce } from './keys.js';
import { mentionsQuery } from './mentions.js';
import type { Others } from './others.js';
import type { Program } from './program.js';

/**
 * The rows of the target beside the one row of another table that they may meet: a left join, and the condition that says
 * whether there is such a row. Undefined where there could be several, or nothing tells a match from none.
 */
export function joinedOnce(
  program: Program,
  target: Bound.BoundTable,
  { from, where }: Others,
): { readonly rows: Bound.BoundJoin; readonly matched: Bound.BoundPredicate } | undefined {
  const [other, ...more] = from;
  if (!other || more.length > 0 || !('relation' in other) || !where || program.row) return undefined;
  // DuckDB joins on no condition with a query in it.
  if (mentionsQuery(where) || !matchesOnce(program, from, where)) return undefined;
  const marker = conjuncts(where)
    .map((each) => comparedColumn(each, other.relation))
    .find((each) => each !== undefined);
  if (!marker) return undefined;
  const { span } = other;
  return {
    rows: { kind: 'join', join: 'LEFT', left: target, right: other, on: where, span },
    // Where there is no match the column is NULL, whatever its own table says.
    matched: { kind: 'is-null', operand: { ...marker, nullable: true }, negated: true, span },
  };
}

/** A column of the relation that has a value wherever the condition holds. */
function comparedColumn(condition: Bound.BoundPredicate, relation: number): Bound.BoundColumn | undefined {
  if (condition.kind !== 'comparison') return undefined;
  return [condition.left, condition.right].map(bareColumn).find((each) => each?.relation === relation);
}
