import { isCharacter, isInteger, type SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';

/**
 * `EXISTS (SELECT a, b INTERSECT SELECT c, d)` without rows of tables asks whether the values are the same, NULL like NULL;
 * with EXCEPT whether any differs. `negated`: NOT stands before it. Undefined for other queries, and for values that a set
 * operation would convert.
 */
export function sameValues({ query, span }: Bound.BoundExists, negated: boolean): Bound.BoundPredicate | undefined {
  if (query.kind !== 'set-operation' || query.ctes.length > 0 || query.offset) return undefined;
  if (query.operator !== 'INTERSECT' && query.operator !== 'EXCEPT') return undefined;
  const [left, right] = [valuesOf(query.left), valuesOf(query.right)];
  if (!left || !right || left.length !== right.length) return undefined;
  const asksForSame = (query.operator === 'INTERSECT') !== negated;
  const operands = left.map((value, i) => distinct(value, right[i], asksForSame, span));
  if (!operands.every((operand) => operand !== undefined)) return undefined;
  const [only] = operands;
  return operands.length === 1 ? only : { kind: 'logical', operator: asksForSame ? 'AND' : 'OR', operands, span };
}

/** The values of a query that gives one row whatever there is. */
function valuesOf(query: Bound.BoundQuery): readonly Bound.BoundExpression[] | undefined {
  if (query.kind !== 'select' || query.from.length > 0 || query.where || query.groupBy || query.having)
    return undefined;
  if (query.top || query.offset || query.ctes.length > 0) return undefined;
  return query.select.map(({ expression }) => expression);
}

function distinct(
  left: Bound.BoundExpression,
  right: Bound.BoundExpression | undefined,
  negated: boolean,
  span: Bound.BoundPredicate['span'],
): Bound.BoundIsDistinct | undefined {
  if (!right || !isComparedAsItIs(left.type, right.type)) return undefined;
  const collation = left.collation?.name ?? right.collation?.name;
  const other = right.collation?.name;
  if (other !== undefined && other.toLowerCase() !== collation?.toLowerCase()) return undefined;
  return { kind: 'is-distinct', negated, left, right, span, ...(collation === undefined ? {} : { collation }) };
}

function isComparedAsItIs(left: SqlType, right: SqlType): boolean {
  if (isCharacter(left) || isInteger(left)) return isCharacter(left) ? isCharacter(right) : isInteger(right);
  return left.name === right.name && left.name !== 'null' && !OTHER_RULES.has(left.name);
}

/** They are compared by rules of their own, or not at all. */
const OTHER_RULES: ReadonlySet<string> = new Set([
  'sql_variant',
  'xml',
  'json',
  'geometry',
  'geography',
  'hierarchyid',
]);
