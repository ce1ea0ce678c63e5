import { isCharacter, type SqlType, sameType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression, RelOrderItem } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import type { RelQuery, RelSetOperation } from '../tree/query.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerCast } from './lower-cast.js';
import { distinctByKeys, overQuery, rowKeys } from './lower-distinct.js';
import { lowerLimit, lowerQuery, relColumns } from './lower-query.js';
import { orderOperands } from './text-equality.js';
import { typeKey } from './type-key.js';

export function lowerSetOperation(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundSetOperation,
  names: readonly string[],
  ordered = false,
): RelQuery {
  const left = converted(context, lowerQuery(context, scope, bound.left, names), bound.left, bound.columns);
  const right = converted(context, lowerQuery(context, scope, bound.right, names), bound.right, bound.columns);
  const keys = bound.operator === 'UNION ALL' ? undefined : unitedKeys(context, bound);
  const limit = lowerLimit(context, scope, undefined, bound.offset);
  const columns = relColumns(bound, names);
  const { operator } = bound;
  const united: RelQuery = keys
    ? byKeys(context, operator, left, right, columns, keys)
    : { kind: 'set-operation', columns, ctes: [], operator, left, right, orderBy: [] };
  if (!limit && !(ordered && bound.orderBy.length > 0)) return united;
  const orderBy = bound.orderBy.map((item) => orderOf(context, scope, item, names, bound));
  // Only columns of the result can be ordered by directly.
  const plain = orderBy.every(({ expression }) => expression.kind === 'column');
  return plain ? { ...united, orderBy, limit } : { ...overQuery(united, 'united'), orderBy, limit };
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
    return { ...query, left, right: converted(context, query.right, bound.right, columns) };
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
  return { ...query, select };
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
  const texts = selectsOf(bound).flatMap((select) => select.select[ordinal]?.expression ?? []);
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
  const rows = selectsOf(bound).map(({ select }) => select.map(({ expression }) => expression));
  return rowKeys(
    context,
    scope,
    rows,
    bound.columns.map(({ collation }) => collation?.name),
  );
}

/** One scope that sees the relations of all sides: their ids are unique in the statement. */
function sightOf(context: LoweringContext, bound: Bound.BoundSetOperation): LoweringScope | undefined {
  const scopes = selectsOf(bound).map((select) => context.scopeOf(select));
  const [first] = scopes;
  for (const scope of scopes) {
    for (const [id, relation] of scope?.relations ?? []) first?.relations.set(id, relation);
  }
  return first;
}

/** UNION as groups of all rows; EXCEPT and INTERSECT as groups of the left rows that have no partner, or one. */
function byKeys(
  context: LoweringContext,
  operator: RelSetOperation['operator'],
  left: RelQuery,
  right: RelQuery,
  columns: RelSetOperation['columns'],
  keys: readonly ((value: RelExpression) => RelExpression)[],
): RelQuery {
  if (operator === 'UNION') {
    const all: RelSetOperation = {
      kind: 'set-operation',
      columns,
      ctes: [],
      operator: 'UNION ALL',
      left,
      right,
      orderBy: [],
    };
    return distinctByKeys(context, overQuery(all, 'united'), keys);
  }
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

function selectsOf(query: Bound.BoundQuery): readonly Bound.BoundSelect[] {
  return query.kind === 'select' ? [query] : [...selectsOf(query.left), ...selectsOf(query.right)];
}
