import type { Span } from '@datamigrate/diagnostics';
import type { Bound } from '@datamigrate/tsql-binder';
import { nullOf } from './null-of.js';

/** A query of these columns without a row. */
export function noRows(columns: readonly Bound.OutputColumn[], span: Span): Bound.BoundSelect {
  const zero: Bound.BoundLiteral = { kind: 'literal', type: { name: 'int' }, nullable: false, value: 0n, span };
  const one: Bound.BoundLiteral = { ...zero, value: 1n };
  return {
    kind: 'select',
    columns,
    ctes: [],
    orderBy: [],
    span,
    select: columns.map(({ name, type, collation }) => ({
      name,
      expression: {
        kind: 'cast',
        type,
        nullable: true,
        collation,
        span,
        implicit: false,
        attempt: false,
        operand: nullOf(type, span),
      },
    })),
    distinct: false,
    from: [],
    where: { kind: 'comparison', operator: '=', left: one, right: zero, span },
  };
}
