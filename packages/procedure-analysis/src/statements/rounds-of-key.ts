import { plain } from '@datamigrate/catalog';
import type { Bound } from '@datamigrate/tsql-binder';
import { integer } from '../program/conditions.js';
import { someNode } from '../program/rewrite-tree.js';
import type { Combining, RoundsOfKey } from './accumulated-column.js';

const INT = plain('int');

/** The rounds of a key as a group: nothing is known of their order. */
export function groupedRounds(rows: number): RoundsOfKey {
  const always = (value: Bound.BoundExpression): Bound.BoundExpression | undefined =>
    someNode(value, (node) => node.kind === 'column' && 'relation' in node && node.relation === rows)
      ? undefined
      : value;
  return {
    all: (name, value) => aggregate(name, [value], value.type, value.span),
    rest: () => undefined,
    first: always,
    last: always,
    isSingle: () => isOne(aggregate('COUNT', [], INT, NOWHERE)),
  };
}

const NOWHERE = { start: 0, end: 0 };

function aggregate(
  name: Combining | 'COUNT',
  values: readonly Bound.BoundExpression[],
  type: Bound.BoundExpression['type'],
  span: Bound.BoundExpression['span'],
): Bound.BoundAggregate {
  return {
    kind: 'aggregate',
    type,
    nullable: false,
    span,
    function: name,
    arguments: values,
    distinct: false,
    orderBy: [],
  };
}

const isOne = (left: Bound.BoundExpression): Bound.BoundPredicate => ({
  kind: 'comparison',
  operator: '=',
  left,
  right: integer(1, left.span),
  span: left.span,
});

const REST: Bound.BoundFrame = {
  unit: 'ROWS',
  from: { edge: 'FOLLOWING', offset: 1 },
  to: { edge: 'UNBOUNDED FOLLOWING' },
};
const SO_FAR: Bound.BoundFrame = {
  unit: 'ROWS',
  from: { edge: 'UNBOUNDED PRECEDING' },
  to: { edge: 'CURRENT ROW' },
};

/** The rounds of a key along their order, as the first of them sees the others. */
export function orderedRounds(
  partitionBy: readonly Bound.BoundExpression[],
  position: Bound.BoundExpression,
): RoundsOfKey & { readonly place: Bound.BoundExpression } {
  const over = (
    name: Bound.WindowFunction,
    values: readonly Bound.BoundExpression[],
    type: Bound.BoundExpression['type'],
    order: { readonly descending: boolean; readonly frame?: Bound.BoundFrame } | undefined,
  ): Bound.BoundWindow => ({
    kind: 'window',
    type,
    nullable: values.some(({ nullable }) => nullable) || order?.frame === REST,
    collation: values[0]?.collation,
    span: position.span,
    function: name,
    arguments: values,
    partitionBy,
    orderBy: order ? [{ expression: position, descending: order.descending }] : [],
    frame: order?.frame,
    ignoreNulls: false,
  });
  const forwards = { descending: false };
  return {
    place: over('ROW_NUMBER', [], plain('bigint'), forwards),
    all: (name, value) => over(name, [value], value.type, undefined),
    rest: (name, value) => over(name, [value], value.type, { ...forwards, frame: REST }),
    first: (value) => value,
    // Seen from the first round, the last one begins the rows that lie backwards before it.
    last: (value) => over('FIRST_VALUE', [value], value.type, { descending: true, frame: SO_FAR }),
    isSingle: () => isOne(over('COUNT', [], INT, undefined)),
  };
}
