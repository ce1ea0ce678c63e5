import { isDateOrTime } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { MIRRORED } from './comparison-operators.js';
import { conjunctsOf } from './conjuncts.js';

interface Bounded {
  readonly column: Bound.BoundColumn;
  readonly operator: Bound.ComparisonOperator;
  readonly other: Bound.BoundExpression;
}

/** Columns that stand for the end of a range of time: `a <= x AND x < b` asks rows from `a` to `b` for the same `x`. */
export function rangeEnds(condition: Bound.BoundPredicate): readonly Bound.BoundColumn[] {
  const bounds = conjunctsOf(condition).flatMap(boundsOf);
  return bounds.flatMap(({ column, operator, other }) => {
    const begins = bounds.some(
      (each) =>
        each.column.relation === column.relation &&
        each.column.ordinal !== column.ordinal &&
        each.operator.startsWith('<') &&
        isSame(each.other, other),
    );
    return operator.startsWith('>') && begins ? [column] : [];
  });
}

function boundsOf(predicate: Bound.BoundPredicate): readonly Bounded[] {
  if (predicate.kind === 'between')
    return predicate.negated ? [] : [...boundsOf(predicate.low), ...boundsOf(predicate.high)];
  if (predicate.kind !== 'comparison' || !/^[<>]/.test(predicate.operator) || predicate.operator === '<>') return [];
  const { left, right, operator } = predicate;
  return [
    { own: left, other: right, operator },
    { own: right, other: left, operator: MIRRORED[operator] },
  ].flatMap(({ own, other, operator }): Bounded[] => {
    const column = columnOf(own);
    return column && isDateOrTime(column.type) ? [{ column, operator, other }] : [];
  });
}

function columnOf(expression: Bound.BoundExpression): Bound.BoundColumn | undefined {
  if (expression.kind === 'cast' && isDateOrTime(expression.type)) return columnOf(expression.operand);
  return expression.kind === 'column' ? expression : undefined;
}

function isSame(a: Bound.BoundExpression, b: Bound.BoundExpression): boolean {
  if (a.kind === 'cast') return isSame(a.operand, b);
  if (b.kind === 'cast') return isSame(a, b.operand);
  if (a.kind === 'variable' && b.kind === 'variable') return a.name.toLowerCase() === b.name.toLowerCase();
  return a.kind === 'column' && b.kind === 'column' && a.relation === b.relation && a.ordinal === b.ordinal;
}
