import type { Bound } from '@datamigrate/tsql-binder';

/** An INSERT of one row that it makes itself. */
export const addsOneRow = ({ source }: Bound.BoundInsert): boolean =>
  source.kind === 'default-values' || (source.kind === 'values' && source.rows.length === 1);
