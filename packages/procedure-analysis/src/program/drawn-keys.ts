import type { Bound } from '@datamigrate/tsql-binder';
import { bare } from './bare.js';

/** The value itself, where it is `NEXT VALUE FOR` and nothing is made of it. */
export function drawnValue(value: Bound.BoundExpression | undefined): Bound.BoundNextValue | undefined {
  const inner = value && bare(value);
  return inner?.kind === 'next-value' ? inner : undefined;
}

/** What an INSERT draws from sequences for its columns, by position. */
export function drawnKeys({
  columns,
  source,
}: Bound.BoundInsert): ReadonlyMap<number, readonly Bound.BoundNextValue[]> {
  const rows =
    source.kind === 'values'
      ? source.rows
      : source.kind === 'query'
        ? [source.values.map((value) => selectedValue(source, value))]
        : [];
  const drawn = new Map<number, readonly Bound.BoundNextValue[]>();
  for (const [place, position] of columns.entries()) {
    const values = rows.flatMap((row) => drawnValue(row[place]) ?? []);
    if (values.length > 0) drawn.set(position, values);
  }
  return drawn;
}

/** A value of INSERT … SELECT as the query has it. */
export function selectedValue(
  { query, row }: Bound.BoundInsertQuery,
  value: Bound.BoundExpression,
): Bound.BoundExpression {
  const inner = bare(value);
  if (inner.kind !== 'column' || inner.relation !== row || query.kind !== 'select') return value;
  return query.select[inner.ordinal]?.expression ?? value;
}
