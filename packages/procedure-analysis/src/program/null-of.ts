import type { SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';

/** NULL as a value of a type. */
export const nullOf = (type: SqlType, span: Span): Bound.BoundLiteral => ({
  kind: 'literal',
  type,
  nullable: true,
  span,
  value: null,
});
