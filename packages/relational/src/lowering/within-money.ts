import type { SqlType } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import type { BaseColumn } from '../facts/data-facts.js';
import type { RelExpression } from '../tree/expression.js';
import { checked } from './checked.js';
import type { LoweringContext, LoweringScope } from './context.js';

/** learn.microsoft.com/sql/t-sql/data-types/money-and-smallmoney-transact-sql */
const MOST: { readonly [type: string]: number } = { money: 922_337_203_685_477, smallmoney: 214_748 };

/** What the fact `moderate-amounts` says of a column. */
const MODERATE = 1_000_000;

/**
 * A sum or product of money has more room on the target than in SQL Server, where it overflows. It is checked at run
 * time, unless types or the values of the columns show that it stays within money's range.
 */
export function withinMoney(
  context: LoweringContext,
  scope: LoweringScope,
  bound: Bound.BoundExpression,
  node: RelExpression,
): RelExpression {
  const most = MOST[node.type.name];
  if (most === undefined || mostOf(scope, bound, () => false) <= most) return node;
  const asked: BaseColumn[] = [];
  const moderate = (column: BaseColumn): boolean => {
    asked.push(column);
    return context.facts.moderateAmounts?.(column) ?? false;
  };
  if (mostOf(scope, bound, moderate) <= most) {
    for (const column of asked) context.assume('moderate-amounts', { columns: [column], literals: [] });
    return node;
  }
  return guarded(node);
}

/** A total of money, checked. */
export const sumWithinMoney = (sum: RelExpression): RelExpression =>
  MOST[sum.type.name] === undefined ? sum : guarded(sum);

const guarded = (node: RelExpression): RelExpression => checked('within-money', node);

/** How large a number may be, its sign left out; infinity where nothing is known. */
function mostOf(scope: LoweringScope, bound: Bound.BoundExpression, moderate: (column: BaseColumn) => boolean): number {
  const most = (inner: Bound.BoundExpression | undefined): number =>
    inner ? mostOf(scope, inner, moderate) : Number.POSITIVE_INFINITY;
  switch (bound.kind) {
    case 'literal':
      return bound.value === null ? 0 : Math.abs(Number(bound.value)) / 10 ** scaleOf(bound.type);
    case 'cast':
      // Rounding may add one.
      return Math.min(ofType(bound.type), most(bound.operand) + 1);
    case 'negation':
      return most(bound.operand);
    case 'group-key':
      return most(bound.expression);
    case 'arithmetic': {
      const [left, right] = [most(bound.left), most(bound.right)];
      if (bound.operator === '*') return left === 0 || right === 0 ? 0 : left * right;
      if (bound.operator === '+' || bound.operator === '-') return left + right;
      return bound.operator === '%' ? Math.min(left, right) : Number.POSITIVE_INFINITY;
    }
    case 'case': {
      const results = bound.branches.map(({ result }) => most(result));
      return Math.max(...results, bound.otherwise ? most(bound.otherwise) : 0);
    }
    case 'call':
      return bound.function === 'ISNULL' || bound.function === 'COALESCE'
        ? Math.max(...bound.arguments.map(most))
        : ofType(bound.type);
    case 'column': {
      const known = ofType(bound.type);
      if (known <= MODERATE) return known;
      const sources = scope.relations.get(bound.relation)?.origins[bound.ordinal]?.exact;
      const base = sources?.columns.length === 1 && sources.literals.length === 0 ? sources.columns[0] : undefined;
      return base && moderate(base) ? MODERATE : known;
    }
    default:
      return ofType(bound.type);
  }
}

const WHOLE: { readonly [type: string]: number } = { bit: 1, tinyint: 255, smallint: 32_768, int: 2_147_483_648 };

function ofType(type: SqlType): number {
  if (type.name === 'decimal') return 10 ** (type.precision - type.scale);
  return WHOLE[type.name] ?? (type.name === 'smallmoney' ? 214_749 : Number.POSITIVE_INFINITY);
}

function scaleOf(type: SqlType): number {
  if (type.name === 'decimal') return type.scale;
  return type.name === 'money' || type.name === 'smallmoney' ? 4 : 0;
}
