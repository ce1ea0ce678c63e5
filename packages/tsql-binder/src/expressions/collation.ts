import { isCharacter, type SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { BinderContext } from '../binder-context.js';
import type { BoundCollation, BoundExpression } from '../tree/expression.js';

const STRENGTH = { explicit: 3, none: 2, implicit: 1, 'coercible-default': 0 } as const;

/**
 * The collation of an expression made from several character expressions.
 * Source: learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql
 */
export function combineCollations(
  context: BinderContext,
  parts: readonly BoundExpression[],
  span: Span,
): BoundCollation | undefined {
  let result: BoundCollation | undefined;
  for (const part of parts) {
    if (!isCharacter(part.type) || !part.collation) continue;
    result = combineTwo(context, result, part.collation, span);
  }
  return result;
}

/** The collation of a value that several expressions give, converted to one type: texts among numbers or dates are texts no more. */
export function unifiedCollation(
  context: BinderContext,
  parts: readonly BoundExpression[],
  type: SqlType,
  span: Span,
): BoundCollation | undefined {
  return isCharacter(type) ? combineCollations(context, parts, span) : undefined;
}

/** The collation of what comes from two sides; one that is no text has none. */
export function combineTwo(
  context: BinderContext,
  a: BoundCollation | undefined,
  b: BoundCollation | undefined,
  span: Span,
): BoundCollation | undefined {
  if (!a || !b) return a ?? b;
  const same = a.name.toLowerCase() === b.name.toLowerCase();
  if (a.label === 'explicit' && b.label === 'explicit') {
    if (!same) context.report('bind-collation-conflict', { left: a.name, right: b.name }, span);
    return a;
  }
  if (STRENGTH[a.label] !== STRENGTH[b.label]) return STRENGTH[a.label] > STRENGTH[b.label] ? a : b;
  if (a.label === 'implicit' && !same) return { name: a.name, label: 'none' };
  return a;
}

/** The collation by which two values are compared; without one SQL Server refuses (468). */
export function comparisonCollation(
  context: BinderContext,
  left: BoundExpression,
  right: BoundExpression,
  span: Span,
): string | undefined {
  if (!isCharacter(left.type) && !isCharacter(right.type)) return undefined;
  const combined = combineCollations(context, [left, right], span);
  if (!combined) return context.databaseCollation;
  if (combined.label === 'none') {
    const [a, b] = [left.collation?.name ?? '', right.collation?.name ?? ''];
    context.report('bind-collation-conflict', { left: a, right: b }, span);
  }
  return combined.name;
}
