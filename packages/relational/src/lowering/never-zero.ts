import { type Bound, sameExpression } from '@datamigrate/tsql-binder';
import type { LoweringContext, LoweringScope } from './context.js';

/** Whether a divisor cannot be zero: by what it is, or by what the rows of its column tell. */
export function isNeverZero(context: LoweringContext, scope: LoweringScope, divisor: Bound.BoundExpression): boolean {
  switch (divisor.kind) {
    case 'literal':
      return typeof divisor.value !== 'string' && divisor.value !== 0n && divisor.value !== 0;
    case 'cast':
      // A conversion to fewer digits may make a zero.
      return keepsWholeNumbers(divisor) && isNeverZero(context, scope, divisor.operand);
    case 'call': {
      const [, compared] = divisor.arguments;
      return divisor.function === 'NULLIF' && compared !== undefined && isZero(compared);
    }
    case 'case': {
      // NULLIF(x, 0): the zero has become NULL.
      const [branch] = divisor.branches;
      return (
        divisor.branches.length === 1 &&
        branch?.when.kind === 'comparison' &&
        branch.when.operator === '=' &&
        isZero(branch.when.right) &&
        branch.result.kind === 'literal' &&
        branch.result.value === null &&
        divisor.otherwise !== undefined &&
        sameExpression(divisor.otherwise, branch.when.left)
      );
    }
    case 'group-key':
      return isNeverZero(context, scope, divisor.expression);
    case 'column': {
      const relation = scope.relations.get(divisor.relation);
      if (relation?.counts?.has(divisor.ordinal)) return true;
      const sources = relation?.origins[divisor.ordinal]?.exact;
      const base = sources?.columns.length === 1 && sources.literals.length === 0 ? sources.columns[0] : undefined;
      if (!base || !context.facts.neverZero(base)) return false;
      context.assume('never-zero', { columns: [base], literals: [] });
      return true;
    }
    default:
      return false;
  }
}

/** Where a grouped query counts what every row has: a group has a row at least. */
export function countsOfGroups(query: Bound.BoundQuery): ReadonlySet<number> | undefined {
  if (query.kind !== 'select' || !query.groupBy || query.groupBy.implicit) return undefined;
  // The group of no keys stands there without rows, too.
  if (query.groupBy.sets.some((set) => set.length === 0)) return undefined;
  const counts = query.select.flatMap(({ expression }, i) => (countsRows(expression) ? [i] : []));
  return counts.length === 0 ? undefined : new Set(counts);
}

function countsRows(expression: Bound.BoundExpression): boolean {
  if (expression.kind !== 'aggregate') return false;
  if (expression.function !== 'COUNT' && expression.function !== 'COUNT_BIG') return false;
  return expression.arguments.every(({ nullable }) => !nullable);
}

function isZero(expression: Bound.BoundExpression): boolean {
  if (expression.kind === 'cast') return isZero(expression.operand);
  return expression.kind === 'literal' && (expression.value === 0n || expression.value === 0);
}

const WHOLE = ['tinyint', 'smallint', 'int', 'bigint'];

/** Conversions upwards lose nothing. */
function keepsWholeNumbers(cast: Bound.BoundCast): boolean {
  const from = cast.operand.type;
  const to = cast.type;
  if (WHOLE.includes(from.name) && WHOLE.includes(to.name)) return WHOLE.indexOf(from.name) <= WHOLE.indexOf(to.name);
  if (to.name === 'float' || (to.name === 'real' && WHOLE.includes(from.name))) return true;
  if (to.name === 'decimal') return WHOLE.includes(from.name) || (from.name === 'decimal' && from.scale <= to.scale);
  return to.name === 'money' && WHOLE.includes(from.name);
}
