import { isCharacter, type SqlType, sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression, RelOrderItem } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import type { RelQuery, RelSetOperation } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerCast } from './lower-cast.js';
import { distinctByKeys, overQuery, rowKeys } from './lower-distinct.js';
import { blocksOf, lowerLimit, lowerQuery, relColumns } from './lower-query.js';
import { orderOperands } from './text-equality.js';
import { typeKey } from './type-key.js';

export function lowerSetOperation(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundSetOperation,
  names: readonly string[],
  ordered = false,
): RelQuery {
  const sides = lowerSides(context, scope, bound, names);
  const keys = bound.operator === 'UNION ALL' ? undefined : unitedKeys(context, bound);
  const limit = lowerLimit(context, scope, undefined, bound.offset);
  const united = keys ? byKeys(context, bound, sides, keys) : sides;
  if (!limit && !(ordered && bound.orderBy.length > 0)) return united;
  const orderBy = bound.orderBy.map((item) => orderOf(context, scope, item, names, bound));
  // Only columns of the result can be ordered by directly.
  const plain = orderBy.every(({ expression }) => expression.kind === 'column');
  return plain ? { ...united, orderBy, limit } : { ...overQuery(united, 'united'), orderBy, limit };
}

/** Both sides as they stand, before the rows of `whole` are compared. */
function lowerSides(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundSetOperation,
  names: readonly string[],
  whole = bound,
): RelSetOperation {
  const side = (query: Bound.BoundQuery): RelQuery =>
    converted(
      context,
      isPart(whole, query) ? lowerSides(context, scope, query, names, whole) : lowerQuery(context, scope, query, names),
      query,
      bound.columns,
    );
  const { operator } = bound;
  const left = side(bound.left);
  const columns = relColumns(bound, names);
  return { kind: 'set-operation', columns, ctes: [], operator, left, right: side(bound.right), orderBy: [] };
}

/** `a UNION b UNION c` compares all rows once: what the inner one leaves out, the outer one would. */
function isPart(whole: Bound.BoundSetOperation, side: Bound.BoundQuery): side is Bound.BoundSetOperation {
  if (whole.operator !== 'UNION' || side.kind !== 'set-operation') return false;
  if (side.operator !== 'UNION' && side.operator !== 'UNION ALL') return false;
  if (side.offset || side.ctes.length > 0) return false;
  return side.columns.every((column, i) => {
    const { type, collation } = whole.columns[i] ?? {};
    return type !== undefined && sameType(column.type, type) && column.collation?.name === collation?.name;
  });
}

/** The rows of both sides, those included that are equal. */
function allRows(query: RelQuery, bound: Bound.BoundSetOperation, whole = bound): RelQuery {
  if (query.kind !== 'set-operation') return query;
  const side = (each: RelQuery, of: Bound.BoundQuery): RelQuery =>
    isPart(whole, of) ? allRows(each, of, whole) : each;
  return {
    ...query,
    operator: 'UNION ALL',
    left: side(query.left, bound.left),
    right: side(query.right, bound.right),
  };
}

/** Each side in the types of the result, where the target would unite other types than SQL Server does. */
function converted(
  context: LoweringContext,
  query: RelQuery,
  bound: Bound.BoundQuery,
  columns: Bound.BoundQuery['columns'],
): RelQuery {
  if (query.kind === 'set-operation' && bound.kind === 'set-operation') {
    const left = converted(context, query.left, bound.left, columns);
    const right = converted(context, query.right, bound.right, columns);
    return left === query.left && right === query.right ? query : { ...query, left, right };
  }
  if (query.kind !== 'select' || bound.kind !== 'select') return query;
  const select = query.select.map((item, i) => {
    const operand = bound.select[i]?.expression;
    const type = columns[i]?.type;
    if (!operand || !type || !isOtherKind(operand.type, type)) return item;
    const { nullable, span } = operand;
    const cast = { kind: 'cast', type, nullable, span, operand, attempt: false, implicit: true } as const;
    return {
      ...item,
      expression: lowerCast(context, { ...cast, style: undefined, collation: undefined }, item.expression),
    };
  });
  return select.some((item, i) => item !== query.select[i]) ? { ...query, select } : query;
}

function isOtherKind(from: SqlType, to: SqlType): boolean {
  if (from.name === 'null' || to.name === 'null') return false;
  if (isCharacter(from) !== isCharacter(to)) return true;
  if (to.name === 'char' || to.name === 'nchar') return !sameType(from, to);
  return to.name === 'datetimeoffset' && from.name !== to.name;
}

function orderOf(
  context: LoweringContext,
  scope: LoweringScope,
  { expression, descending }: Bound.BoundOrderItem,
  names: readonly string[],
  bound: Bound.BoundSetOperation,
): RelOrderItem {
  const ordinal = expression.kind === 'output-column' ? expression.ordinal : -1;
  const { type, nullable, collation } = expression;
  const column: RelExpression = { kind: 'column', type, nullable, relation: '', name: names[ordinal] ?? '' };
  if (ordinal < 0) {
    const construct = 'ORDER BY of what a union does not return';
    context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }, expression.span));
  }
  if (!collation) return { expression: typeKey(column, 'order'), descending };
  const texts = blocksOf(bound).flatMap((select) => select.select[ordinal]?.expression ?? []);
  const [key = column] = orderOperands(context, sightOf(context, bound) ?? scope, texts, [column], collation.name);
  return { expression: key, descending };
}

/** Rows are compared as DISTINCT does: texts by their collation. */
function unitedKeys(
  context: LoweringContext,
  bound: Bound.BoundSetOperation,
): readonly ((value: RelExpression) => RelExpression)[] | undefined {
  const scope = sightOf(context, bound);
  if (!scope) return undefined;
  const rows = blocksOf(bound).map(({ select }) => select.map(({ expression }) => expression));
  return rowKeys(
    context,
    scope,
    rows,
    bound.columns.map(({ collation }) => collation?.name),
  );
}

/** One scope that sees the relations of all sides: their ids are unique in the statement. */
function sightOf(context: LoweringContext, bound: Bound.BoundSetOperation): LoweringScope | undefined {
  const [first, ...others] = blocksOf(bound).map((select) => context.scopeOf(select));
  for (const scope of others) if (scope) first?.relations.addAll(scope.relations);
  return first;
}

/** UNION as groups of all rows; EXCEPT and INTERSECT as groups of the left rows that have no partner, or one. */
function byKeys(
  context: LoweringContext,
  bound: Bound.BoundSetOperation,
  sides: RelSetOperation,
  keys: readonly ((value: RelExpression) => RelExpression)[],
): RelQuery {
  const { operator, left, right, columns } = sides;
  if (operator === 'UNION') return distinctByKeys(context, overQuery(allRows(sides, bound), 'united'), keys);
  const kept = overQuery({ ...left, columns }, 'kept');
  const other = overQuery({ ...right, columns }, 'other');
  const pairs = kept.select.map(({ expression }, i): RelPredicate => {
    const key = keys[i] ?? ((value: RelExpression) => value);
    const partner = other.select[i]?.expression ?? expression;
    return { kind: 'is-distinct', negated: true, left: key(expression), right: key(partner) };
  });
  const where: RelPredicate = { kind: 'logical', operator: 'AND', operands: pairs };
  const exists: RelPredicate = { kind: 'exists', query: { ...other, where } };
  const condition: RelPredicate = operator === 'INTERSECT' ? exists : { kind: 'not', operand: exists };
  return distinctByKeys(context, { ...kept, where: condition }, keys);
}
