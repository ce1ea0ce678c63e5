import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition, integer } from './conditions.js';
import { matchesOnce } from './keys.js';
import type { Program } from './program.js';
import { rewriteTree } from './rewrite-tree.js';
import { select } from './select.js';

/**
 * A condition that is true for every row of a target, but stops the build where several rows of the source match it, as
 * MERGE ends with error 8672: a scalar subquery may find one row. Undefined where keys show that there is one at most.
 */
export function oneMatch(
  program: Program,
  source: Exclude<Bound.BoundTable, Bound.BoundJoin | Bound.BoundApply>,
  on: Bound.BoundPredicate,
  touched: Condition,
): Bound.BoundPredicate | undefined {
  if (matchesOnce(program, [source], on)) return undefined;
  const { span } = on;
  const twin = program.newId();
  const where = rewriteTree(both(on, touched), (node) =>
    node.kind === 'column' && 'relation' in node && node.relation === source.relation
      ? ({ ...node, relation: twin } as typeof node)
      : undefined,
  );
  const one = integer(1, span);
  const { type } = one;
  const query = select(
    [{ name: 'one_row', type, nullable: false }],
    [one],
    [{ ...source, relation: twin } as Bound.BoundTable],
    where,
    span,
  );
  const found: Bound.BoundScalarSubquery = { kind: 'scalar-subquery', type, nullable: true, span, query };
  const left: Bound.BoundCall = {
    kind: 'call',
    type,
    nullable: false,
    span,
    function: 'ISNULL',
    arguments: [found, one],
  };
  return { kind: 'comparison', operator: '=', left, right: one, span };
}
