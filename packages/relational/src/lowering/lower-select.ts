import { plain } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import { mergeProjection } from '../rewrite/merge-projection.js';
import { neverNull } from '../rewrite/never-null.js';
import type { RelExpression, RelOrderItem } from '../tree/expression.js';
import type { RelPredicate } from '../tree/predicate.js';
import type { RelGroupBy, RelSelect, RelSelectItem } from '../tree/query.js';
import { collationKey } from './collation-key.js';
import type { GroupKey, LoweringContext, LoweringScope } from './context.js';
import { distinctByKeys, rowKeys } from './lower-distinct.js';
import { lowerExpression } from './lower-expression.js';
import { lowerFrom } from './lower-from.js';
import { lowerOrderItems } from './lower-order.js';
import { lowerPredicate } from './lower-predicate.js';
import { lowerLimit, relColumns } from './lower-query.js';
import { textEquality } from './text-equality.js';
import { needsTypeKey, typeKey } from './type-key.js';

/** One query block. */
export function lowerSelect(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundSelect,
  names: readonly string[],
  ordered = false,
): RelSelect {
  if (bound.for) {
    context.refuse(
      relationalDiagnostics.create('lower-unsupported', { construct: `FOR ${bound.for.format}` }, bound.span),
    );
  }
  const lower = (inner: Bound.BoundExpression): RelExpression => lowerExpression(context, scope, inner);
  const { from, conditions } = lowerFrom(context, scope, bound.from, bound.where);
  const keys =
    bound.groupBy?.keys.map((key, i) => {
      const lowered = lowerGroupKey(context, scope, key);
      return bound.groupBy?.sets.every((set) => set.includes(i)) ? lowered : inItsSets(lowered);
    }) ?? [];
  scope.groupKeys = keys;
  scope.groupingSets = (bound.groupBy?.sets.length ?? 0) > 1;
  const select = bound.select.map(
    ({ expression, comments }, i): RelSelectItem => ({
      expression: newId(context, expression) ?? lower(expression),
      name: names[i] ?? `column_${i + 1}`,
      comments: context.comments.take(comments),
    }),
  );
  const conditioned = bound.having && lowerPredicate(context, scope, bound.having);
  const having = bound.groupBy ? ofRows(context, bound.groupBy, conditioned) : conditioned;
  const limit = lowerLimit(context, scope, bound.top, bound.offset);
  const distinct = bound.distinct && !isOneRow(bound);
  const rows = bound.select.map(({ expression }) => expression);
  const equal = distinct
    ? rowKeys(
        context,
        scope,
        [rows],
        rows.map(({ collation }) => collation?.name),
      )
    : undefined;
  const orderBy = limit || ordered ? lowerOrderBy(context, scope, bound, select, limit !== undefined) : [];
  // Where no order is kept, they are about what is gone.
  const orderComments = context.comments.take(bound.orderComments);
  const lowered: RelSelect = {
    kind: 'select',
    columns: relColumns(bound, names),
    ctes: [],
    select,
    distinct,
    from,
    where: conditions,
    groupBy: lowerGroupBy(context, bound.groupBy, keys),
    having,
    orderBy,
    limit,
    orderComments: orderBy.length > 0 ? orderComments : undefined,
    comments: context.comments.take(bound.comments),
  };
  return equal ? distinctByKeys(context, lowered, equal) : mergeProjection(lowered);
}

/** NEWID() as a value of its own, as a column's default is: any new identifier will do. */
function newId(context: LoweringContext, bound: Bound.BoundExpression): RelExpression | undefined {
  if (bound.kind === 'cast' && bound.implicit) return newId(context, bound.operand);
  if (bound.kind !== 'call' || bound.function !== 'NEWID' || context.settings.clock !== true) return undefined;
  context.normalise('run', 'NEWID gives other identifiers with every run');
  return { kind: 'call', type: bound.type, nullable: false, function: 'NEWID', arguments: [] };
}

/** Without a limit the order of a query inside another one means nothing. */
function lowerOrderBy(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundSelect,
  select: readonly RelSelectItem[],
  limited: boolean,
): readonly RelOrderItem[] {
  if (!limited && bound.orderBy.length === 0) return [];
  if (!limited) context.normalise('order', 'ORDER BY leaves rows that are equal in it in any order');
  else if (bound.orderBy.length === 0) context.normalise('order', 'TOP without ORDER BY takes any rows');
  else context.normalise('order', 'TOP takes any of the rows that are equal in its ORDER BY');
  return bound.orderBy.flatMap(({ expression, descending }) => {
    if (expression.kind !== 'output-column' || expression.collation || needsTypeKey(expression.type, 'order')) {
      const inner = expression.kind === 'output-column' ? bound.select[expression.ordinal]?.expression : expression;
      const item = { expression: inner ?? expression, descending };
      return lowerOrderItems(context, scope, [item], (each) => lowerExpression(context, scope, each));
    }
    const { type } = expression;
    // What a grouping set leaves out is NULL, whatever its column is.
    const item = select[expression.ordinal];
    const nullable = scope.groupingSets || !item || !neverNull(item.expression);
    // A name alone is read as that of the query around it as well.
    if (item?.expression.kind === 'column' && !bound.distinct && !scope.groupingSets) {
      return [{ expression: { ...item.expression, nullable }, descending }];
    }
    const name = item?.name ?? '';
    return [{ expression: { kind: 'column', type, nullable, relation: '', name }, descending }];
  });
}

