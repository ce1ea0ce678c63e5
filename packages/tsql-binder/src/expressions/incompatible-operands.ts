import type { SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { BinderContext } from '../binder-context.js';

/** Two types that no conversion brings together for this operator (402). SQL Server names them without their lengths. */
export function reportIncompatible(
  context: BinderContext,
  left: SqlType,
  right: SqlType,
  operator: string,
  node: Span,
): void {
  context.report('bind-incompatible-operands', { left: left.name, right: right.name, operator }, node);
}
