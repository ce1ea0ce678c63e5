import type { Bound } from '@datamigrate/tsql-binder';
import { both, type Condition } from '../program/conditions.js';
import { conjuncts } from '../program/conjuncts.js';
import { distinctColumn } from '../program/keys.js';
import { type AnyNode, rewriteTree, someNode } from '../program/rewrite-tree.js';
import { isTable } from './round-effect.js';
import { isColumnOf } from './upsert-parts.js';

/** A column of a table that has to equal a value of the row that is looked at. */
export interface Tie {
  readonly column: number;
  readonly value: Bound.BoundExpression;
  readonly collation: string | undefined;
}

/** The rows of a query that a table does not have yet. */
export interface Exclusion {
  readonly ties: readonly Tie[];
  /** The query without the table. */
  readonly rest: Bound.BoundSelect;
}

/** `NOT EXISTS (… FROM table WHERE …)`, NOT IN and `LEFT JOIN table … IS NULL`; undefined for a query that has none of them. */
export function exclusionOf(query: Bound.BoundSelect, table: Bound.BoundStoredTable): Exclusion | undefined {
  const all = conjuncts(query.where);
  for (const [i, each] of all.entries()) {
    const ties = leftOut(each, table);
    if (ties)
      return { ties, rest: { ...query, where: all.filter((_, at) => at !== i).reduce<Condition>(both, undefined) } };
  }
  return outerExclusion(query, table);
}

function leftOut(condition: Bound.BoundPredicate, table: Bound.BoundStoredTable): readonly Tie[] | undefined {
  if (condition.kind === 'not') return foundIn(condition.operand, table);
  return condition.kind === 'in-query' && condition.negated
    ? foundIn({ ...condition, negated: false }, table)
    : undefined;
}

/** EXISTS and IN of a table alone, by equalities. */
export function foundIn(condition: Bound.BoundPredicate, table: Bound.BoundStoredTable): readonly Tie[] | undefined {
  if (condition.kind !== 'exists' && condition.kind !== 'in-query') return undefined;
  const { query } = condition;
  if (query.kind !== 'select' || query.groupBy || query.having || query.top || query.offset || query.ctes.length > 0)
    return undefined;
  const [from, ...more] = query.from;
  if (!from || more.length > 0 || !('relation' in from) || !isTable(from, table)) return undefined;
  if (condition.kind === 'exists') return query.where && tiesOf(query.where, from.relation, 1);
  const [item, ...items] = query.select;
  const column = item && distinctColumn(item.expression);
  const isKey = column?.relation === from.relation && table.columns[column.ordinal]?.nullable === false;
  if (condition.negated || query.where || items.length > 0 || !isKey) return undefined;
  return [{ column: column.ordinal, value: condition.operand, collation: condition.collation }];
}

/** All conditions are `column = value`; `depth` is how far inside they stand. */
export function tiesOf(where: Condition, relation: number, depth = 0): readonly Tie[] | undefined {
  const ties: Tie[] = [];
  for (const each of conjuncts(where)) {
    if (each.kind !== 'comparison' || each.operator !== '=') return undefined;
    const { left, right, collation } = each;
    const [of, other] = distinctColumn(left)?.relation === relation ? [left, right] : [right, left];
    const column = distinctColumn(of);
    if (column?.relation !== relation || column.level !== 0 || mentions(other, relation)) return undefined;
    ties.push({ column: column.ordinal, value: outwards(other, depth), collation });
  }
  return ties;
}

/** An expression as it stands further out. */
function outwards(value: Bound.BoundExpression, depth: number): Bound.BoundExpression {
  if (depth === 0) return value;
  return rewriteTree(value, (node) => {
    if (node.kind !== 'column') return undefined;
    const of = node as Bound.BoundColumn;
    return { ...of, level: Math.max(of.level - depth, 0) } as AnyNode;
  });
}

function outerExclusion(query: Bound.BoundSelect, table: Bound.BoundStoredTable): Exclusion | undefined {
  const [join, ...more] = query.from;
  if (join?.kind !== 'join' || join.join !== 'LEFT' || more.length > 0) return undefined;
  const { left, right, on } = join;
  if (!('relation' in right) || !isTable(right, table) || !on) return undefined;
  const ties = tiesOf(on, right.relation);
  const all = conjuncts(query.where);
  const isMissing = (each: Bound.BoundPredicate): boolean => {
    const of = each.kind === 'is-null' && !each.negated ? distinctColumn(each.operand) : undefined;
    if (of?.relation !== right.relation) return false;
    return (
      table.columns[of.ordinal]?.nullable === false || (ties?.some(({ column }) => column === of.ordinal) ?? false)
    );
  };
  const where = all.filter((each) => !isMissing(each)).reduce<Condition>(both, undefined);
  const rest = { ...query, from: [left], where };
  if (!ties || !all.some(isMissing) || mentions([rest.select, where], right.relation)) return undefined;
  return { ties, rest };
}

const mentions = (tree: unknown, relation: number): boolean => someNode(tree, (node) => isColumnOf(node, relation));
