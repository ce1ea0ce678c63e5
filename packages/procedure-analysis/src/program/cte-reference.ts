import type { SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { column, select } from './select.js';

/** What a reference needs to know of a table expression. */
export type NamedCte = Pick<Bound.BoundCte, 'id' | 'name' | 'columns'>;

/** A table expression as a member of FROM. */
export function cteReference(
  { id, name, columns }: NamedCte,
  relation: number,
  span: Span,
  alias = name,
): Bound.BoundCteReference {
  return { kind: 'cte-reference', relation, alias, columns, span, cte: id, name };
}

/** A column of a table expression that has one row at most. */
export function scalarFrom(
  cte: Bound.BoundCte,
  ordinal: number,
  relation: number,
  type: SqlType,
  span: Span,
): Bound.BoundScalarSubquery {
  const found = cte.columns[ordinal];
  const name = found?.name ?? `column_${ordinal + 1}`;
  const of: Bound.OutputColumn = { name, type, nullable: found?.nullable ?? true, collation: found?.collation };
  const from = cteReference(cte, relation, span);
  const query = select([of], [column(of, relation, ordinal, span)], [from], undefined, span);
  return { kind: 'scalar-subquery', type, nullable: true, collation: of.collation, span, query };
}
