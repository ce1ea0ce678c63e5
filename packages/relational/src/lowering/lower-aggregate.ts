import type { Bound } from '@datamigrate/tsql-binder';
import { relationalDiagnostics } from '../diagnostics.js';
import type { RelExpression } from '../tree/expression.js';
import { sameExpression } from '../tree/same-tree.js';
import type { LoweringContext, LoweringScope } from './context.js';
import { lowerOrderItems } from './lower-order.js';
import { equalityOperands, orderOperands } from './text-equality.js';
import { needsTypeKey, typeKey } from './type-key.js';
import { sumWithinMoney } from './within-money.js';

type Lower = (bound: Bound.BoundExpression) => RelExpression;

export function lowerAggregate(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundAggregate,
  lower: Lower,
): RelExpression {
  if (bound.function === 'APPROX_COUNT_DISTINCT') {
    // learn.microsoft.com/sql/t-sql/functions/approx-count-distinct-transact-sql: within 2 % with a probability of 97 %.
    context.normalise('approximation', 'APPROX_COUNT_DISTINCT is the exact count');
    return lowerAggregate(context, scope, { ...bound, function: 'COUNT_BIG', distinct: true }, lower);
  }
  const [argument] = bound.arguments;
  let lowered = bound.arguments.map(lower);
  if (bound.function === 'GROUPING' || bound.function === 'GROUPING_ID') {
    lowered = lowered.map((value) => groupingKey(scope, value));
  }
  if (!argument?.collation && argument && bound.distinct) lowered = lowered.map((value) => typeKey(value, 'equality'));
  if (argument?.collation && bound.distinct && bound.function !== 'MIN' && bound.function !== 'MAX') {
    if (bound.function !== 'COUNT' && bound.function !== 'COUNT_BIG') {
      return context.refuse(
        relationalDiagnostics.create(
          'lower-unsupported',
          { construct: `${bound.function}(DISTINCT) of text` },
          bound.span,
        ),
      );
    }
    lowered = [...equalityOperands(context, scope, [argument], lowered, argument.collation.name)];
  }
  if (bound.function === 'STRING_AGG' && bound.orderBy.length === 0) {
    context.normalise('order', 'STRING_AGG without WITHIN GROUP joins the values in any order');
  }
  const aggregate: RelExpression = {
    kind: 'aggregate',
    type: bound.type,
    nullable: bound.nullable,
    function: bound.function,
    arguments: bound.function === 'STRING_AGG' ? lowered.map(emptyForNull) : lowered,
    distinct: bound.distinct,
    orderBy: lowerOrderItems(context, scope, bound.orderBy, lower),
    orderKey: outermostKey(context, scope, bound, lowered[0]),
  };
  return bound.function === 'SUM' && context.settings.checks ? sumWithinMoney(aggregate) : aggregate;
}

/** What decides which value MIN and MAX return; undefined where that is the value itself. */
export function outermostKey(
  context: LoweringContext,
  scope: LoweringScope,
  { function: called, arguments: [argument] }: Bound.BoundAggregate | Bound.BoundWindow,
  value: RelExpression | undefined,
): RelExpression | undefined {
  if (!argument || !value || (called !== 'MIN' && called !== 'MAX')) return undefined;
  if (needsTypeKey(argument.type, 'order')) return typeKey(value, 'order');
  if (!argument.collation) return undefined;
  const [key] = orderOperands(context, scope, [argument], [value], argument.collation.name);
  if (key === value) return undefined;
  const construct = `${called} of text: of values that are equal for SQL Server, either may be returned`;
  context.normalise('spelling', construct);
  return key;
}

/** GROUPING asks for what the block groups by, not for what it returns. */
function groupingKey(scope: LoweringScope, argument: RelExpression): RelExpression {
  const found = scope.groupKeys.find(
    ({ written, value }) => sameExpression(written, argument) || sameExpression(value, argument),
  );
  return found?.key ?? argument;
}

/** A separator of NULL is an empty one. */
function emptyForNull(value: RelExpression, position: number): RelExpression {
  return position === 1 && value.kind === 'literal' && value.value === null ? { ...value, value: '' } : value;
}