function lowerGroupBy(
  context: LoweringContext,
  bound: Bound.BoundGroupBy | undefined,
  keys: readonly GroupKey[],
): RelGroupBy | undefined {
  // GROUP BY () makes one group, as no GROUP BY does.
  if (!bound || bound.implicit || (keys.length === 0 && bound.sets.length === 1)) return undefined;
  return { keys: keys.map(({ key }) => key), sets: bound.sets, comments: context.comments.take(bound.comments) };
}

/**
 * The grand total of GROUP BY is no row where there are no rows to group, which is another one for targets.
 * Captured from SQL Server 2025; an aggregate without GROUP BY gives its row there, too.
 */
function ofRows(
  context: LoweringContext,
  { implicit, sets }: Bound.BoundGroupBy,
  having: RelPredicate | undefined,
): RelPredicate | undefined {
  const totals = sets.filter((set) => set.length === 0).length;
  if (implicit || totals === 0) return having;
  if (totals > 1) {
    const construct = 'a grouping set without columns that stands twice';
    context.refuse(relationalDiagnostics.create('lower-unsupported', { construct }));
  }
  const rows: RelExpression = {
    kind: 'aggregate',
    type: plain('int'),
    nullable: false,
    function: 'COUNT',
    arguments: [],
    distinct: false,
    orderBy: [],
  };
  const some: RelPredicate = { kind: 'comparison', operator: '>', left: rows, right: NONE };
  return having ? { kind: 'logical', operator: 'AND', operands: [some, having] } : some;
}

const NONE: RelExpression = { kind: 'literal', type: plain('int'), nullable: false, value: 0n };

/** Text is grouped by its collation key where spellings differ; any of the spellings may then be returned. */
function lowerGroupKey(context: LoweringContext, scope: LoweringScope, bound: Bound.BoundExpression): GroupKey {
  const value = lowerExpression(context, scope, bound);
  const collation = bound.collation?.name;
  if (collation === undefined) {
    if (!needsTypeKey(bound.type, 'equality')) return { key: value, value, written: value };
    return { key: typeKey(value, 'equality'), value: anyOf(value), written: value };
  }
  const how = textEquality(context, scope, [bound], collation);
  switch (how) {
    case 'plain':
      return { key: value, value, written: value };
    case 'key':
    case 'guarded':
      context.normalise('spelling', 'GROUP BY returns one of the spellings that are equal for SQL Server');
      return {
        key: collationKey(value, collation, undefined, how === 'guarded'),
        value: anyOf(value),
        written: value,
      };
    case 'unknown':
      context.refuse(relationalDiagnostics.create('lower-text-equality', { collation }, bound.span));
      return { key: value, value, written: value };
  }
}

/** Above grouping sets without the key there is no value, though the group has some. */
function inItsSets(key: GroupKey): GroupKey {
  if (key.key === key.value) return key;
  const type = plain('int');
  const grouping: RelExpression = {
    kind: 'aggregate',
    type,
    nullable: false,
    function: 'GROUPING',
    arguments: [key.key],
    distinct: false,
    orderBy: [],
  };
  const when: RelPredicate = {
    kind: 'comparison',
    operator: '=',
    left: grouping,
    right: { kind: 'literal', type, nullable: false, value: 0n },
  };
  const { value } = key;
  return {
    ...key,
    value: {
      kind: 'case',
      type: value.type,
      nullable: true,
      branches: [{ when, result: value }],
      otherwise: undefined,
    },
  };
}

/** One of the values of a group. */
function anyOf(value: RelExpression): RelExpression {
  return {
    kind: 'aggregate',
    type: value.type,
    nullable: value.nullable,
    function: 'MIN',
    arguments: [value],
    distinct: false,
    orderBy: [],
  };
}

/** An aggregate query without GROUP BY gives one row, distinct or not. */
function isOneRow(bound: Bound.BoundSelect): boolean {
  return bound.groupBy?.implicit === true;
}
